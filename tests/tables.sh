#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/tables.sh
# Fails where a committed table is not what its generator makes of its data. The Unicode version in the table's first
# line is pinned: with another one in Python nothing can be said.
set -eu
PYTHON=${PYTHON:-python3}
pinned=$(sed -n '1s/.*Unicode \([0-9.]*[0-9]\).*/\1/p' lib/name/letters.inc)
here=$("$PYTHON" -c 'import unicodedata; print(unicodedata.unidata_version)')
if [ "$pinned" != "$here" ]; then
  echo "tables: not compared, they are of Unicode $pinned and this Python has $here"
  exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PYTHONDONTWRITEBYTECODE=1 "$PYTHON" lib/name/data/generate.py "$scratch"
for table in lib/name/*.inc; do
  cmp "$table" "$scratch/${table##*/}" || { echo "tables: run lib/name/data/generate.py"; exit 1; }
done
echo "tables: ok, $(ls "$scratch" | wc -l) files"
