#!/usr/bin/env bash
# Makes .venv, or says in one line what the machine lacks.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}

stop() { echo "$1" >&2; exit 1; }

command -v "$python" >/dev/null ||
  stop "Python is missing. On Debian, as root: apt-get install --no-install-recommends python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "Mitsprache needs Python 3.11 or newer; $python is $("$python" -V). Another one: make setup PYTHON=python3.12"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  stop "Python's venv is missing. On Debian, as root: apt-get install --no-install-recommends python3-venv"

"$python" -m venv --clear .venv
