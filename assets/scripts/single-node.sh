#!/bin/sh
# Tests this member's certificates before the real start: one etcd with TLS, alone, with a temporary data
# directory, on 127.0.0.1 only. Run it on the member, as a user who can read its keys.
# Made by quorate, the same for every member: the differences are in install.values beside or above it.
set -eu
umask 077
LC_ALL=C
export LC_ALL

# Set by install.values; empty here, so that nothing comes in from the environment.
MEMBER_NAME='' ETCD_BINARY='' SERVICE_USER='' AUTHORITIES='' PAIRS=''

usage() {
    cat <<'END'
usage: sh single-node.sh [--cert FILE --key FILE --cacert FILE] [--client-port PORT] [--peer-port PORT]
                         [--timeout SECONDS] [--help]

Starts a separate etcd on 127.0.0.1 with this member's certificates, puts and gets a key over TLS, shows
that a client without a certificate is refused, and removes it again. The real data isn't touched.
If root starts this, etcd and etcdctl run as the member's own user, if that user exists already, or as nobody, with
the right to read every file, because of the keys, but not to change any.

  --cert, --key        a client's certificate and key; by default the server's, which is valid for clients too
  --cacert             the CA that the client checks the server with; by default the one that signed it
  --client-port PORT   where it listens for clients (23790)
  --peer-port PORT     where it would listen for other members (23800)
  --timeout SECONDS    how long to wait for it to be ready (60)
  --help               this text

Exit status: 0 everything works, 1 something doesn't, 2 the command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
# Quotes a word for the shell.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }
have() { command -v "$1" >/dev/null 2>&1; }
wrong() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}
number() {
    case $2 in '' | 0* | *[!0-9]* | ??????*) wrong "$1 is \`$2\`, expected a number from 1 to $3" ;; esac
    [ "$2" -le "$3" ] || wrong "$1 is \`$2\`, expected a number from 1 to $3"
}

CERT='' KEY='' CACERT='' CLIENT_PORT=23790 PEER_PORT=23800 TIMEOUT=60
while [ "$#" -gt 0 ]; do
    case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --cert | --key | --cacert | --client-port | --peer-port | --timeout)
            [ "$#" -ge 2 ] || wrong "$1 needs a value"
            case $1 in
                --cert) CERT=$2 ;;
                --key) KEY=$2 ;;
                --cacert) CACERT=$2 ;;
                --client-port) CLIENT_PORT=$2 ;;
                --peer-port) PEER_PORT=$2 ;;
                --timeout) TIMEOUT=$2 ;;
            esac
            shift
            ;;
        *) wrong "unknown argument \`$1\`; --help lists them" ;;
    esac
    shift
done
number --client-port "$CLIENT_PORT" 65535
number --peer-port "$PEER_PORT" 65535
number --timeout "$TIMEOUT" 99999
[ "$CLIENT_PORT" != "$PEER_PORT" ] || wrong "--client-port and --peer-port are both $CLIENT_PORT"
case ${CERT:+c}${KEY:+k} in c | k) wrong "--cert and --key belong together" ;; esac

# --- values and checks: nothing is started ----------------------------------------------------------

