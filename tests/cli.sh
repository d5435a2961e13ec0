#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tests the pnr command from outside: cli.sh PNR_COMMAND
exec python3 "$(dirname "$0")/cli.py" "$@"
