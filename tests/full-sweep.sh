#!/bin/sh
# Kills and fails generate, sign, import and install.sh at every system call with which they change files, where
# `check` hits a part of them, and prints the counts. It takes as long as several checks. Arguments are names of tests:
#     tests/full-sweep.sh                      all of them
#     tests/full-sweep.sh generated            those with this in their names
set -eu
cd "$(dirname "$0")/.."
output=$(mktemp)
trap 'rm -f "$output"' EXIT
[ "$#" -gt 0 ] || set -- custody::sweep install_sweep
status=0
QUORATE_SWEEP=full cargo test --locked --test rendered -- --include-ignored --nocapture "$@" >"$output" 2>&1 ||
    status=$?
[ "$status" -eq 0 ] || cat "$output"
grep '^swept ' "$output" || { cat "$output"; status=1; }
exit "$status"
