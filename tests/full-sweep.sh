#!/bin/sh
# Kills and fails generate, sign, import and install.sh at every system call with which they change files, where
# `check` hits a part of them, and prints the counts. It takes as long as several checks. Arguments are names of tests:
#     tests/full-sweep.sh                      all of them
#     tests/full-sweep.sh generated            those with this in their names
#     tests/full-sweep.sh lab                  the lab's scenarios on real etcd, of the series that `check` leaves out
#     tests/full-sweep.sh exercises            instead, all exercises of the lab on all releases of etcd
set -eu
cd "$(dirname "$0")/.."
output=$(mktemp)
trap 'rm -f "$output"' EXIT
[ "$#" -gt 0 ] || set -- custody::sweep install_sweep
status=0
case $1 in
    lab)
        exec cargo test --locked --test etcd -- --ignored --nocapture lab::
        ;;
    exercises)
        # Every exercise on every release of etcd that it applies to.
        QUORATE_SWEEP=full exec cargo test --locked --test etcd exercises -- --nocapture
        ;;
esac
QUORATE_SWEEP=full cargo test --locked --test rendered -- --include-ignored --nocapture "$@" >"$output" 2>&1 ||
    status=$?
[ "$status" -eq 0 ] || cat "$output"
grep '^swept ' "$output" || { cat "$output"; status=1; }
exit "$status"
