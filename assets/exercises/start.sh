#!/bin/sh
# Starts one member of this exercise in the foreground, as its unit says: sh start.sh m1
# Ctrl-C stops it. It needs etcd on the PATH. What it writes goes to members/NAME/data; remove that to start anew.
set -eu
cd "$(dirname "$0")/members/${1:?which member: m1, m2, ...}"
if [ -f etcd.env ]; then
    set -a
    # shellcheck source=/dev/null
    . ./etcd.env
    set +a
fi
# shellcheck disable=SC2046 # The flags of the unit are words without blanks in them.
exec etcd $(sed -n 's|^ExecStart=[^ ]*||p' etcd.service)
