#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: fuzz/replay.sh PROGRAM…
# Runs each replay program over its seeds, and over every sample message: what one reader takes must not hurt another.
set -eu
for program in "$@"; do
  name=${program##*/}
  name=${name%_replay}_fuzzer
  find "fuzz/corpus/$name" tests/probes tests/vectors examples/demo -type f 2> /dev/null | LC_ALL=C sort | xargs "$program"
done
