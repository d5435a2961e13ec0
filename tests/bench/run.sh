#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/bench/run.sh CSV PROGRAM…
# Runs the measuring programs, each on one core but for bench_link, which is two units, writes what they print to CSV and shows it as a table.
set -eu
csv=$1
shift
core=
command -v taskset > /dev/null 2>&1 && core="taskset -c $(($(nproc) - 1))"
echo 'area,case,value,unit,against,ratio' > "$csv"
# core is a command or nothing, so it is not quoted.
for program in "$@"; do
  case $program in
  *bench_link) "$program" >> "$csv" ;;
  *) $core "$program" >> "$csv" ;;
  esac
done
awk -F, '{ printf "%-8s %-24s %10s %-13s %-20s %s\n", $1, $2, $3, $4, $5, $6 }' "$csv"
