#!/bin/sh
# Tests, before the real start, whether the members reach each other: starts etcd WITHOUT TLS, with a
# temporary data directory, under this member's real address and ports. Run it on all members at once.
# Made by quorate, the same for every member: the differences are in trial.values beside it.
set -eu
umask 077
LC_ALL=C
export LC_ALL

# Set by trial.values; empty here, so that nothing comes in from the environment.
MEMBER_NAME='' MEMBER_COUNT='' ETCD_BINARY='' DATA_DIRECTORY='' WAL_DIRECTORY='' UNIT='' SERVICE_USER=''
CLIENT_URLS='' PEER_URLS='' INITIAL_CLUSTER_HTTP='' TOKEN='' HEARTBEAT='' ELECTION=''
MEMBER_URLS=''

usage() {
    cat <<'END'
usage: sh reachability.sh [--timeout SECONDS] [--help]

Starts an etcd WITHOUT TLS and without any data of yours on this member's real address and ports, waits
until all members of the cluster reach each other, shows which did and which didn't, and removes it again.
Start it on every member within the same minute or so. While it runs, everyone who reaches the ports can
read and write in that trial etcd; nothing of it stays. If root starts this, etcd and its clients run as
the member's own user, if that user exists already, or as nobody.

  --timeout SECONDS  how long to wait for the others (120)
  --help             this text

Exit status: 0 all members reach each other, 1 they don't, or this machine can't run the trial, 2 the
command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
wrong() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

TIMEOUT=120
while [ "$#" -gt 0 ]; do
    case $1 in
        --timeout)
            [ "$#" -ge 2 ] || wrong "--timeout needs a number of seconds"
            TIMEOUT=$2
            shift
            ;;
        --timeout=*) TIMEOUT=${1#*=} ;;
        --help | -h)
            usage
            exit 0
            ;;
        *) wrong "unknown argument \`$1\`, expected --timeout or --help" ;;
    esac
    shift
done
case $TIMEOUT in '' | 0* | *[!0-9]* | ??????*)
    wrong "--timeout is \`$TIMEOUT\`, expected a number of seconds from 1 to 99999" ;;
esac

# --- values and checks: nothing is started ----------------------------------------------------------

case $0 in */*) HERE=${0%/*}/ ;; *) HERE=. ;; esac
# With a dot after it, so that a line feed at the end of a name stays.
HERE=$(CDPATH='' cd -- "$HERE" && pwd && echo .)
HERE=${HERE%??}
[ -f "$HERE/trial.values" ] || fail "no trial.values in $HERE; copy the member's directory from the bundle again"
# shellcheck source=/dev/null
. "$HERE/trial.values"
for value in "$MEMBER_NAME" "$MEMBER_COUNT" "$ETCD_BINARY" "$DATA_DIRECTORY" "$UNIT" "$SERVICE_USER" \
    "$CLIENT_URLS" "$PEER_URLS" "$INITIAL_CLUSTER_HTTP" "$TOKEN" "$HEARTBEAT" "$ELECTION" \
    "$MEMBER_URLS"; do
    [ -n "$value" ] || fail "a value is missing in $HERE/trial.values; copy the directory from the bundle again"
done

if [ ! -f "$ETCD_BINARY" ] || [ ! -x "$ETCD_BINARY" ]; then
    fail "$ETCD_BINARY isn't a program; install etcd there"
fi
ETCDCTL=$(dirname -- "$ETCD_BINARY")/etcdctl
[ -x "$ETCDCTL" ] || ETCDCTL=$(command -v etcdctl) ||
    fail "no etcdctl next to $ETCD_BINARY or in the PATH; install the one that came with etcd"

have curl || { have bash && have timeout; } ||
    fail "neither curl nor bash is here, and one is needed to query the peer ports; install curl"

for directory in "$DATA_DIRECTORY" ${WAL_DIRECTORY:+"$WAL_DIRECTORY"}; do
    [ -d "$directory" ] || continue
    listed=$(ls -A -- "$directory" 2>/dev/null) ||
        fail "$directory can't be read; run this as root"
    if printf '%s\n' "$listed" | grep -vx 'lost+found' | grep -q .; then
        fail "$directory has data: this member has already been started, but this trial is only for before that"
    fi
done
if have systemctl && systemctl --quiet is-active "$UNIT" 2>/dev/null; then
    fail "$UNIT is running, but this trial is only for before the real start (systemctl stop $UNIT stops it)"
fi

# Says whether something listens there already; etcd says it too, later.
listens() {
    have ss || return 1
    ss -Hltn 2>/dev/null | awk '{ print $4 }' | grep -Fqx -e "$1"
}
# The addresses with their ports, of lists of URLs: a word each, with the brackets of IPv6.
places() { printf '%s\n' "$@" | tr , '\n' | sed 's,^http://,,'; }
set -f
for place in $(places "$CLIENT_URLS" "$PEER_URLS"); do
    port=${place##*:}
    for taken in "$place" "*:$port" "0.0.0.0:$port" "[::]:$port"; do
        ! listens "$taken" ||
            fail "port $port is in use ($taken), and the real start needs it too; ss -ltnp shows what uses it"
    done
done
set +f
CLIENT_PORT=${CLIENT_URLS##*:} PEER_PORT=${PEER_URLS##*:}
case $CLIENT_URLS in
    *//127.0.0.1:*) ;;
    *)
        ! listens "127.0.0.1:$CLIENT_PORT" ||
            warn "something listens on 127.0.0.1:$CLIENT_PORT, which the real start needs; ss -ltnp shows what"
        ;;
