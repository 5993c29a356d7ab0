#!/bin/sh
# Signs the requests next to it with openssl, where the CA's key is: NAME.csr and NAME.ext become NAME.pem.
# Made by quorate, the same for every cluster: the differences are in sign.values and the .ext files.
set -eu
umask 077
LC_ALL=C
export LC_ALL

# Set by sign.values; empty here, so that nothing comes in from the environment.
DAYS='' CERTIFICATES=''

usage() {
    cat <<'END'
usage: sh sign-with-openssl.sh CA.crt CA.key [PASSPHRASE-FILE]

Signs each request NAME.csr next to this script that has no NAME.pem yet, with openssl. The contents of a certificate
come from NAME.ext; only its key comes from the request. Nothing is ever overwritten: to renew,
move the .pem files away first. Without PASSPHRASE-FILE openssl asks for the passphrase of an encrypted key.

Exit status: 0 done, 1 something is missing or failed, 2 the command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

case ${1-} in --help | -h) usage && exit 0 ;; esac
[ "$#" -eq 2 ] || [ "$#" -eq 3 ] || {
    printf 'error: expected the certificate of the CA and its key\n' >&2
    usage >&2
    exit 2
}
CA=$1 CA_KEY=$2
for file in "$@"; do
    [ -r "$file" ] || fail "can't read $file"
done
case $0 in */*) HERE=${0%/*}/ ;; *) HERE=. ;; esac
# With a dot after it, so that a line feed at the end of a name stays.
HERE=$(CDPATH='' cd -- "$HERE" && pwd && echo .)
HERE=${HERE%??}
[ -f "$HERE/sign.values" ] || fail "no sign.values in $HERE; copy the whole directory"
# shellcheck source=/dev/null
. "$HERE/sign.values"
case $DAYS in '' | *[!0-9]*) fail "DAYS in $HERE/sign.values isn't a number" ;; esac
command -v openssl >/dev/null 2>&1 || fail "no openssl here; install the package openssl"
openssl x509 -in "$CA" -noout -checkend 0 >/dev/null 2>&1 ||
    fail "$CA isn't a certificate, or has expired"
openssl x509 -in "$CA" -noout -checkend $((DAYS * 86400)) >/dev/null 2>&1 ||
    fail "$CA expires in less than $DAYS days, and no certificate may outlive its CA; lower DAYS in $HERE/sign.values"

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
for left in "$HERE"/.sign.????????; do
    if [ -f "$left/process" ] && [ ! -L "$left" ] && [ -n "$(find "$left" -prune -type d -user "$(id -u)")" ] &&
        ! kill -0 "$(cat -- "$left/process")" 2>/dev/null; then
        say "remove $left, left by a run that was killed"
        rm -rf -- "$left"
    fi
done
WAITING=$(mktemp -d -- "$HERE/.sign.XXXXXXXX") || fail "can't write to $HERE"
echo "$$" >"$WAITING/process"

# 20 octets, positive: no two certificates of a CA may share one.
serial() { printf '0x4%s' "$(openssl rand -hex 20 | cut -c2-40)"; }

# sign EXT NEW [PASSPHRASE-FILE]: openssl before 3.0 takes subjects from requests alone, so a request of our own
# says the subject, with a key that nobody needs, and the public key is put in its place.
sign() {
    openssl req -new -batch -config "$1" -key "$WAITING/key" -out "$WAITING/request" &&
        openssl x509 -req -in "$WAITING/request" -force_pubkey "$WAITING/public" -CA "$CA" -CAkey "$CA_KEY" \
            ${3+-passin} ${3+"file:$3"} -set_serial "$(serial)" -days "$DAYS" -extfile "$1" -out "$2"
}
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve \
    -out "$WAITING/key" 2>/dev/null || fail "openssl can't make a key"

signed=0
missing=''
# Names of letters, digits, dots and hyphens; the lists of hosts may hold an asterisk.
set -f
# shellcheck disable=SC2086
for word in $CERTIFICATES; do
    # NAME:PROFILE:HOSTS
    name=${word%%:*}
    case $name in '' | [.-]* | *[!A-Za-z0-9._-]*) fail "\`$name\` in $HERE/sign.values isn't a file name" ;; esac
    certificate=$HERE/$name.pem
    if [ -e "$certificate" ] || [ -L "$certificate" ]; then
        say "$certificate already exists"
        continue
    fi
    if [ ! -f "$HERE/$name.csr" ]; then
        missing="$missing $name"
        continue
    fi
    [ -f "$HERE/$name.ext" ] || fail "no $name.ext in $HERE; copy the whole directory"
    # Before 3.4 its exit status says nothing of the signature.
    if ! openssl req -in "$HERE/$name.csr" -noout -verify -pubkey >"$WAITING/public" 2>"$WAITING/log" ||
        ! grep -q -x -e 'verify OK' -e 'Certificate request self-signature verify OK' "$WAITING/log"; then
        fail "$HERE/$name.csr isn't a request signed with its own key"
    fi
    # Only an RSA key enciphers keys (RFC 8813), and a member may have made another one.
    if openssl pkey -pubin -in "$WAITING/public" -noout -text | grep -q '^Modulus:'; then
        cat -- "$HERE/$name.ext" >"$WAITING/ext"
    else
        sed 's/, keyEncipherment$//' "$HERE/$name.ext" >"$WAITING/ext"
    fi
    sign "$WAITING/ext" "$WAITING/new" ${3+"$3"} ||
        fail "openssl can't sign $HERE/$name.csr"
    { [ ! -e "$certificate" ] && [ ! -L "$certificate" ]; } || fail "$certificate has just been made by someone else"
    chmod -- 0644 "$WAITING/new"
    mv -- "$WAITING/new" "$certificate"
    say "signed $certificate"
    signed=$((signed + 1))
done
[ -z "$missing" ] || say "no request yet:$missing"
say "$signed signed. Next, where the bundle is: bring the .pem files into its requests/, and in its directory"
say "    quorate import . requests/*.pem --ca-cert CA.crt && cd \"\$PWD\""
