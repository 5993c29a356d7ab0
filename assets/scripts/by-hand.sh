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
  [ "$sealed" = 0 ] || ask_passphrase
  # This fails if something is already there.
  mkdir -- "$out"
  cd -- "$out"
  work=$(mktemp -d)
  trap 'rm -rf -- "$work"; rm -f -- request.cnf request.csr' EXIT
}

# The passphrase of the CA's key, from CA_PASSPHRASE or typed without being shown. In the environment of openssl
# other users don't see it, unlike on its command line.
ask_passphrase() {
  if [ -z "${CA_PASSPHRASE-}" ]; then
    [ -t 0 ] || { echo 'set CA_PASSPHRASE, or run this at a terminal' >&2; exit 1; }
    stty -echo
    trap 'stty echo; exit 1' INT TERM
    printf 'New passphrase for the key of the CA: ' >&2
    IFS= read -r CA_PASSPHRASE
    printf '\nThe same again: ' >&2
    IFS= read -r again
    stty echo
    trap - INT TERM
    echo >&2
    # A key encrypted with a typing mistake can't be decrypted.
    [ "$again" = "$CA_PASSPHRASE" ] || { echo 'the two passphrases differ' >&2; exit 1; }
  fi
  [ ${#CA_PASSPHRASE} -ge 8 ] || { echo 'a passphrase must have at least 8 characters' >&2; exit 1; }
  export CA_PASSPHRASE
}

# openssl itself. What it says is shown only if it fails: it talks when all is well, too.
openssl() { command openssl "$@" 2>"$work/said" || { cat "$work/said" >&2; exit 1; }; }

finish() {
  echo "The certificates of $cluster are in $PWD. Look at them: quorate inspect, or openssl x509 -noout -text -in FILE"
}

