#!/bin/sh
# Becomes a systemd that is process 1 of its own namespaces, over an overlay of the machine's file system:
# what units and scripts change in there is gone with it. The caller has unshared every namespace.
#
#   systemd-box.sh MOUNTS SHARED ADDRESS
#
# SHARED appears inside as /box, writable. The box has no network but its loopback, which also has ADDRESS.
set -eu
mounts=$1 shared=$2 address=$3
root=$mounts/root

mount -t tmpfs -o size=2g tmpfs "$mounts"
mkdir "$mounts/changes" "$mounts/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$mounts/changes,workdir=$mounts/work" "$root"

mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
[ ! -e "$root/proc/sysrq-trigger" ] || mount --bind /dev/null "$root/proc/sysrq-trigger"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root/box"
mount --bind "$shared" "$root/box"

# Only what a unit needs is started: nothing that would touch the clock, devices or the network, and no
# etcd of the machine's own.
for service in systemd-sysctl systemd-modules-load systemd-udevd systemd-udev-trigger systemd-timesyncd \
  systemd-logind systemd-networkd systemd-resolved systemd-random-seed systemd-remount-fs \
  systemd-tmpfiles-setup-dev kmod-static-nodes networking cron ssh dbus docker containerd; do
  ln -sf /dev/null "$root/etc/systemd/system/$service.service"
done
rm -rf "$root"/etc/systemd/system/etcd*.service "$root"/etc/systemd/system/*.wants
: >"$root/etc/fstab"
cat >"$root/etc/systemd/system/box.target" <<'UNIT'
[Unit]
Description=A box to try units in
Requires=basic.target
After=basic.target
AllowIsolate=yes
UNIT

ip link set lo up
ip address add "$address/32" dev lo
hostname box
cd "$root"
mkdir -p mnt/machine
pivot_root . mnt/machine
umount -l /mnt/machine
cd /
exec setpriv --bounding-set=-sys_time,-sys_boot,-sys_module,-sys_rawio,-syslog,-wake_alarm --inh-caps=-all \
  env -i container=box PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=box.target --log-target=console --log-level=notice --show-status=no
