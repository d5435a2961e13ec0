#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/format.sh CLANG-FORMAT FILE…
# Fails where a file is not as clang-format 14 writes it. Another version formats otherwise: then nothing can be said.
set -eu
tool=$1
shift
case $("$tool" --version 2> /dev/null || true) in
*"version 14."*) ;;
*) echo "format: not compared, no clang-format 14 here"; exit 0 ;;
esac
"$tool" --dry-run -Werror --ferror-limit=1 "$@" || { echo "format: run make format"; exit 1; }
echo "format: ok, $# files"
