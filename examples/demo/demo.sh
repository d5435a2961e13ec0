#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows what pnr does on invented flights and an invented watchlist: demo.sh [PNR_COMMAND]
set -eu

pnr=${1:-build/pnr}
here=$(dirname "$0")
flights="$here/zx100-full-1.edi $here/zx100-full-2.edi $here/zx100-full-3.edi $here/zx100-update.edi
$here/yq310-passengers.edi $here/yq310-crew.edi $here/ferry-zq7.edi $here/zx215-damaged.edi"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi
heading() { printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"; }

heading '1. What the carriers sent, one message a row: pnr parse --summary'
# shellcheck disable=SC2086  # no file of the demonstration has a blank in its name
"$pnr" parse --summary $flights

heading '2. The watchlist becomes an index: pnr list build'
"$pnr" list build --text -o "$work/watchlist.index" "$here/watchlist.csv"

heading '3. Travellers who may be listed: pnr screen'
# shellcheck disable=SC2086
"$pnr" screen --text --test --best --at 2025-06-12 --list "$work/watchlist.index" $flights

heading '4. What was wrong with the files: pnr parse --findings'
# shellcheck disable=SC2086
"$pnr" parse --findings $flights

heading '5. Two units tell each other, in sealed files: pnr keygen, directory, send, request, recall, frame show'
mkdir "$work/units"
"$here/units.sh" "$pnr" "$work/units"

heading 'All of this is invented. The same as JSON Lines: pnr parse FILE | head -1'
