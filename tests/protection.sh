#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/protection.sh
# Fails unless every function and every test that docs/data-protection.md names exists, each rule has both, and every function
# of pnr/protect.h, pnr/unmask.h, pnr/kept.h and pnr/lookup.h that makes a record, a permit or a lookup, or tells a time, is
# named.
set -eu
page=docs/data-protection.md
failures=0
complain() {
  echo "protection: $1"
  failures=$((failures + 1))
}
for function in $(grep -oE '`pnr_[a-z_]+`' "$page" | tr -d '`' | sort -u); do
  grep -q "^    $function;" lib/libpnr.map || complain "$function is no function of the library"
done
tests=$(grep -oE '`[a-z_]+::[a-z0-9_]+`' "$page" | tr -d '`' | sort -u)
for test in $tests; do
  grep -qh "^Test(${test%%::*}, ${test##*::}[,)]" tests/test_*.c || complain "there is no test $test"
done
rules=$(sed -n '/^## Rules/,/^## Annex/p' "$page" | grep '^| ' | grep -cv '^| rule |')
both=$(sed -n '/^## Rules/,/^## Annex/p' "$page" | grep -cE '^\| .* \| .* \| `pnr_[a-z_]+`.* \| `[a-z_]+::')
[ "$rules" -eq "$both" ] || complain "of $rules rules only $both name a function and a test"
for function in $(grep -ohE 'pnr_(record|redact|retention|person|permit|kept|lookup_permit|lookup_open|lookup_search|lookup_wraps)[a-z_]*\(' \
  include/pnr/protect.h include/pnr/unmask.h include/pnr/kept.h include/pnr/lookup.h | tr -d '(' | sort -u); do
  case $function in *_name) continue ;; esac
  grep -q "\`$function\`" "$page" || complain "$function enforces no rule of $page"
done
[ "$failures" -eq 0 ] || exit 1
echo "protection: ok, $rules rules, $(echo "$tests" | wc -l) tests"
