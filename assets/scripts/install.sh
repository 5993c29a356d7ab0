#!/bin/sh
# Installs one etcd member from this directory onto this machine. Run it as root, on the member.
# It checks everything first and changes things after; it starts nothing; running it again is safe.
# Made by quorate, the same for every member: what differs is in install.values beside it.
set -eu
# Nothing this script writes is readable by others, not even for a moment, until it is said to be.
umask 077
LC_ALL=C
export LC_ALL

UNIT_DIRECTORY=/etc/systemd/system
# Set by install.values; empty here, so that nothing comes in from the environment.
CLUSTER_NAME='' MEMBER_NAME='' MEMBER_ADDRESS='' MEMBER_COUNT='' ETCD_SERIES='' ETCD_BINARY=''
DATA_DIRECTORY='' WAL_DIRECTORY='' CONFIGURATION_DIRECTORY='' UNIT_FORM='' SERVICE_USER=''

usage() {
    cat <<'END'
usage: sh install.sh [--keep-data] [--dry-run] [--help]

Installs the etcd member of this directory: certificates and keys, the systemd unit and its settings,
the user that runs it and its data directory. Checks first, changes after, starts nothing.

  --keep-data  the member runs already: replace changed files only, leave its data alone
  --dry-run    check, say what would be done, change nothing
  --help       this text

With DESTDIR set, files go below that directory as for a package: no root is needed, no user is made
and systemd isn't told.

Exit status: 0 done, 1 a check or a change failed, 2 the command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
FAULTS=0
fault() {
    printf 'error: %s\n' "$*" >&2
    FAULTS=$((FAULTS + 1))
}
# A word as a shell reads it back.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }
have() { command -v "$1" >/dev/null 2>&1; }

KEEP_DATA='' DRY_RUN=''
for argument in "$@"; do
    case $argument in
        --keep-data) KEEP_DATA=yes ;;
        --dry-run) DRY_RUN=yes ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            printf "error: unknown argument \`%s\`, expected --keep-data, --dry-run or --help\n" \
                "$argument" >&2
            exit 2
            ;;
    esac
done

# --- values -----------------------------------------------------------------------------------------

HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ ! -f "$HERE/install.values" ]; then
    fault "no install.values in $HERE; run the install.sh of a member's directory, with all its files"
    exit 1
fi
# shellcheck source=/dev/null
. "$HERE/install.values"
for value in "$CLUSTER_NAME" "$MEMBER_NAME" "$MEMBER_ADDRESS" "$MEMBER_COUNT" "$ETCD_SERIES" \
    "$ETCD_BINARY" "$DATA_DIRECTORY" "$CONFIGURATION_DIRECTORY" "$UNIT_FORM" "$SERVICE_USER"; do
    if [ -z "$value" ]; then
        fault "a value is missing in $HERE/install.values; copy the directory from the bundle again"
        exit 1
    fi
done
# The file that holds the settings, and those of the other forms, which this unit doesn't read.
case $UNIT_FORM in
    environment-file) SETTINGS_FILE=etcd.env OTHER_SETTINGS=etcd.conf.yml ;;
    config-file) SETTINGS_FILE=etcd.conf.yml OTHER_SETTINGS=etcd.env ;;
    flags) SETTINGS_FILE='' OTHER_SETTINGS='etcd.env etcd.conf.yml' ;;
    *)
        fault "UNIT_FORM is $UNIT_FORM in $HERE/install.values, expected environment-file, flags or" \
            "config-file; copy the directory from the bundle again"
        exit 1
        ;;
esac

