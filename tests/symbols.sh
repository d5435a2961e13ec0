#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/symbols.sh ARCHIVE SHARED
# Fails unless the headers, lib/libpnr.map and the shared library name the same functions, and everything that the
# archive defines begins with pnr_ or pnri_.
set -eu
archive=$1 shared=$2 scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
LC_ALL=C
export LC_ALL
tests/names.sh > "$scratch/headers"
sed -n 's/^ *\(pnr_[a-z0-9_]*\);$/\1/p' lib/libpnr.map | sort > "$scratch/map"
nm -D --defined-only "$shared" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort > "$scratch/exported"
diff -u "$scratch/headers" "$scratch/map" || { echo "symbols: headers and lib/libpnr.map differ"; exit 1; }
diff -u "$scratch/headers" "$scratch/exported" || { echo "symbols: headers and $shared differ"; exit 1; }
nm -g --defined-only "$archive" | awk 'NF == 3 { print $3 }' | grep -vE '^pnri?_' > "$scratch/foreign" || true
if [ -s "$scratch/foreign" ]; then
  echo "symbols: not pnr_ or pnri_ in $archive:"
  cat "$scratch/foreign"
  exit 1
fi
echo "symbols: ok, $(wc -l < "$scratch/headers") functions"
