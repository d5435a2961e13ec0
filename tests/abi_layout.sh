#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/abi_layout.sh PROGRAM [--write]
# Compares the numbers and layouts of the public headers with the promised ones, tests/abi.txt (64-bit machines).
# --write makes what the headers say now the promise: only together with an "ABI" line in CHANGELOG.md.
set -eu
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
"$1" > "$scratch"
if [ "${2:-}" = --write ]; then
  cp "$scratch" tests/abi.txt
elif [ "$(sed -n 's/^size pnr_slice //p' "$scratch")" != 16 ]; then
  grep '^number' tests/abi.txt | diff -u - "$scratch" | grep '^-number' && exit 1
elif ! diff -u tests/abi.txt "$scratch"; then
  echo "abi-layout: the headers no longer keep what tests/abi.txt promises; docs/abi.md says what to do"
  exit 1
fi
echo "abi-layout: ok, $(wc -l < "$scratch") numbers and fields"
