#!/bin/sh
# Runs a member as its unit would, from an installed root, without changing a word of its command line or
# environment. The caller has unshared the mount namespace, so that all of this ends with the process.
#
#   member.sh MOUNTS ROOT RELEASE PROGRAM DATA DIRECTORY... -- COMMAND...
#
# COMMAND sees the machine's file system, read only, with ROOT laid over it; RELEASE/etcd at PROGRAM (and
# RELEASE/etcdctl beside it); and each DIRECTORY, writable, as kept below DATA.
set -eu
mounts=$1 root=$2 release=$3 program=$4 data=$5
shift 5

mount -t tmpfs -o mode=755 tmpfs "$mounts"
# The layers of an overlay must not lie inside one another, so ROOT is copied out of the machine's.
mkdir "$mounts/over" "$mounts/root"
cp -a "$root/." "$mounts/over"
chmod 755 "$mounts/over"
mkdir -p "$mounts/over$(dirname "$program")"
: >"$mounts/over$program"
: >"$mounts/over$(dirname "$program")/etcdctl"

: >"$mounts/writable"
while [ "$1" != -- ]; do
  mkdir -p "$mounts/over$1" "$data$1"
  chmod 700 "$data$1"
  printf '%s\n' "$1" >>"$mounts/writable"
  shift
done
shift

mount -t overlay overlay -o "lowerdir=$mounts/over:/" "$mounts/root"
for shared in proc sys dev etc/hosts; do
  [ ! -e "/$shared" ] || mount --rbind "/$shared" "$mounts/root/$shared"
done
mount --bind "$release/etcd" "$mounts/root$program"
mount --bind "$release/etcdctl" "$mounts/root$(dirname "$program")/etcdctl"
while IFS= read -r directory; do
  mount --bind "$data$directory" "$mounts/root$directory"
done <"$mounts/writable"
exec chroot "$mounts/root" "$@"
