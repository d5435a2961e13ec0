#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/calls.sh BUILD
# Fails where an object of lib/ calls a function that tests/calls.txt does not grant it.
set -eu
cd "$1/lib"
nm -A -u -- */*.o | awk '
  function fits(name, pattern) { return pattern ~ /\*$/ ? index(name, substr(pattern, 1, length(pattern) - 1)) == 1 : name == pattern }
  FNR == NR { if (!/^#/ && NF > 1) rule[++rules] = $0; next }
  {
    split($1, part, ":"); object = part[1]; name = $NF
    if (name ~ /^pnri?_/ || name ~ /^(__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__(asan|ubsan|tsan|gcov|sanitizer)_.*)$/) next
    plain = name; if (plain ~ /^__.*_chk$/) { sub(/^__/, "", plain); sub(/_chk$/, "", plain) } sub(/64$/, "", plain)
    for (r = 1; r <= rules; r++) {
      n = split(rule[r], word, " "); granted = 0; here = 0
      for (i = 1; i <= n; i++) {
        if (word[i] == "*" || word[i] ~ /\.o$/) { if (word[i] == "*" || word[i] == object) here = 1 }
        else if (fits(plain, word[i]) || fits(name, word[i])) granted = 1
      }
      if (granted && here) next
    }
    print "calls: lib/" object " may not call " name; bad = 1
  }
  END { if (!bad) print "calls: ok"; exit bad }' "$OLDPWD/tests/calls.txt" -
