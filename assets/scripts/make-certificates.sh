#!/bin/sh
# make-certificates.sh [-a CA -k CA-KEY] DIRECTORY
#
# Makes the certificates of this cluster with cfssl, from the requests beside this script, into a new
# DIRECTORY with the tree of the bundle. It never writes into one that is there, and leaves nothing
# behind where it fails. Keys have mode 0600 from their first byte.
#
#   -a CA, -k CA-KEY   sign with this authority, where the plan has one that exists already
set -eu
umask 077

fail() {
  printf 'make-certificates.sh: %s\n' "$*" >&2
  exit 1
}

usage() {
  echo "usage: make-certificates.sh [-a CA -k CA-KEY] DIRECTORY" >&2
  exit 2
}

ca='' ca_key=''
while getopts a:k: option; do
  case $option in
  a) ca=$OPTARG ;;
  k) ca_key=$OPTARG ;;
  *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || usage

for program in cfssl cfssljson; do
  command -v "$program" >/dev/null || fail "$program is missing: install it (golang-cfssl on Debian)"
done

absolute() (
  CDPATH='' cd -- "$(dirname -- "$1")" && printf '%s/%s\n' "$(pwd)" "$(basename -- "$1")"
)

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
list=$here/certificates.list
[ -r "$list" ] || fail "certificates.list is missing: it belongs beside this script"
if grep -q '^sign .* - -$' "$list"; then
  if [ -z "$ca" ] || [ -z "$ca_key" ]; then
    fail "the authority isn't made here: name its certificate and key with -a and -k"
  fi
fi
[ -z "$ca" ] || ca=$(absolute "$ca") || fail "the directory of the authority isn't there"
[ -z "$ca_key" ] || ca_key=$(absolute "$ca_key") || fail "the directory of the key isn't there"
case $1 in
-*) out=./$1 ;;
*) out=$1 ;;
esac

# mkdir refuses what is there, a link too, so that no key is ever overwritten.
mkdir "$out" || fail "can't make $1; an existing directory is never written into"
out=$(CDPATH='' cd -- "$out" && pwd)
work=$out/.work
whole=false
clean_up() {
  rm -rf "$work"
  [ "$whole" = true ] || rm -rf "$out"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir "$work"

# into CERTIFICATE KEY: takes what cfssl answered apart. The answer holds the key, so it stays in $work.
into() {
  cfssljson -f "$work/answer" -bare "$work/made" || fail "cfssljson can't read cfssl's answer for $1"
  mkdir -p "$(dirname "$out/$1")" "$(dirname "$out/$2")"
  chmod 644 "$work/made.pem"
  chmod 600 "$work/made-key.pem"
  mv "$work/made.pem" "$out/$1"
  mv "$work/made-key.pem" "$out/$2"
  rm -f "$work"/made* "$work/answer"
}

# asked CERTIFICATE ARGUMENT…: has cfssl make it. What it says is shown only where it fails: it warns of
# each certificate without hosts, which clients don't need.
asked() {
  certificate=$1
  shift
  if ! cfssl gencert "$@" >"$work/answer" 2>"$work/log"; then
    cat "$work/log" >&2
    # On failure the answer is cfssl's reason.
    cat "$work/answer" >&2
    fail "cfssl can't make $certificate"
  fi
}

# from PATH: its place in the new tree, or the authority that was named.
from() {
  case $1 in
  -) printf '%s\n' "$2" ;;
  *) printf '%s\n' "$out/$1" ;;
  esac
}

while read -r verb one two three four five six; do
  case $verb in
  authority)
    asked "$two" -initca "$here/$one"
    into "$two" "$three"
    ;;
  sign)
    asked "$three" -ca "$(from "$five" "$ca")" -ca-key "$(from "$six" "$ca_key")" \
      -config "$here/ca-config.json" -profile "$one" "$here/$two"
    into "$three" "$four"
    ;;
  append)
    cat "$out/$two" >>"$out/$one"
    ;;
  copy)
    mkdir -p "$(dirname "$out/$two")"
    # With its mode, that of a key from the start.
    cp -p "$(from "$one" "$ca")" "$out/$two"
    ;;
  '' | '#'*) ;;
  *) fail "certificates.list has a line that isn't understood: $verb" ;;
  esac
done <"$list"

whole=true
echo "the certificates are in $out"
