#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/findings.sh
# Fails unless docs/findings.md has a row for each code of include/pnr/finding.h, with the severity that
# lib/core/findings.c gives it, and no others.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
LC_ALL=C
export LC_ALL
sed -nE 's/^ *PNR_F_([A-Z_]+) = ([0-9]+).*/\1 \2/p' include/pnr/finding.h | sort > "$scratch/numbers"
sed -nE 's/^ *\{ PNR_F_([A-Z_]+), (NOTICE|WARNING|ERROR), "([A-Z_]+)".*/\1 \2 \3/p' lib/core/findings.c |
  awk '$1 != $3 { print "lib/core/findings.c: " $1 " is named " $3 > "/dev/stderr"; exit 1 } { print $1, tolower($2) }' |
  sort > "$scratch/severities"
join -a 1 -e missing -o 0,1.2,2.2 "$scratch/numbers" "$scratch/severities" > "$scratch/expected"
awk -F'|' '/^\| `[A-Z_]+` \|/ {
  for (i = 2; i <= 6; i++) gsub(/^[ `]+|[ `]+$/, "", $i)
  if ($5 == "" || $6 == "") { print "docs/findings.md: " $2 " lacks a cause or a question" > "/dev/stderr"; exit 1 }
  print $2, $3, $4 }' docs/findings.md | sort > "$scratch/documented"
diff -u "$scratch/expected" "$scratch/documented" || { echo "findings: docs/findings.md is not complete"; exit 1; }
echo "findings: ok, $(wc -l < "$scratch/documented") codes"
