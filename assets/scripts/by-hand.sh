#!/bin/sh
# The certificates of an etcd cluster by hand: the openssl commands for what `quorate generate` makes from
# the same plan, field by field. Keys, serial numbers and the random digits of a CA's name are new each time, the
# order of extensions is openssl's, and certificates are valid from now, not from five minutes ago. This makes no units
# and no settings.
#
#     sh SCRIPT [DIR]        makes them in DIR (./by-hand), which must not exist yet
#
# It needs openssl 1.1.1 or later. Nothing is ever overwritten. If the key of the CA is encrypted, the script asks for
# its passphrase, or takes it from the variable CA_PASSPHRASE.

# What is set behind the functions below, before `begin`:
# shellcheck disable=SC2154

# Stop at the first command that fails, and at an unset variable.
set -eu
# Only the owner can read what is written here, keys above all.
umask 077

begin() {
  out=${1:-./by-hand}
  if [ "$imported" = 1 ]; then
    : "${CA_CERT:?names the certificate of your CA (PEM)}" "${CA_KEY:?names the private key of your CA (PEM)}"
    CA_CERT=$(realpath -- "$CA_CERT") CA_KEY=$(realpath -- "$CA_KEY")
  fi
  # People can't tell two CAs with the same name apart: random digits follow it.
  CA_DIGITS=$(openssl rand -hex 4)
  export CA_DIGITS
  sealing='' opening=''
  if [ "$sealed" = 1 ]; then
    ask_passphrase
    sealing='-aes-256-cbc -pass env:CA_PASSPHRASE' opening='-passin env:CA_PASSPHRASE'
  elif [ -n "${CA_PASSPHRASE-}" ]; then
    opening='-passin env:CA_PASSPHRASE'
  fi
  # This fails if something is already there.
  mkdir -- "$out"
  cd -- "$out"
  work=$(mktemp -d)
  trap 'rm -rf -- "$work"' EXIT
  [ "$imported" = 0 ] || cp -- "$CA_CERT" imported-ca.pem
}

# The passphrase of the CA's key, from CA_PASSPHRASE or typed without being shown. In the environment of openssl
# other users don't see it, unlike on its command line.
ask_passphrase() {
  if [ -z "${CA_PASSPHRASE-}" ]; then
    [ -t 0 ] || { echo 'set CA_PASSPHRASE, or run this at a terminal' >&2; exit 1; }
    stty -echo
    trap 'stty echo; exit 1' INT TERM
    printf 'New passphrase for the key of the CA: ' >&2
    read -r CA_PASSPHRASE
    printf '\nThe same again: ' >&2
    read -r again
    stty echo
    trap - INT TERM
    echo >&2
    # A key encrypted with a typing mistake can't be decrypted.
    [ "$again" = "$CA_PASSPHRASE" ] || { echo 'the two passphrases differ' >&2; exit 1; }
  fi
  [ ${#CA_PASSPHRASE} -ge 8 ] || { echo 'a passphrase must have at least 8 characters' >&2; exit 1; }
  export CA_PASSPHRASE
}

# What openssl is told about the next certificate: its subject, and after [extensions] what it can be used for.
config() { cat >"$work/config"; }

# key FILE ALGORITHM…: makes a private key. It is never encrypted, because etcd can't load encrypted keys.
key() {
  mkdir -p -- "$(dirname -- "$1")"
  file=$1
  shift
  openssl genpkey "$@" -out "$file" 2>"$work/said" || { cat "$work/said" >&2; exit 1; }
}

# The same for a CA, whose key may be encrypted.
ca_key() {
  mkdir -p -- "$(dirname -- "$1")"
  file=$1
  shift
  # shellcheck disable=SC2086 # Options, several or none.
  openssl genpkey "$@" $sealing -out "$file" 2>"$work/said" || { cat "$work/said" >&2; exit 1; }
}

# self_signed CERTIFICATE KEY DAYS: a trust anchor, which signs itself.
self_signed() {
  # shellcheck disable=SC2086
  openssl req -x509 -new -key "$2" $opening -config "$work/config" -extensions extensions \
    -days "$3" -set_serial "0x$(serial)" $digest -out "$1"
  chmod 644 -- "$1"
}

# signed CERTIFICATE KEY DAYS CA CA_KEY: makes a request with the key, and has the CA sign it. Its contents are
# taken from the configuration, not from the request.
signed() {
  # The key of an intermediate CA is encrypted as well.
  # shellcheck disable=SC2086
  openssl req -new -key "$2" $opening -config "$work/config" -out "$work/request"
  # shellcheck disable=SC2086
  openssl x509 -req -in "$work/request" -CA "$4" -CAkey "$5" $opening -days "$3" \
    -set_serial "0x$(serial)" $digest -extfile "$work/config" -extensions extensions -out "$1" 2>"$work/said" ||
    { cat "$work/said" >&2; exit 1; }
  # Whoever trusts only the root needs the intermediate after the certificate.
  is_root "$4" || openssl x509 -in "$4" >>"$1"
  chmod 644 -- "$1"
}

# Whether a CA signed its own certificate.
is_root() {
  [ "$(openssl x509 -in "$1" -noout -subject_hash)" = "$(openssl x509 -in "$1" -noout -issuer_hash)" ]
}

# 156 random bits: no two certificates of a CA may share a serial number, and nobody should be able to guess the next.
serial() { printf '7%s' "$(openssl rand -hex 20 | cut -c2-)"; }

# copy CERTIFICATE KEY OTHER_CERTIFICATE OTHER_KEY: for another member that shares it.
copy() {
  mkdir -p -- "$(dirname -- "$3")" "$(dirname -- "$4")"
  cp -p -- "$1" "$3"
  cp -p -- "$2" "$4"
}

# trust CA FILE: puts a trust anchor next to the files of those who check with it.
trust() {
  mkdir -p -- "$(dirname -- "$2")"
  cp -- "$1" "$2"
  chmod 644 -- "$2"
}

finish() {
  echo "The certificates of $cluster are in $PWD. Look at them: quorate inspect, or openssl x509 -noout -text -in FILE"
}

