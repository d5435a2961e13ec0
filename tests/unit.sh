#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/unit.sh PROGRAM…
# Runs every Criterion program, each with a TAP report beside it, and fails when one of them did. A leak shows only when
# a test's process ends, which Criterion no longer counts: what sanitizers report goes to files, and any file is a
# failure.
set -u
passed=0 failed=0
for program in "$@"; do
  rm -f "$program".sanitizer.* "$program.tap"
  options=log_path=$program.sanitizer
  ASAN_OPTIONS=$options UBSAN_OPTIONS=$options:print_stacktrace=1 "$program" --tap="$program.tap" ||
    echo "unit: ${program##*/} failed"
  for report in "$program".sanitizer.*; do
    [ -f "$report" ] || continue
    cat "$report"
    failed=$((failed + 1))
  done
  [ -s "$program.tap" ] || { echo "unit: ${program##*/} gave no report"; failed=$((failed + 1)); continue; }
  passed=$((passed + $(grep -c '^ok ' "$program.tap")))
  failed=$((failed + $(grep -c '^not ok ' "$program.tap")))
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