# With DESTDIR, STAGED is set and ROOT goes before every path that is written.
STAGED='' ROOT=''
if [ -n "${DESTDIR:-}" ]; then
    STAGED=yes
    case $DESTDIR in
        /*) ROOT=${DESTDIR%/} ;;
        *) ROOT=$PWD/${DESTDIR%/} ;;
    esac
fi
AM_ROOT=''
[ "$(id -u)" -ne 0 ] || AM_ROOT=yes
PKI_DIRECTORY=$CONFIGURATION_DIRECTORY/pki
UNIT_FILE=$UNIT_DIRECTORY/etcd.service
STAMP=$(date +%Y%m%d%H%M%S)

# --- checks: nothing is changed ---------------------------------------------------------------------

check_files() {
    for file in etcd.service ${SETTINGS_FILE:+"$SETTINGS_FILE"} pki/ca.pem pki/server.pem \
        pki/server-key.pem pki/peer.pem pki/peer-key.pem; do
        if [ ! -f "$HERE/$file" ] || [ ! -r "$HERE/$file" ] || [ ! -s "$HERE/$file" ]; then
            fault "$HERE/$file is missing, empty or unreadable; copy the directory from the bundle again"
        fi
    done
    for target in "$UNIT_FILE" ${SETTINGS_FILE:+"$CONFIGURATION_DIRECTORY/$SETTINGS_FILE"} \
        "$PKI_DIRECTORY/ca.pem" "$PKI_DIRECTORY/server.pem" "$PKI_DIRECTORY/server-key.pem" \
        "$PKI_DIRECTORY/peer.pem" "$PKI_DIRECTORY/peer-key.pem"; do
        # A unit that is masked is a link as well, to /dev/null.
        if [ -L "$ROOT$target" ]; then
            fault "$ROOT$target is a symbolic link, expected a file or nothing; remove the link" \
                "(systemctl unmask etcd, for a unit that is masked)"
        elif [ -e "$ROOT$target" ] && [ ! -f "$ROOT$target" ]; then
            fault "$ROOT$target is no regular file; move it away"
        fi
    done
}

check_directory() {
    if [ -e "$ROOT$1" ] && [ ! -d "$ROOT$1" ]; then
        fault "$ROOT$1 is no directory; move it away"
    fi
}

# A member's first start needs an empty directory; lost+found is what a disk of its own holds.
check_empty() {
    check_directory "$1"
    if [ -n "$KEEP_DATA" ] || [ ! -d "$ROOT$1" ]; then
        return 0
    fi
    if ! found=$(ls -A -- "$ROOT$1"); then
        fault "$ROOT$1 can't be read; run this as root"
        return 0
    fi
    found=$(printf '%s\n' "$found" | grep -vx 'lost+found' | head -n 1) || found=''
    if [ -n "$found" ]; then
        fault "$ROOT$1 isn't empty (it holds $found), and a new member starts without data; for a member" \
            "that runs already, use --keep-data; if nothing in there is needed, stop etcd and empty it:" \
            "find $(quoted "$ROOT$1") -mindepth 1 -delete"
    fi
}

check_etcd() {
    if [ ! -x "$ETCD_BINARY" ] || [ ! -f "$ETCD_BINARY" ]; then
        fault "$ETCD_BINARY is no program; install etcd $ETCD_SERIES there"
        return 0
    fi
    found=$("$ETCD_BINARY" --version 2>/dev/null | sed -n 's/^etcd Version: *//p') || found=''
    case $found in
        "$ETCD_SERIES".*) ;;
        '') warn "$ETCD_BINARY --version says no version, expected etcd $ETCD_SERIES" ;;
        *) warn "$ETCD_BINARY is etcd $found, the plan is for $ETCD_SERIES; install that, or change the plan" ;;
    esac
}

check_address() {
    have ip || return 0
    if ! ip -o addr show 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }' |
        grep -Fqx -- "$MEMBER_ADDRESS"; then
        warn "this machine ($(uname -n)) doesn't have the address $MEMBER_ADDRESS of $MEMBER_NAME, and etcd" \
            "binds to it; is this the right member's directory?"
    fi
}

# A wrong clock makes good certificates invalid.
check_certificates() {
    have openssl || return 0
    for role in server peer; do
        answer=$(openssl verify -CAfile "$HERE/pki/ca.pem" "$HERE/pki/$role.pem" 2>&1) && continue
        case $answer in
            *'not yet valid'*)
                warn "pki/$role.pem is not yet valid: this machine's clock says $(date -u); set it right" ;;
            *'has expired'*)
                warn "pki/$role.pem has expired by this machine's clock, $(date -u); renew it, or set the clock" ;;
            *) warn "pki/$role.pem doesn't verify against pki/ca.pem: $(printf '%s' "$answer" | tr '\n' ' ')" ;;
        esac
    done
}

# A unit of another form may have been here before.
check_other_settings() {
    for file in $OTHER_SETTINGS; do
        if [ -e "$ROOT$CONFIGURATION_DIRECTORY/$file" ]; then
            warn "this unit doesn't read $ROOT$CONFIGURATION_DIRECTORY/$file, which stays; if it is a" \
                "former plan's, remove it once the member runs"
        fi
    done
}

