#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/names.sh
# Prints the functions that the public headers declare, one a line, sorted.
set -eu
sed 's|/\*.*\*/||; /^#/d' include/pnr/*.h | tr '\n' ' ' | grep -oE 'PNR_API [^;]*;' |
  sed -E 's/^PNR_API [^(]*[ *](pnr_[a-z0-9_]+)\(.*/\1/' | LC_ALL=C sort
