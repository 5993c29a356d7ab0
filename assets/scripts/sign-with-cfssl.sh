#!/bin/sh
# Signs the requests next to it with cfssl, where the CA's key is: NAME.csr becomes NAME.pem.
# Made by quorate, the same for every cluster: the differences are in sign.values and cfssl-config.json.
set -eu
umask 077
LC_ALL=C
export LC_ALL

# Set by sign.values; empty here, so that nothing comes in from the environment.
DAYS=0 CERTIFICATES=''

usage() {
    cat <<'END'
usage: sh sign-with-cfssl.sh CA.pem CA-key.pem

Signs each request NAME.csr next to this script that has no NAME.pem yet, with cfssl. The contents of a certificate
come from cfssl-config.json, sign.values and NAME.json; only its key comes from the request.
Nothing is ever overwritten: to renew, move the .pem files away first. cfssl takes the passphrase of an
encrypted key from the environment, CFSSL_CA_PK_PASSWORD.

Exit status: 0 done, 1 something is missing or failed, 2 the command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

case ${1-} in --help | -h) usage && exit 0 ;; esac
[ "$#" -eq 2 ] || {
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
CONFIG=$HERE/cfssl-config.json
[ -f "$CONFIG" ] || fail "no cfssl-config.json in $HERE; copy the whole directory"
command -v cfssl >/dev/null 2>&1 || fail "no cfssl here; install the package golang-cfssl"
# cfssl itself lets a certificate outlive its CA.
if command -v openssl >/dev/null 2>&1; then
    openssl x509 -in "$CA" -noout -checkend $((DAYS * 86400)) >/dev/null 2>&1 ||
        fail "$CA expires in less than $DAYS days, and no certificate may outlive its CA; lower DAYS in" \
            "$HERE/sign.values and expiry in $CONFIG"
fi

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

# sign NAME PROFILE HOSTS NEW: cfssl answers in JSON, one line, with \n for line ends.
sign() {
    profile=$2
    # Only an RSA key enciphers keys (RFC 8813), and a member may have made another one.
    if grep -q "\"$2-signs-only\":" "$CONFIG" &&
        ! cfssl certinfo -csr "$HERE/$1.csr" | grep -q '"PublicKeyAlgorithm": 1,'; then
        profile=$2-signs-only
    fi
    cfssl sign -loglevel=3 -ca "$WAITING/ca.pem" -ca-key "$CA_KEY" -config "$CONFIG" -profile "$profile" \
        -hostname="$3" "$HERE/$1.csr" "$HERE/$1.json" >"$WAITING/answer" || return 1
    printf '%b' "$(sed -n 's/.*"cert":"\([^"]*\)".*/\1/p' "$WAITING/answer")" >"$4"
    grep -q 'BEGIN CERTIFICATE' "$4"
}

# cfssl takes one certificate, and what stands above the CA may stand behind it.
sed '/-----END CERTIFICATE-----/q' "$CA" >"$WAITING/ca.pem"

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
    [ -f "$HERE/$name.json" ] || fail "no $name.json in $HERE; copy the whole directory"
    rest=${word#*:}
    sign "$name" "${rest%%:*}" "${rest#*:}" "$WAITING/new" ||
        fail "cfssl can't sign $HERE/$name.csr"
    { [ ! -e "$certificate" ] && [ ! -L "$certificate" ]; } || fail "$certificate has just been made by someone else"
    chmod -- 0644 "$WAITING/new"
    mv -- "$WAITING/new" "$certificate"
    say "signed $certificate"
    signed=$((signed + 1))
done
[ -z "$missing" ] || say "no request yet:$missing"
say "$signed signed. Next, where the bundle is: bring the .pem files into its requests/, and in its directory"
say "    quorate import . requests/*.pem --ca-cert CA.crt && cd \"\$PWD\""
