#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/bench/run.sh CSV PROGRAM…
# Runs the measuring programs, writes what they print to CSV and shows it as a table.
set -eu
csv=$1
shift
echo 'area,case,value,unit,against,ratio' > "$csv"
for program in "$@"; do "$program" >> "$csv"; done
awk -F, '{ printf "%-10s %-26s %10s %-8s %-8s %s\n", $1, $2, $3, $4, $5, $6 }' "$csv"
