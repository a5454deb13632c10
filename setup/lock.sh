#!/usr/bin/env bash
# Works out requirements.lock, requirements-analysis.lock and requirements-dev.lock from pyproject.toml: every version, every hash, no address.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=build/lock-tools
[ -x $tools/bin/uv ] || { python3 -m venv $tools && $tools/bin/python -m pip install --quiet uv==0.13.9; }

# --universal: one lock for every Python from 3.11 and every processor.
# fewest: one version for all of them wherever that is possible.
lock() {
  local output=$1
  shift
  $tools/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header "$@" --output-file "$output" pyproject.toml
  if grep -nE '://|^-' "$output"; then
    echo "$output names an address; see docs/decisions/0001-locks-without-addresses.md" >&2
    exit 1
  fi
  sed -i '1i # Made by `make lock` from pyproject.toml; edit that instead.' "$output"
}

lock requirements.lock "$@"
lock requirements-analysis.lock --extra analysis --constraints requirements.lock "$@"
lock requirements-dev.lock --group dev --extra analysis --constraints requirements.lock "$@"