esac

# --- the trial --------------------------------------------------------------------------------------

# The directory, etcd's process, those that ask an address at the moment, and the words that make another
# user of root.
SCRATCH='' ETCD='' waiting='' AS_USER=''
# Ends etcd by its id and removes what it wrote, however this ends.
finish() {
    status=$?
    trap '' HUP INT QUIT PIPE ALRM TERM USR1 USR2
    trap - EXIT
    [ -n "$ETCD" ] || ETCD=${!:-ended}
    if [ "$ETCD" != ended ]; then
        kill -TERM "$ETCD" 2>/dev/null || :
        turns=0
        while kill -0 "$ETCD" 2>/dev/null && [ "$turns" -lt 5 ]; do
            sleep 1
            turns=$((turns + 1))
        done
        kill -KILL "$ETCD" 2>/dev/null || :
        wait "$ETCD" 2>/dev/null || :
    fi
    # They write there, and are over within seconds.
    for one in $waiting; do wait "$one" 2>/dev/null || :; done
    # What etcd's user made is removed with its rights.
    [ -z "$AS_USER" ] || as_user rm -rf -- "$DATA/etcd" || :
    [ -z "$SCRATCH" ] || rm -rf -- "$SCRATCH"
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 131' QUIT
trap 'exit 141' PIPE
trap 'exit 143' TERM
trap 'exit 1' ALRM USR1 USR2

SCRATCH=$(mktemp -d) || fail "can't make a temporary directory"
DATA=$SCRATCH/data
mkdir -- "$DATA"

warn "WITHOUT TLS: until this ends, everyone who reaches $CLIENT_URLS or $PEER_URLS can" \
    "read and write in this trial etcd; it has none of your data, and nothing of it stays"

# As is, or without root's rights. The caller's environment stays out: etcd refuses a setting that is given
# both ways.
as_user() {
    # shellcheck disable=SC2086
    env -i PATH="$PATH" $AS_USER "$@"
}
# What trusts everyone who reaches it isn't root: the member's own user, or one that owns nothing. Alone in its
# session, it can't type into root's terminal.
leave_root() {
    have setpriv || fail "no setpriv here, which root needs to start etcd as another user; install util-linux, or" \
        "run this as a user other than root"
    session='' rights=''
    ! have setsid || session=setsid
    if [ "$CLIENT_PORT" -lt 1024 ] || [ "$PEER_PORT" -lt 1024 ]; then
        rights='--inh-caps=+net_bind_service --ambient-caps=+net_bind_service'
    fi
    chmod -- 0711 "$SCRATCH"
    for USER_NAME in "$SERVICE_USER" nobody; do
        group=$(id -g -- "$USER_NAME") || continue
        AS_USER="$session setpriv --reuid=$USER_NAME --regid=$group --clear-groups --no-new-privs $rights"
        chown -- "$USER_NAME:$group" "$DATA" && as_user test -w "$DATA" && as_user test -x "$ETCD_BINARY" &&
            as_user test -x "$ETCDCTL" && return 0
    done 2>/dev/null
    AS_USER=''
    fail "root doesn't run an etcd that everyone can reach, and neither $SERVICE_USER nor nobody can run" \
        "$ETCD_BINARY and $ETCDCTL and write to $SCRATCH; open them and the directories above them (chmod o+x)"
}
USER_NAME=$(id -un)
[ "$(id -u)" -ne 0 ] || leave_root
# It doesn't keep running even if this script is killed.
set -- "$ETCD_BINARY"
! setpriv --pdeathsig TERM -- true 2>/dev/null || set -- setpriv --pdeathsig TERM -- "$@"
client=${CLIENT_URLS%%,*}
# Not by as_user: $! has to be etcd, and no shell around it.
# shellcheck disable=SC2086
env -i PATH="$PATH" $AS_USER "$@" --name "$MEMBER_NAME" --data-dir "$DATA/etcd" \
    --listen-client-urls "$CLIENT_URLS" --advertise-client-urls "$CLIENT_URLS" \
    --listen-peer-urls "$PEER_URLS" --initial-advertise-peer-urls "$PEER_URLS" \
    --initial-cluster "$INITIAL_CLUSTER_HTTP" --initial-cluster-state new --initial-cluster-token "$TOKEN" \
    --heartbeat-interval "$HEARTBEAT" --election-timeout "$ELECTION" >"$SCRATCH/log" 2>&1 &
ETCD=$!
say "$MEMBER_NAME: testing for at most $TIMEOUT s, as the user $USER_NAME; start this on the other members too"

# etcdctl 3.3 uses v3 only if told to; newer ones warn about the variable.
API=''
as_user "$ETCDCTL" version >/dev/null 2>&1 || API=ETCDCTL_API=3
etcdctl() { as_user env ${API:+"$API"} "$ETCDCTL" --dial-timeout=2s --command-timeout=3s "$@"; }

# Gets the version page of a peer port, which has one in every release of etcd.
get_version() {
    if have curl; then
        as_user curl --disable --silent --show-error --verbose --fail --globoff --noproxy '*' \
            --connect-timeout 2 --max-time 3 "$1/version"
    else
        # Reads to the end of the JSON: etcd 3.6 doesn't always close the connection.
        # shellcheck disable=SC2016
        as_user timeout 3 bash -c '
            address=${1#http://} && host=${address%:*} && host=${host#[} && host=${host%]}
            exec 3<>"/dev/tcp/$host/${address##*:}" || exit 1
            printf "GET /version HTTP/1.0\r\nHost: %s\r\n\r\n" "$address" >&3
            IFS= read -r -d "}" answer <&3 && printf "%s}\n" "$answer"' bash "$1"
    fi
}

alive() {
    kill -0 "$ETCD" 2>/dev/null && return 0
    ETCD=ended
    printf 'error: etcd ended by itself; its last words:\n' >&2
    tail -n 5 -- "$SCRATCH/log" >&2
    case $(cat -- "$SCRATCH/log") in
        *'address already in use'*) printf 'a port is in use: ss -ltnp shows by what\n' >&2 ;;
        *'cannot assign requested address'*)
            printf 'this machine lacks an address of %s; is this the right member?\n' \
                "$CLIENT_URLS,$PEER_URLS" >&2 ;;
    esac
    exit 1
}

