#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two invented units exchange sealed files about an invented flight: units.sh PNR_COMMAND FOLDER
set -eu

pnr=$1 here=$(dirname "$0")
cd "$2"
case $pnr in /*) ;; *) pnr=$OLDPWD/$pnr ;; esac
case $here in /*) ;; *) here=$OLDPWD/$here ;; esac
now='--now 2025-06-12T12:00:00Z' # of the flight
value() { sed "s/.*\"$1\":\"*\([^\",}]*\).*/\1/"; }

echo 'Both units make their keys, and take in those of the other by its fingerprint.'
for unit in NL BE; do
  # shellcheck disable=SC2086
  "$pnr" keygen --unit $unit-PIU --keys $unit --root $unit.root $now | value fingerprint > $unit.print
done
# shellcheck disable=SC2086
"$pnr" directory add --keys NL --unit BE-PIU --pin "$(cat BE.print)" $now BE/units/BE-PIU.signed
# shellcheck disable=SC2086
"$pnr" directory add --keys BE --unit NL-PIU --pin "$(cat NL.print)" $now NL/units/NL-PIU.signed

echo 'NL tells BE of a traveller whom a person there has reviewed:'
"$pnr" scrub --cbor --received 2025-06-12 "$here/zx100-update.edi" > flight.cbor
versions=$("$pnr" info --json)
cat > notice.json << END
{"notice":{"purpose":"assessment","offences":["terrorism"],"reference":"NL-1","relevance":"Arrives at the receiver's airport.",
 "urgency":"urgent","handling":"unit","reviewer":"reviewer-5","reviewed_at":"2025-06-12T11:40:00Z",
 "hits":[{"score":9310,"normaliser":$(echo "$versions" | value normaliser),"score_version":$(echo "$versions" | value score),
          "reviewed_at":"2025-06-12T11:30:00Z","reviewer":"reviewer-5"}]}}
END
# shellcheck disable=SC2086
"$pnr" send --keys NL --to BE-PIU -o notice.pnr --records flight.cbor $now notice.json > sent.json
head -n 6 notice.pnr | sed 's/^/    /'

echo 'BE asks about somebody, with its reasons; NL answers what was asked for, and nothing else.'
cat > request.json << 'END'
{"request":{"legal_basis":"unit","purpose":"case","offences":["terrorism"],"role":"suspect","urgency":"routine","reference":"BE-7",
 "case_reference":"CASE-9","elements":["names","itinerary"],"case_reason":"Seen with a suspect.","necessity":"No other source.",
 "proportionality":"One person, one day.","other_means":"Own registers.","authority":"BE-POL-1","officer":"officer-2",
 "approver":"head-1","approved_at":"2025-06-12T10:00:00Z","window_from":"2025-06-12","window_to":"2025-06-12",
 "selectors":[{"kind":"locator","value":"ZQ4T7K"}]}}
END
# shellcheck disable=SC2086
id=$("$pnr" request --keys BE --to NL-PIU -o request.pnr $now request.json | value id)
# shellcheck disable=SC2086
"$pnr" frame show --keys NL --keep $now request.pnr > /dev/null
echo "{\"reply\":{\"outcome\":\"data\",\"handling\":\"case\",\"request\":\"$id\",\"reference\":\"NL-2\"}}" > reply.json
# shellcheck disable=SC2086
"$pnr" send --keys NL --to BE-PIU -o reply.pnr --records flight.cbor $now reply.json > /dev/null
# shellcheck disable=SC2086
"$pnr" frame show --keys BE $now reply.pnr | tail -n 1 | sed 's/.*\("elements_given":[^]]*]\).*/    \1/'

echo 'A request without a purpose is neither sealed nor, were it, opened:'
sed 's/"purpose":"case",//' request.json > unlawful.json
# shellcheck disable=SC2086
"$pnr" request --keys BE --to NL-PIU -o unlawful.pnr $now unlawful.json 2>&1 | sed 's/^/    /' || true

echo 'NL calls back what it told:'
record=$(sed 's/.*"records":\["\([^"]*\)".*/\1/' sent.json)
# shellcheck disable=SC2086
"$pnr" recall --keys NL --to BE-PIU --cause false-hit --reference NL-3 -o recall.pnr $now "$record" > /dev/null
# shellcheck disable=SC2086
"$pnr" frame show --keys BE $now recall.pnr | tail -n 1 | sed 's/.*"message"/    "message"/; s/}$//'
