#!/bin/sh
# Makes the keys of one etcd member on the member itself, where they stay, and a request for each; only the
# requests leave it. Run it on the member, in its directory; root isn't needed.
# Made by quorate, the same for every member: the differences are in install.values beside it.
set -eu
# Nobody else can read a key, from its first byte on.
umask 077
LC_ALL=C
export LC_ALL

# Set by install.values; empty here, so that nothing comes in from the environment.
MEMBER_NAME='' MEMBER_ADDRESS='' KEY_ALGORITHM='' PAIRS=''

usage() {
    cat <<'END'
usage: sh request.sh [--help]

Makes each private key of this member in pki/, unless it is there already, and a certificate signing
request for it in requests/. Keys never leave the member; requests contain no secret. Running it again is
safe: existing keys are used again.

Exit status: 0 done, 1 something is missing or failed, 2 the command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
# Quotes a word for the shell.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

for argument in "$@"; do
    case $argument in
        --help | -h)
            usage
            exit 0
            ;;
        *)
            printf "error: unknown argument \`%s\`, expected --help\n" "$argument" >&2
            exit 2
            ;;
    esac
done

# --- values and checks ------------------------------------------------------------------------------

case $0 in */*) HERE=${0%/*}/ ;; *) HERE=. ;; esac
# With a dot after it, so that a line feed at the end of a name stays.
HERE=$(CDPATH='' cd -- "$HERE" && pwd && echo .)
HERE=${HERE%??}
[ -f "$HERE/install.values" ] ||
    fail "no install.values in $HERE; run the request.sh of a member's directory, with all its files"
# shellcheck source=/dev/null
. "$HERE/install.values"
broken() { fail "$* in $HERE/install.values; copy the directory from the bundle again"; }
for value in "$MEMBER_NAME" "$MEMBER_ADDRESS" "$KEY_ALGORITHM" "$PAIRS"; do
    [ -n "$value" ] || broken "a value is missing"
done
# Both become parts of paths, and the member's name the subject of a request.
plain() {
    case $1 in '' | [.-]* | *[!A-Za-z0-9._-]*)
        broken "\`$1\` is no file name; names have letters, digits, dots, hyphens and underscores" ;;
    esac
}
plain "$MEMBER_NAME"

# As words of `openssl genpkey`.
case $KEY_ALGORITHM in
    ecdsa-p256) GENERATE='EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve' ;;
    ecdsa-p384) GENERATE='EC -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:named_curve' ;;
    rsa-2048 | rsa-3072 | rsa-4096) GENERATE="RSA -pkeyopt rsa_keygen_bits:${KEY_ALGORITHM#rsa-}" ;;
    ed25519) GENERATE=ED25519 ;;
    *) broken "KEY_ALGORITHM is $KEY_ALGORITHM, expected ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072, rsa-4096" \
        "or ed25519" ;;
esac
command -v openssl >/dev/null 2>&1 ||
    fail "no openssl here to make the keys; install the package openssl, or let quorate make the keys" \
        "on the workstation and copy the directory from the bundle again"

# each_pair FUNCTION: calls it with the role and key of each pair.
each_pair() {
    call=$1
    # Split at spaces, and taken literally.
    set -f
    # shellcheck disable=SC2086
    set -- $PAIRS
    set +f
    [ $(($# % 4)) -eq 0 ] || broken "a line of PAIRS hasn't four words"
    while [ "$#" -gt 0 ]; do
        "$call" "$1" "$3"
        shift 4
    done
}

# The public half, which is all of a key that is ever shown; an empty passphrase, so that none is asked for.
public() { openssl pkey -in "$1" -passin pass: -pubout 2>/dev/null; }

check_pair() {
    plain "$1"
    plain "$2"
    for file in "pki/$2" "requests/$MEMBER_NAME-$1.csr"; do
        if [ -L "$HERE/$file" ] || { [ -e "$HERE/$file" ] && [ ! -f "$HERE/$file" ]; }; then
            fail "$HERE/$file isn't a regular file; move it away"
        fi
    done
    [ ! -e "$HERE/pki/$2" ] || public "$HERE/pki/$2" >/dev/null ||
        fail "$HERE/pki/$2 isn't a private key that openssl can read without a passphrase; it was left as it is;" \
            "move it away to get a new one"
}
each_pair check_pair

# --- changes ----------------------------------------------------------------------------------------

# Where files wait, complete, to be renamed into place.
WAITING=''
finish() {
    status=$?
    [ -z "$WAITING" ] || rm -rf -- "$WAITING"
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 131' QUIT
trap 'exit 141' PIPE
trap 'exit 143' TERM
trap 'exit 1' ALRM USR1 USR2

# What a killed run of ours left may hold a key. One that is still running is left alone.
for left in "$HERE"/.request.????????; do
    if [ -f "$left/process" ] && [ ! -L "$left" ] && [ -n "$(find "$left" -prune -type d -user "$(id -u)")" ] &&
        ! kill -0 "$(cat -- "$left/process")" 2>/dev/null; then
        say "remove $left, left by a run that was killed"
        rm -rf -- "$left"
    fi
done

# Only the owner can read the private key; requests are public.
[ -d "$HERE/pki" ] || mkdir -- "$HERE/pki" || fail "can't make $HERE/pki"
[ -d "$HERE/requests" ] || (umask 022 && mkdir -- "$HERE/requests") || fail "can't make $HERE/requests"
WAITING=$(mktemp -d -- "$HERE/.request.XXXXXXXX") || fail "can't write to $HERE"
echo "$$" >"$WAITING/process"
# The machine's own openssl.cnf may ask questions, or add things.
printf '[req]\ndistinguished_name = name\nprompt = no\n[name]\n' >"$WAITING/config"

# Without replacing: a link is refused where there is something already; not every file system has links.
put_key() {
    ln -- "$WAITING/key" "$1" 2>/dev/null && return 0
    { [ ! -e "$1" ] && [ ! -L "$1" ]; } || fail "$1 has just been made by someone else; run this again"
    mv -- "$WAITING/key" "$1"
}

make_pair() {
    key=$HERE/pki/$2
    if [ -e "$key" ]; then
        chmod -- 0600 "$key"
        say "use the existing key $key"
    else
        # shellcheck disable=SC2086
        openssl genpkey -algorithm $GENERATE -out "$WAITING/key" 2>"$WAITING/log" ||
            fail "openssl can't make a key ($KEY_ALGORITHM): $(cat -- "$WAITING/log")"
        chmod -- 0600 "$WAITING/key"
        put_key "$key"
        rm -f -- "$WAITING/key"
        say "made the key $key ($KEY_ALGORITHM)"
    fi
    request=$HERE/requests/$MEMBER_NAME-$1.csr
    # P-384 is signed with the digest of its size; Ed25519 has none to choose.
    case $(public "$key" | openssl pkey -pubin -noout -text 2>/dev/null) in
        *secp384r1*) digest=-sha384 ;;
        *ED25519*) digest='' ;;
        *) digest=-sha256 ;;
    esac
    # shellcheck disable=SC2086
    openssl req -new -batch $digest -config "$WAITING/config" -key "$key" -passin pass: \
        -subj "/CN=$MEMBER_NAME" -out "$WAITING/request" 2>"$WAITING/log" ||
        fail "openssl can't make a request for $key: $(cat -- "$WAITING/log")"
    chmod -- 0644 "$WAITING/request"
    mv -f -- "$WAITING/request" "$request"
    say "wrote $request"
}
each_pair make_pair

case $MEMBER_ADDRESS in
    *:*) host="[$MEMBER_ADDRESS]" ;;
    *) host=$MEMBER_ADDRESS ;;
esac
me=$(id -un)@$host
say ""
say "Next, on the workstation, where BUNDLE is the bundle's directory:"
say "    mkdir -p requests && scp $(quoted "$me:$HERE/requests/$MEMBER_NAME-*.csr") requests/"
say "    quorate sign BUNDLE requests/$MEMBER_NAME-*.csr"
say "    scp -r BUNDLE/members/$MEMBER_NAME/pki $(quoted "$me:$HERE/")"
say "Then here, as root:"
say "    sh $(quoted "$HERE/install.sh")"
