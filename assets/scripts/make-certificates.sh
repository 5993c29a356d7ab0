#!/bin/sh
# make-certificates.sh [-a CA -k CA-KEY] [-d DIGITS] DIRECTORY
#
# Makes the certificates of this cluster with cfssl, from the requests beside this script, into a new
# DIRECTORY with the tree of the bundle, which appears once it is complete. It never writes into an existing
# one, and leaves nothing behind if it fails; if it is killed, the next run for that DIRECTORY removes what it
# left. Keys have mode 0600 from their first byte.
#
#   -a CA, -k CA-KEY   sign with this authority, if the plan has an existing one
#   -d DIGITS          what follows the name of a new authority, letters and digits; without
#                      it, 8 random ones, so that no two are mistaken for each other
set -eu
umask 077

fail() {
  printf 'make-certificates.sh: %s\n' "$*" >&2
  exit 1
}

usage() {
  echo "usage: make-certificates.sh [-a CA -k CA-KEY] [-d DIGITS] DIRECTORY" >&2
  exit 2
}

ca='' ca_key='' digits=''
while getopts a:k:d: option; do
  case $option in
  a) ca=$OPTARG ;;
  k) ca_key=$OPTARG ;;
  d) digits=$OPTARG ;;
  *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || usage

for program in cfssl cfssljson; do
  command -v "$program" >/dev/null || fail "$program is missing: install it (golang-cfssl on Debian)"
done

case $0 in */*) here=${0%/*}/ ;; *) here=. ;; esac
# With a dot after it, so that a line feed at the end of a name stays.
here=$(CDPATH='' cd -- "$here" && pwd && echo .)
here=${here%??}
list=$here/certificates.list
[ -r "$list" ] || fail "certificates.list is missing: it belongs next to this script"
if grep -q '^sign .* - -$' "$list"; then
  if [ -z "$ca" ] || [ -z "$ca_key" ]; then
    fail "the authority isn't made here: name its certificate and key with -a and -k"
  fi
fi
for file in "$ca" "$ca_key"; do
  [ -z "$file" ] || [ -r "$file" ] || fail "can't read $file"
done
case $1 in
-*) out=./$1 ;;
*) out=$1 ;;
esac
while [ "${out%/}" != "$out" ]; do out=${out%/}; done
case $out in
*/*) beside=${out%/*}/.${out##*/}.making ;;
*) beside=./.$out.making ;;
esac
# A link that leads nowhere is there as well.
free() {
  if [ -z "$out" ] || [ -e "$out" ] || [ -L "$out" ]; then
    fail "can't make ${out:-/}; an existing directory is never written into"
  fi
}
making=''
clean_up() {
  [ -z "$making" ] || rm -rf -- "$making"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 131' QUIT
trap 'exit 141' PIPE
trap 'exit 143' TERM
trap 'exit 1' ALRM USR1 USR2

# What a killed run of ours left holds keys. One that is still running is left alone.
for left in "$beside".????????; do
  if [ -f "$left/process" ] && [ ! -L "$left" ] && [ -n "$(find "$left" -prune -type d -user "$(id -u)")" ] &&
    ! kill -0 "$(cat -- "$left/process")" 2>/dev/null; then
    echo "removing $left, left by a run that was killed" >&2
    rm -rf -- "$left"
  fi
done
free

making=$(mktemp -d -- "$beside.XXXXXXXX") || fail "can't make a directory beside $out"
echo "$$" >"$making/process"
tree=$making/tree work=$making/work
mkdir -- "$tree" "$work"

[ -n "$digits" ] || digits=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
case $digits in '' | *[!A-Za-z0-9]*) fail "\`$digits\` isn't only letters and digits" ;; esac

# request FILE [digits]: sets $request to it, or to a copy whose CN the digits follow.
request() {
  request=$here/$1
  if [ "${2-}" = digits ]; then
    sed 's/^\(  "CN": ".*\)"\(,\{0,1\}\)$/\1 '"$digits"'"\2/' "$request" >"$work/request.json"
    request=$work/request.json
  fi
}

# into CERTIFICATE KEY: takes what cfssl answered apart. The answer holds the key, so it stays in $work.
into() {
  cfssljson -f "$work/answer" -bare "$work/made" || fail "cfssljson can't read cfssl's answer for $1"
  mkdir -p -- "$(dirname -- "$tree/$1")" "$(dirname -- "$tree/$2")"
  chmod -- 644 "$work/made.pem"
  chmod -- 600 "$work/made-key.pem"
  mv -- "$work/made.pem" "$tree/$1"
  mv -- "$work/made-key.pem" "$tree/$2"
  rm -f -- "$work"/made* "$work/answer"
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

# from PATH NAMED: sets $from to its place in the new tree, or to the file that was named.
from() {
  case $1 in
  -) from=$2 ;;
  *) from=$tree/$1 ;;
  esac
}

while read -r verb one two three four five six seven; do
  case $verb in
  authority)
    request "$one" "$four"
    asked "$two" -initca "$request"
    into "$two" "$three"
    ;;
  sign)
    from "$five" "$ca"
    signer=$from
    from "$six" "$ca_key"
    request "$two" "$seven"
    asked "$three" -ca "$signer" -ca-key "$from" -config "$here/ca-config.json" -profile "$one" \
      "$request"
    into "$three" "$four"
    ;;
  append)
    cat -- "$tree/$two" >>"$tree/$one"
    ;;
  copy)
    mkdir -p -- "$(dirname -- "$tree/$two")"
    from "$one" "$ca"
    # With its mode, that of a key from the start.
    cp -p -- "$from" "$tree/$two"
    ;;
  '' | '#'*) ;;
  *) fail "certificates.list has an unknown line: $verb" ;;
  esac
done <"$list"

free
mv -- "$tree" "$out"
# Had someone else just made one, it would lie in there.
if [ -d "$out/tree" ]; then
  mv -- "$out/tree" "$making/"
  fail "$out has just been made by someone else"
fi
echo "the certificates are in $out"
