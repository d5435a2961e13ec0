#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/scaling.sh PROGRAM [UNITS]
# Fails where reading twice an input of tests/ugly.h takes more than 2.2 times the instructions (valgrind counts them).
set -eu
program=$1 units=${2:-200}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Instructions of reading alone: those of making the input are taken off.
count() {
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$program" "$@" 2>&1 >> "$scratch/name" |
    sed -n 's/.*I *refs: *//p' | tr -d ,
}
reading() { echo $(($(count "$1" "$2" read) - $(count "$1" "$2"))); }

rows=$("$program") row=0 failed=0
while [ "$row" -lt "$rows" ]; do
  : > "$scratch/name"
  once=$(reading "$row" "$units") twice=$(reading "$row" $((units * 2)))
  if [ $((twice * 10)) -gt $((once * 22)) ]; then
    echo "scaling: $(head -n 1 "$scratch/name"): $once and $twice instructions"
    failed=1
  fi
  row=$((row + 1))
done
[ "$failed" = 0 ] && echo "scaling: ok, $rows inputs"
exit "$failed"