# Debian's etcd package has a unit, a user and settings of its own, and may have started a member.
check_other_etcd() {
    for file in /lib/systemd/system/etcd.service /usr/lib/systemd/system/etcd.service; do
        if [ -f "$file" ]; then
            warn "a package's unit is at $file; the one in $UNIT_DIRECTORY wins over it, and names like" \
                "etcd2.service stay the package's"
            break
        fi
    done
    for file in /etc/default/etcd /etc/systemd/system/etcd2.service; do
        if [ -e "$file" ] || [ -L "$file" ]; then
            warn "$file belongs to another etcd installation; this member doesn't read it"
        fi
    done
    if [ -d "$UNIT_FILE.d" ]; then
        warn "what is in $UNIT_FILE.d changes this unit as well; look whether you want that"
    fi
    if [ -z "$KEEP_DATA" ] && have systemctl && systemctl --quiet is-active etcd.service 2>/dev/null; then
        fault "etcd.service is running; if it is this member, use --keep-data; if it is another one that" \
            "isn't needed: systemctl disable --now etcd"
    fi
}

check_files
for directory in "$CONFIGURATION_DIRECTORY" "$PKI_DIRECTORY"; do
    check_directory "$directory"
done
check_other_settings
if [ -z "$STAGED" ]; then
    [ -n "$AM_ROOT" ] || fault "this must run as root, found user $(id -un); use sudo, or set DESTDIR"
    check_etcd
    check_address
    check_certificates
    check_other_etcd
fi
check_empty "$DATA_DIRECTORY"
[ -z "$WAL_DIRECTORY" ] || check_empty "$WAL_DIRECTORY"
if [ "$FAULTS" -gt 0 ]; then
    say "nothing was changed" >&2
    exit 1
fi

# --- changes ----------------------------------------------------------------------------------------

TEMPORARY=''
CHANGES=0
finish() {
    status=$?
    [ -z "$TEMPORARY" ] || rm -f -- "$TEMPORARY"
    if [ "$status" -ne 0 ]; then
        printf 'error: stopped half-way, see above; once that is mended, run this again\n' >&2
        exit 1
    fi
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# Says what is done; its status tells whether to do it.
act() {
    CHANGES=$((CHANGES + 1))
    if [ -n "$DRY_RUN" ]; then
        say "would $*"
        return 1
    fi
    say "$*"
}

make_user() {
    nologin=/usr/sbin/nologin
    [ -x "$nologin" ] || nologin=/sbin/nologin
    if ! getent group "$SERVICE_USER" >/dev/null; then
        ! act "make the group $SERVICE_USER" || groupadd --system "$SERVICE_USER"
    fi
    if ! getent passwd "$SERVICE_USER" >/dev/null; then
        ! act "make the user $SERVICE_USER" || useradd --system --gid "$SERVICE_USER" \
            --home-dir /nonexistent --no-create-home --shell "$nologin" "$SERVICE_USER"
    fi
}

# Whether files can be given to the service's user: by root, once that user is there.
can_give() { [ -n "$AM_ROOT" ] && getent passwd "$SERVICE_USER" >/dev/null; }

# place_directory DIRECTORY MODE OWNER GROUP; parents that are missing stay open to all.
place_directory() {
    if [ ! -d "$ROOT$1" ]; then
        act "make the directory $ROOT$1" || return 0
        (umask 022 && mkdir -p -- "$(dirname -- "$ROOT$1")")
        mkdir -- "$ROOT$1"
    fi
    [ -z "$DRY_RUN" ] || return 0
    ! can_give || chown -- "$3:$4" "$ROOT$1"
    chmod -- "$2" "$ROOT$1"
}

# place SOURCE TARGET MODE OWNER GROUP: the file is written beside its target and renamed over it, so
# that no reader sees half of one; what it replaces is kept.
place() {
    source=$HERE/$1
    target=$ROOT$2
    if ! cmp -s -- "$source" "$target"; then
        if [ -e "$target" ]; then
            backup=$target.bak-$STAMP
            while [ -e "$backup" ]; do backup=$backup-1; done
            act "replace $target, the old one is kept as $backup" || return 0
            (umask 077 && cat -- "$target" >"$backup")
            # The old one's mode and owner, and for a key never more than its owner may read.
            ! can_give || chown --reference="$target" -- "$backup"
            case $3 in 0600) ;; *) chmod --reference="$target" -- "$backup" ;; esac
        else
            act "write $target" || return 0
        fi
        TEMPORARY=$(mktemp -- "$(dirname -- "$target")/.quorate.XXXXXXXX")
        cat -- "$source" >"$TEMPORARY"
        ! can_give || chown -- "$4:$5" "$TEMPORARY"
        chmod -- "$3" "$TEMPORARY"
        mv -f -- "$TEMPORARY" "$target"
        TEMPORARY=''
    elif [ -z "$DRY_RUN" ]; then
        ! can_give || chown -- "$4:$5" "$target"
        chmod -- "$3" "$target"
    fi
}

