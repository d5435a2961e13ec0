#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/reader.sh
# Lets the second reader of the exchange format open the golden objects, with a Python that has what it needs.
set -eu
for python in "${PYTHON:-python3}" /usr/bin/python3; do
  if "$python" -c 'import cbor2, cryptography' 2> /dev/null; then
    PYTHONDONTWRITEBYTECODE=1 exec "$python" -W ignore tests/exchange_reader.py docs/exchange.md tests/golden/exchange/v1
  fi
done
echo "reader: not run, python3-cbor2 and python3-cryptography are not installed"
