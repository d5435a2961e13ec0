#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tests the pnr command from outside: cli.sh PNR_COMMAND
set -eu
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
python3 "$(dirname "$0")/cli.py" "$@"
python3 "$(dirname "$0")/cli_screen.py" "$@"
python3 "$(dirname "$0")/cli_protect.py" "$@"
python3 "$(dirname "$0")/cli_exchange.py" "$@"
python3 "$(dirname "$0")/cli_probe.py" "$@"
python3 "$(dirname "$0")/cli_node.py" "$@"
python3 "$(dirname "$0")/node_faults.py" "$@" 1 1000
python3 "$(dirname "$0")/cli_respond.py" "$@"
exec python3 "$(dirname "$0")/cli_audit.py" "$@"