# The service's user must reach its program and its data through all directories above them.
check_reach() {
    have runuser || return 0
    for directory in "$DATA_DIRECTORY" ${WAL_DIRECTORY:+"$WAL_DIRECTORY"}; do
        runuser -u "$SERVICE_USER" -- test -w "$directory" ||
            warn "the user $SERVICE_USER can't write to $directory; open the directories above it (chmod o+x)"
    done
    runuser -u "$SERVICE_USER" -- test -r "$PKI_DIRECTORY/server-key.pem" ||
        warn "the user $SERVICE_USER can't read $PKI_DIRECTORY/server-key.pem; open the directories above it"
    # systemd reads an environment file as root; a config file is read by etcd itself.
    [ "$UNIT_FORM" != config-file ] ||
        runuser -u "$SERVICE_USER" -- test -r "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" ||
        warn "the user $SERVICE_USER can't read $CONFIGURATION_DIRECTORY/$SETTINGS_FILE; open the directories" \
            "above it"
    runuser -u "$SERVICE_USER" -- test -x "$ETCD_BINARY" ||
        warn "the user $SERVICE_USER can't run $ETCD_BINARY; open it and the directories above it (chmod o+x)"
}

say "$MEMBER_NAME of $CLUSTER_NAME${STAGED:+, below $ROOT/}"
[ -n "$STAGED" ] || make_user
# One that is there already may hold other things as well: its mode is its owner's choice.
[ -d "$ROOT$CONFIGURATION_DIRECTORY" ] || place_directory "$CONFIGURATION_DIRECTORY" 0755 root root
place_directory "$PKI_DIRECTORY" 0750 root "$SERVICE_USER"
for name in ca server peer; do
    place "pki/$name.pem" "$PKI_DIRECTORY/$name.pem" 0644 root root
done
for name in server-key peer-key; do
    place "pki/$name.pem" "$PKI_DIRECTORY/$name.pem" 0600 "$SERVICE_USER" "$SERVICE_USER"
done
place_directory "$DATA_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
[ -z "$WAL_DIRECTORY" ] || place_directory "$WAL_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
[ -z "$SETTINGS_FILE" ] || place "$SETTINGS_FILE" "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" 0644 root root
[ -d "$ROOT$UNIT_DIRECTORY" ] || place_directory "$UNIT_DIRECTORY" 0755 root root
place etcd.service "$UNIT_FILE" 0644 root root

if [ -n "$DRY_RUN" ]; then
    say "nothing was changed"
    exit 0
fi
[ "$CHANGES" -gt 0 ] || say "everything is in place already"
[ -z "$STAGED" ] || exit 0

check_reach
if have systemctl; then
    systemctl daemon-reload || warn "systemctl daemon-reload failed; once systemd runs, do it again"
else
    warn "no systemctl here; etcd.service is for systemd"
fi
if [ -n "$KEEP_DATA" ]; then
    say "New certificates are in use from the next connection on. If the unit, its settings or the CA" \
        "changed, restart the members one at a time:"
    say "    systemctl restart etcd"
elif [ "$MEMBER_COUNT" -gt 1 ]; then
    say "Nothing was started. When all $MEMBER_COUNT members are installed, run this on each within a few" \
        "minutes; a member is ready once a majority is there, so don't wait for one before the next:"
    say "    systemctl enable --now --no-block etcd"
else
    say "Nothing was started. To start it:"
    say "    systemctl enable --now etcd"
fi
say "Then, on the workstation, in the bundle's directory, with one of its clients:"
say "    . clients/NAME/etcdctl.env && etcdctl endpoint health --cluster"