# What one address says goes to a file of its own, as all are asked at the same time. A peer port tells its
# version as soon as etcd runs there; a client port answers once there is a majority.
ask() {
    log=$SCRATCH/answer.$1.$2.log
    case $2 in
        peer) get_version "$3" >"$log" 2>&1 && grep -q '"etcdserver"' "$log" ;;
        *) etcdctl --endpoints="$3" endpoint health >"$log" 2>&1 ;;
    esac && : >"$SCRATCH/answer.$1.$2"
}

# Asks all members that haven't answered yet; its status tells whether all have.
ask_all() {
    number=0 waiting=''
    # Split at line ends and the blanks within each; brackets of IPv6 are no patterns.
    set -f
    # shellcheck disable=SC2086
    set -- $MEMBER_URLS
    set +f
    while [ "$#" -ge 3 ]; do
        number=$((number + 1))
        for kind in peer client; do
            [ ! -e "$SCRATCH/answer.$number.$kind" ] || continue
            url=$2
            [ "$kind" = client ] || url=$3
            ask "$number" "$kind" "$url" &
            waiting="$waiting $!"
        done
        shift 3
    done
    for one in $waiting; do wait "$one" || :; done
    waiting=''
    all_answered "$number"
}

all_answered() {
    number=0
    while [ "$number" -lt "$1" ]; do
        number=$((number + 1))
        [ -e "$SCRATCH/answer.$number.peer" ] || return 1
        [ -e "$SCRATCH/answer.$number.client" ] || return 1
    done
}

