#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/fields.sh BUILD/tests/fields
# Fails unless the tables of docs/record.md are the rows of lib/record/field.c, in the same order and with nothing else.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1" > "$scratch/expected"
grep -E '^\| `[a-z]+\.[a-z_]+` \|' docs/record.md > "$scratch/documented" || true
diff -u "$scratch/documented" "$scratch/expected" || { echo "fields: docs/record.md does not show the table"; exit 1; }
echo "fields: ok, $(wc -l < "$scratch/expected") keys"
