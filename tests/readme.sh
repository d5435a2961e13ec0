#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: BUILD=… CC=… CFLAGS=… LIBS=… PYTHON=… tests/readme.sh
# Takes the examples out of README.md and runs each as it stands there.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sample=examples/demo/zx100-full-1.edi

block() { # language, number: the text of the n-th such block
  awk -v open='```'"$1" -v number="$2" '
    $0 == open { inside = ++seen == number; next }
    $0 == "```" { inside = 0 }
    inside' README.md
}
run_python() { PYTHONPATH=python PNR_LIBRARY=$(ls "$BUILD"/libpnr.so.*) PYTHONDONTWRITEBYTECODE=1 "$PYTHON" "$1"; }
require() { # file, what it shows
  [ -s "$1" ] || { echo "readme: $2 printed nothing"; exit 1; }
}

block c 1 > "$scratch/example.c"
# CFLAGS and LIBS are lists of words, so they are not quoted.
$CC -std=c11 -Wall -Wextra -Werror -Iinclude $CFLAGS "$scratch/example.c" "$BUILD/libpnr.a" $LIBS -o "$scratch/example"
"$scratch/example" < "$sample" > "$scratch/c.txt"
require "$scratch/c.txt" "the C example"

block python 1 > "$scratch/example.py"
run_python "$scratch/example.py" > "$scratch/python.txt"
cmp "$scratch/c.txt" "$scratch/python.txt"

block python 2 > "$scratch/screen.py"
run_python "$scratch/screen.py" > "$scratch/screen.txt"
require "$scratch/screen.txt" "the screening example"

# Every relative link leads somewhere.
for target in $(grep -oE '\]\([A-Za-z][^):]*\)' README.md | tr -d '])('); do
  [ -e "$target" ] || { echo "readme: $target does not exist"; exit 1; }
done
echo "readme: ok, 3 examples"