case $0 in */*) MEMBER=${0%/*}/ ;; *) MEMBER=. ;; esac
[ -f "$MEMBER/install.values" ] || MEMBER=$MEMBER/..
# With a dot after it, so that a line feed at the end of a name stays.
MEMBER=$(CDPATH='' cd -- "$MEMBER" && pwd && echo .)
MEMBER=${MEMBER%??}
VALUES=$MEMBER/install.values
[ -f "$VALUES" ] || fail "no install.values next to or above this script; copy the member's directory from the" \
    "bundle again"
# shellcheck source=/dev/null
. "$VALUES"
broken() { fail "$* in $VALUES; copy the directory from the bundle again"; }
for value in "$MEMBER_NAME" "$ETCD_BINARY" "$SERVICE_USER" "$AUTHORITIES" "$PAIRS"; do
    [ -n "$value" ] || broken "a value is missing"
done
for word in $AUTHORITIES $PAIRS; do
    case $word in - | [A-Za-z0-9_]*) ;; *) broken "\`$word\` is no file name" ;; esac
    case $word in *[!A-Za-z0-9._-]*) broken "\`$word\` is no file name" ;; esac
done

# The certificate that serves clients, that which serves members, and one that is a client's, if any.
# shellcheck disable=SC2086
set -- $AUTHORITIES
FIRST=$1 TRUSTED=- SERVER='' SERVER_KEY='' SERVER_CA='' PEER='' PEER_KEY='' PEER_CA='' CLIENT='' CLIENT_KEY=''
# shellcheck disable=SC2086
set -- $PAIRS
[ $(($# % 4)) -eq 0 ] || broken "a line of PAIRS hasn't four words"
while [ "$#" -gt 0 ]; do
    case $1 in server | member) SERVER=$2 SERVER_KEY=$3 SERVER_CA=$4 ;; esac
    case $1 in peer | member) PEER=$2 PEER_KEY=$3 PEER_CA=$4 ;; esac
    case $1 in gateway) CLIENT=$2 CLIENT_KEY=$3 TRUSTED=$4 ;; esac
    shift 4
done
if [ -z "$SERVER" ] || [ -z "$PEER" ]; then broken "PAIRS lacks a certificate for clients or for members"; fi
# Clients are checked by the CA that signed what they show; one that isn't here, by the first that is.
[ "$TRUSTED" != - ] || TRUSTED=$SERVER_CA
[ "$TRUSTED" != - ] || TRUSTED=$FIRST
[ "$PEER_CA" != - ] || PEER_CA=$FIRST
PKI=$MEMBER/pki
[ -n "$CACERT" ] || [ "$SERVER_CA" = - ] || CACERT=$PKI/$SERVER_CA
[ -n "$CACERT" ] || fail "the CA that signed $SERVER isn't among this member's files; name it with --cacert"
if [ -z "$CERT" ]; then
    CERT=$PKI/${CLIENT:-$SERVER} KEY=$PKI/${CLIENT_KEY:-$SERVER_KEY}
fi
for file in "$CERT" "$KEY" "$CACERT" "$PKI/$SERVER" "$PKI/$SERVER_KEY" "$PKI/$PEER" "$PKI/$PEER_KEY" \
    "$PKI/$TRUSTED" "$PKI/$PEER_CA"; do
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then
        fail "$file is missing or unreadable; run this as its owner or as root"
    fi
done
if [ ! -f "$ETCD_BINARY" ] || [ ! -x "$ETCD_BINARY" ]; then
    fail "$ETCD_BINARY isn't a program; install etcd there"
fi
ETCDCTL=$(dirname -- "$ETCD_BINARY")/etcdctl
[ -x "$ETCDCTL" ] || ETCDCTL=$(command -v etcdctl) ||
    fail "no etcdctl next to $ETCD_BINARY or in the PATH; install the one that came with etcd"

# --- the trial --------------------------------------------------------------------------------------

# The directory, etcd's process, and the words that make another user of root.
SCRATCH='' ETCD='' AS_USER=''
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
client=https://127.0.0.1:$CLIENT_PORT
peer=https://127.0.0.1:$PEER_PORT
DATA=$SCRATCH/data
mkdir -- "$DATA"

# As is, or without root's rights. The caller's environment stays out: etcd refuses a setting that is given
# both ways.
as_user() {
    # shellcheck disable=SC2086
    env -i PATH="$PATH" $AS_USER "$@"
}
# Whether only root changes a program and the way to it.
is_roots() {
    at=$1
    while :; do
        case $(stat -c '%u %a' -- "$at") in
            # Whoever adds something there exchanges nothing of root's.
            "0 "[1357]???) ;;
            "0 "*[2367] | "0 "*[2367]?) return 1 ;;
            "0 "*) ;;
            *) return 1 ;;
        esac
        [ "$at" != / ] || return 0
        at=$(dirname -- "$at")
    done
}
# What needs no more than to read the keys isn't root: the member's own user, or one that owns nothing. Alone in
# its session, it can't type into root's terminal.
leave_root() {
    for program in "$ETCD_BINARY" "$ETCDCTL"; do
        is_roots "$program" || fail "$program would read with root's rights, but users other than root can change" \
            "it ($at is $(stat -c '%a %U:%G' -- "$at")): chown root $(quoted "$at") && chmod go-w $(quoted "$at")"
    done
    have setpriv || fail "no setpriv here, which root needs to start etcd as another user; install util-linux, or" \
        "run this as the owner of the keys"
    session=''
    ! have setsid || session=setsid
    rights='--inh-caps=+dac_read_search --ambient-caps=+dac_read_search'
    chmod -- 0711 "$SCRATCH"
    for USER_NAME in "$SERVICE_USER" nobody; do
        group=$(id -g -- "$USER_NAME") || continue
        AS_USER="$session setpriv --reuid=$USER_NAME --regid=$group --clear-groups --no-new-privs $rights"
        chown -- "$USER_NAME:$group" "$DATA" && as_user test -w "$DATA" && as_user cat -- "$KEY" >"$SCRATCH/answer" &&
            as_user "$ETCD_BINARY" --version >"$SCRATCH/answer" &&
            as_user test -x "$ETCDCTL" && return 0
    done 2>/dev/null
    AS_USER=''
    fail "root doesn't run etcd, and neither $SERVICE_USER nor nobody can run $ETCD_BINARY and $ETCDCTL, read" \
        "$KEY and write to $SCRATCH; open them and the directories above them (chmod o+x), or run this as the" \
        "owner of the keys"
}
USER_NAME=$(id -un)
# Where links lead, so that what is looked at is what is run.
ETCD_BINARY=$(readlink -f -- "$ETCD_BINARY") ETCDCTL=$(readlink -f -- "$ETCDCTL")
[ "$(id -u)" -ne 0 ] || leave_root
set -- "$ETCD_BINARY"
# It doesn't keep running even if this script is killed, where the system supports that.
! setpriv --pdeathsig TERM -- true 2>/dev/null || set -- setpriv --pdeathsig TERM -- "$@"
# Not by as_user: $! has to be etcd, and no shell around it.
# shellcheck disable=SC2086
env -i PATH="$PATH" $AS_USER "$@" --name "$MEMBER_NAME" --data-dir "$DATA/etcd" \
    --listen-client-urls "$client" --advertise-client-urls "$client" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" \
    --initial-cluster "$MEMBER_NAME=$peer" --initial-cluster-token "single-node-trial-$$" \
    --cert-file "$PKI/$SERVER" --key-file "$PKI/$SERVER_KEY" \
    --client-cert-auth --trusted-ca-file "$PKI/$TRUSTED" \
    --peer-cert-file "$PKI/$PEER" --peer-key-file "$PKI/$PEER_KEY" \
    --peer-client-cert-auth --peer-trusted-ca-file "$PKI/$PEER_CA" >"$SCRATCH/log" 2>&1 &
ETCD=$!

# etcdctl 3.3 uses v3 only if told to; newer ones warn about the variable.
API=''
as_user "$ETCDCTL" version >/dev/null 2>&1 || API=ETCDCTL_API=3
anonymous() {
    as_user env ${API:+"$API"} "$ETCDCTL" --endpoints="$client" --cacert="$CACERT" \
        --dial-timeout=2s --command-timeout=3s "$@"
}
etcdctl() { anonymous --cert="$CERT" --key="$KEY" "$@"; }

# What listens there must be this etcd and no other; its log says what is wrong.
alive() {
    kill -0 "$ETCD" 2>/dev/null && return 0
    ETCD=ended
    printf 'error: etcd ended by itself; its last words:\n' >&2
    tail -n 5 -- "$SCRATCH/log" >&2
    case $(cat -- "$SCRATCH/log") in *'address already in use'*)
        printf 'a port is taken: choose others with --client-port and --peer-port\n' >&2 ;;
    esac
    exit 1
}

say "$MEMBER_NAME: starting a temporary etcd on $client, as the user $USER_NAME"
started=$(date +%s)
while alive && ! etcdctl endpoint health >"$SCRATCH/answer" 2>&1; do
    if [ "$(($(date +%s) - started))" -ge "$TIMEOUT" ]; then
        tail -n 3 -- "$SCRATCH/answer" >&2
        grep -i 'tls\|x509\|certificate' "$SCRATCH/log" | tail -n 3 >&2 || :
        fail "no healthy answer on $client within $TIMEOUT s with $CERT"
    fi
    sleep 1
done
value="trial of $MEMBER_NAME"
etcdctl put trial "$value" >"$SCRATCH/answer" 2>&1 || fail "put failed: $(cat -- "$SCRATCH/answer")"
found=$(etcdctl get trial --print-value-only 2>"$SCRATCH/answer") || fail "get failed: $(cat -- "$SCRATCH/answer")"
[ "$found" = "$value" ] || fail "get returned \`$found\`, but \`$value\` was put"
say "put and get over TLS with $CERT: works"

if anonymous get trial >"$SCRATCH/answer" 2>&1; then
    fail "a client without a certificate was let in"
fi
alive
# Whether it was refused for that, and not for something else: etcd's log says so.
grep -q "didn't provide a certificate\|bad certificate" "$SCRATCH/log" ||
    fail "a client without a certificate failed, but for another reason: $(tail -n 2 -- "$SCRATCH/answer")"
say "a client without a certificate: refused"
say "The certificates of $MEMBER_NAME work. Nothing of the trial is left."
