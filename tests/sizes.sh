#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/sizes.sh
# Fails where a file that people read is longer than 800 lines. Generated tables (*.inc) may be
# longer.
set -eu
find lib include examples fuzz tests python Makefile .ci -type f \
  \( -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -name Makefile -o -name run \) | LC_ALL=C sort | xargs awk '
  FNR == 1 { files++; if (name != "" && lines > 800) { print name ": " lines " lines, at most 800"; bad = 1 }; name = FILENAME }
  { lines = FNR }
  END { if (lines > 800) { print name ": " lines " lines, at most 800"; bad = 1 }
        if (!bad) print "sizes: ok, " files " files"; exit bad }'