# A line an address, and for those that are silent why, as far as it is known.
report() {
    number=0
    set -f
    # shellcheck disable=SC2086
    set -- $MEMBER_URLS
    set +f
    while [ "$#" -ge 3 ]; do
        number=$((number + 1))
        report_one "$1" peer "$3"
        report_one "$1" client "$2"
        shift 3
    done
}
report_one() {
    if [ -e "$SCRATCH/answer.$number.$2" ]; then
        say "  answers    $1 $2 $3"
        return 0
    fi
    why='no answer: a firewall, another address, or no trial there'
    case $(cat -- "$SCRATCH/answer.$number.$2.log" 2>/dev/null) in
        *'onnection refused'*) why='refused: the machine is reached, and nothing runs there' ;;
        *'o route to host'* | *'unreachable'*) why='no route to that address' ;;
        *) [ "$2" = peer ] || why='no answer: a firewall, or no majority of the members runs yet' ;;
    esac
    say "  NO ANSWER  $1 $2 $3 ($why)"
}

# All members say in the trial cluster itself that they have heard everyone, so that none leaves before the
# last one has. Read from this member's own data: the majority may be gone by then.
all_done() {
    etcdctl --endpoints="$client" put "trial/$MEMBER_NAME" heard >/dev/null 2>&1 || return 1
    while alive; do
        found=$(etcdctl --endpoints="$client" get trial/ --prefix --keys-only --consistency=s 2>/dev/null) || found=''
        [ "$(printf '%s\n' "$found" | grep -c '^trial/')" -lt "$MEMBER_COUNT" ] || return 0
        [ "$(($(date +%s) - STARTED))" -lt "$TIMEOUT" ] || return 1
        sleep 1
    done
}

STARTED=$(date +%s)
while alive && ! ask_all; do
    if [ "$(($(date +%s) - STARTED))" -ge "$TIMEOUT" ]; then
        report
        fail "not all members answered within $TIMEOUT s; see above"
    fi
    sleep 1
done
report
if ! all_done; then
    fail "$MEMBER_NAME reaches every member, but not every member reported the same within $TIMEOUT s: look at" \
        "the output on the others"
fi
# The others check once a second.
sleep 4
say "All $MEMBER_COUNT members reach each other. Nothing of the trial is left; the real start has TLS."
