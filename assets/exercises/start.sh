#!/bin/sh
# Starts one member of this exercise in the foreground, as its unit says: sh start.sh m1
# Ctrl-C stops it. It needs etcd on the PATH. What it writes goes to members/NAME/data; remove that to start anew.
# Settings after the name count in place of the same ones in etcd.env: sh start.sh m1 log-level=debug
set -eu
cd "$(dirname "$0")/members/${1:?which member: m1, m2, ...}"
shift
if [ -f etcd.env ]; then
    set -a
    # shellcheck source=/dev/null
    . ./etcd.env
    set +a
fi
for setting; do
    export "ETCD_$(echo "${setting%%=*}" | tr 'a-z-' 'A-Z_')=${setting#*=}"
done
# shellcheck disable=SC2046 # The flags of the unit are words without blanks in them.
exec etcd $(sed -n 's|^ExecStart=[^ ]*||p' etcd.service)
