#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/deps.sh build|test|bench …
# Installs what is missing to build, to test or to compare with others, with apt-get on Debian and Ubuntu; elsewhere
# names it. Needs neither network nor rights when everything is there.
set -eu
build='make gcc libc6-dev libexpat1-dev libsodium-dev libssl-dev libxxhash-dev zlib1g-dev'
test='binutils libcriterion-dev python3 pkg-config'
bench='g++ libprotobuf-c-dev libsimdjson-dev postgresql protobuf-c-compiler simstring-dev'

has_command() { command -v "$1" > /dev/null 2>&1; }
has_header() { echo "#include <$1>" | "${CC:-cc}" -E -x "${2:-c}" - > /dev/null 2>&1; } # header, language

is_there() { # package, in Debian's words
  case $1 in
  gcc) has_command "${CC:-cc}" ;;
  libc6-dev) has_header stdio.h ;;
  libexpat1-dev) has_header expat.h ;;
  libsodium-dev) has_header sodium.h ;;
  libssl-dev) has_header openssl/ssl.h ;;
  libxxhash-dev) has_header xxhash.h ;;
  zlib1g-dev) has_header zlib.h ;;
  libcriterion-dev) has_header criterion/criterion.h ;;
  binutils) has_command nm ;;
  python3) has_command "${PYTHON:-python3}" ;;
  pkg-config) has_command pkg-config ;;
  g++) has_command "${CXX:-c++}" ;;
  postgresql) ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 ;;
  simstring-dev) has_header simstring/simstring.h c++ ;;
  libprotobuf-c-dev) has_header protobuf-c/protobuf-c.h ;;
  protobuf-c-compiler) has_command protoc-c ;;
  libsimdjson-dev) has_header simdjson.h c++ ;;
  *) has_command "$1" ;;
  esac
}

missing=
for list in "$@"; do
  case $list in
  build) packages=$build ;;
  test) packages=$test ;;
  bench) packages=$bench ;;
  *) echo "usage: tests/deps.sh build|test|bench …" >&2; exit 2 ;;
  esac
  for package in $packages; do is_there "$package" || missing="$missing $package"; done
done
[ -n "$missing" ] || exit 0

if ! has_command apt-get; then
  echo "Please install these, under the names they have on this system:$missing" >&2
  exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
  has_command sudo || { echo "Please run as root: apt-get install -y$missing" >&2; exit 1; }
  as_root=sudo
fi

# missing is a list of words, so it is not quoted.
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; }
echo "Installing:$missing"
# A machine that knows no packages yet fetches the lists first; so does one whose lists are too old.
if ! apt-cache show $missing > /dev/null 2>&1; then
  $as_root apt-get update -q
  install
else
  install || { $as_root apt-get update -q && install; }
fi
