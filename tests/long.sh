#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/long.sh BUILD
# Checks that take longer or need more tools than `make check`: each runs where its tools are there, else it says so.
set -eu
build=$1 jobs=$(nproc)

has() { command -v "$1" > /dev/null 2>&1; }

if has valgrind; then
  make --no-print-directory -j"$jobs" BUILD="$build/valgrind" CFLAGS='-O1 -g' tests
  # Criterion does not count what is found when a test's process ends: any report is a failure.
  rm -f "$build"/valgrind/report.*
  for program in "$build"/valgrind/tests/test_* "$build/valgrind/tests/selftest"; do
    case $program in *.*) continue ;; esac
    echo "valgrind ${program##*/}"
    valgrind --quiet --trace-children=yes --leak-check=full --errors-for-leak-kinds=definite \
      --log-file="$build/valgrind/report.%p" "$program"
  done
  find "$build/valgrind" -name 'report.*' -size +0 -exec cat {} + > "$build/valgrind/reports"
  if [ -s "$build/valgrind/reports" ]; then
    cat "$build/valgrind/reports"
    exit 1
  fi
  tests/scaling.sh "$build/valgrind/tests/scaling"
else
  echo 'long: no valgrind here'
fi

make --no-print-directory -j"$jobs" BUILD="$build" "$build/tests/live" "$build/pnr"
"$build/tests/live" 5000 2000
make --no-print-directory -j"$jobs" BUILD="$build" "$build/tests/test_exchange_faults"
PNR_FAULT_RUNS=100 "$build/tests/test_exchange_faults"
PYTHONDONTWRITEBYTECODE=1 python3 tests/node_faults.py "$build/pnr" 100 1000

if has clang; then
  # Several threads search one index: tests/threads.c. One list changes, is compacted and searched at once: tests/live.c.
  make --no-print-directory -j"$jobs" BUILD="$build/threads" CC=clang HARDEN= CFLAGS='-O1 -g -fsanitize=thread' \
    "$build/threads/tests/threads" "$build/threads/tests/live"
  "$build/threads/tests/threads"
  "$build/threads/tests/live" 20000 500
else
  echo 'long: no clang here'
fi

# Big-endian: the self test under emulation. Needs the libraries of lib/ for s390x.
if has s390x-linux-gnu-gcc && has qemu-s390x-static && echo '#include <expat.h>
#include <sodium.h>
#include <xxhash.h>
#include <zlib.h>' | s390x-linux-gnu-gcc -E - > /dev/null 2>&1; then
  make --no-print-directory -j"$jobs" BUILD="$build/s390x" CC=s390x-linux-gnu-gcc AR=s390x-linux-gnu-ar LDFLAGS=-static \
    "$build/s390x/tests/selftest"
  qemu-s390x-static "$build/s390x/tests/selftest"
else
  echo 'long: no s390x compiler, libraries and emulator here'
fi
