#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/exchange.sh BUILD/tests/exchange_fields [--write]
# Fails unless docs/exchange.md and docs/exchange.cddl show the table of lib/exchange behind their line "fields:". --write
# writes it there.
set -eu
program=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for kind in md cddl; do
  document=docs/exchange.$kind
  sed '/fields: /q' "$document" > "$scratch/$kind"
  "$program" $kind >> "$scratch/$kind"
  if [ "${2:-}" = --write ]; then cp "$scratch/$kind" "$document"; fi
  diff -u "$document" "$scratch/$kind" || { echo "exchange-fields: make exchange-fields-write"; exit 1; }
done
echo "exchange-fields: ok, $(grep -c '=>' docs/exchange.cddl) fields"
