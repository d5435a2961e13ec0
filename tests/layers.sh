#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/layers.sh
# Fails where a file of lib/ includes a folder that tests/layers.txt does not grant, or a folder has no line there.
set -eu
awk '
  FNR == NR {
    if (/^#/ || NF == 0) next
    folder = $1; sub(/:$/, "", folder); known[folder] = 1; may[folder, folder] = 1
    for (i = 2; i <= NF; i++) {
      if (!($i in known)) { print "tests/layers.txt:" FNR ": " $i " does not stand above " folder; bad = 1 }
      may[folder, $i] = 1
    }
    next
  }
  FNR == 1 {
    files++; split(FILENAME, part, "/"); from = part[2]
    if (!(from in known)) { print FILENAME ": folder " from " is not in tests/layers.txt"; bad = 1 }
  }
  /^[ \t]*#[ \t]*include[ \t]+"/ {
    split($0, quoted, "\""); slash = index(quoted[2], "/"); to = substr(quoted[2], 1, slash - 1)
    if (to == "pnr") next
    if (slash == 0) { if (quoted[2] !~ /\.inc$/) { print FILENAME ":" FNR ": write the folder: " quoted[2]; bad = 1 } }
    else if (!((from, to) in may)) { print FILENAME ":" FNR ": " from " may not include " to; bad = 1 }
  }
  END { if (!bad) print "layers: ok, " files " files"; exit bad }' tests/layers.txt lib/*/*.[ch]
