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
usage: sh install.sh [--keep-data] [--replace-ca] [--dry-run] [--help]

Installs the etcd member of this directory: certificates and keys, the systemd unit and its settings,
the user that runs it and its data directory. Checks first, changes after, starts nothing.

  --keep-data   the member runs already: replace changed files only, leave its data alone
  --replace-ca  trust another CA than the installed one; members and clients of the old one are cut
                off, unless ca.pem holds both
  --dry-run     check, say what would be done, change nothing
  --help        this text

With DESTDIR set, files go below that directory as for a package: no root is needed, no user is made
and systemd isn't told.

Exit status: 0 done, 1 a check or a change failed, 2 the command line is wrong.
END
}

say() { printf '%s\n' "$*"; }
note() { printf 'note: %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }
FAULTS=0
fault() {
    printf 'error: %s\n' "$*" >&2
    FAULTS=$((FAULTS + 1))
}
# A word as a shell reads it back.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }
have() { command -v "$1" >/dev/null 2>&1; }

KEEP_DATA='' REPLACE_CA='' DRY_RUN=''
for argument in "$@"; do
    case $argument in
        --keep-data) KEEP_DATA=yes ;;
        --replace-ca) REPLACE_CA=yes ;;
        --dry-run) DRY_RUN=yes ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            printf "error: unknown argument \`%s\`, expected %s\n" "$argument" \
                '--keep-data, --replace-ca, --dry-run or --help' >&2
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

# The first thing in a directory, if any; lost+found is what a disk of its own holds.
first_in() {
    listed=$(ls -A -- "$ROOT$1") || return 1
    printf '%s\n' "$listed" | grep -vx 'lost+found' | head -n 1 || return 0
}

# A member's first start needs an empty directory.
check_empty() {
    check_directory "$1"
    if [ -n "$KEEP_DATA" ] || [ ! -d "$ROOT$1" ]; then
        return 0
    fi
    if ! found=$(first_in "$1"); then
        fault "$ROOT$1 can't be read; run this as root"
        return 0
    fi
    if [ -n "$found" ]; then
        fault "$ROOT$1 isn't empty (it holds $found), and a new member starts without data; for a member" \
            "that runs already, use --keep-data; if nothing in there is needed, stop etcd and empty it:" \
            "find $(quoted "$ROOT$1") -mindepth 1 -delete"
    fi
}

# Whether files can be given to the service's user: by root, once that user is there.
can_give() { [ -n "$AM_ROOT" ] && getent passwd "$SERVICE_USER" >/dev/null; }

# check_owned DIRECTORY MODE OWNER GROUP: one that was there before is changed only if it is empty or the
# service's user's already; any other may be needed by others as it is.
check_owned() {
    [ -d "$ROOT$1" ] && found=$(first_in "$1") && [ -n "$found" ] || return 0
    mode=$(stat -c %a -- "$ROOT$1")
    owner=$(stat -c %U:%G -- "$ROOT$1")
    [ "${owner%%:*}" != "$SERVICE_USER" ] || return 0
    wanted=''
    if [ "$mode" != "${2#0}" ]; then
        wanted="chmod $2 $(quoted "$ROOT$1")"
    fi
    if [ "$owner" != "$3:$4" ] && { [ -z "$STAGED" ] || can_give; }; then
        everything=''
        [ "$3" = root ] || everything=' -R'
        wanted="chown$everything $3:$4 $(quoted "$ROOT$1")${wanted:+ && $wanted}"
    fi
    getent passwd "$SERVICE_USER" >/dev/null || wanted=${wanted:+"useradd --system $SERVICE_USER && $wanted"}
    [ -z "$wanted" ] || fault "$ROOT$1 isn't empty (it holds $found) and is $mode $owner, expected" \
        "$2 $3:$4; if nothing else needs it as it is: $wanted"
}

# What is installed must be this member, with this CA.
check_installed() {
    settings=$ROOT$UNIT_FILE
    [ -z "$SETTINGS_FILE" ] || settings=$ROOT$CONFIGURATION_DIRECTORY/$SETTINGS_FILE
    if [ -f "$settings" ] && [ -r "$settings" ]; then
        case $UNIT_FORM in
            environment-file) name='s/^[[:blank:]]*ETCD_NAME=//p' ;;
            config-file) name='s/^name:[[:blank:]]*//p' ;;
            *) name='s/.*--name=\([^[:blank:]]*\).*/\1/p' ;;
        esac
        name=$(sed -n "$name" "$settings" | tail -n 1 | tr -d "\"'\r")
        if [ -n "$name" ] && [ "$name" != "$MEMBER_NAME" ]; then
            fault "this machine is the member $name by $settings, and this directory is $MEMBER_NAME's; use" \
                "the directory of $name; if the machine is to become $MEMBER_NAME, move that file away"
        fi
    fi
    authority=$ROOT$PKI_DIRECTORY/ca.pem
    if [ -z "$REPLACE_CA" ] && [ -f "$authority" ] && ! cmp -s -- "$HERE/pki/ca.pem" "$authority"; then
        fault "$authority is another CA than this directory's: is this another bundle? Members of" \
            "different CAs don't talk to each other. If no cluster of the old CA runs any more, use" \
            "--replace-ca; if one does, every member and client must first trust a ca.pem with both CAs"
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
    case $found in
        3.5.0 | 3.5.1 | 3.5.2)
            warn "etcd $found can corrupt its data when it is killed under load; 3.5.3 mended that:" \
                "install the latest 3.5" ;;
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

# Each certificate must be this CA's, fit its key and hold this member's address.
check_certificates() {
    if ! have openssl; then
        note "no openssl here, so certificates and keys were not looked at"
        return 0
    fi
    for role in server peer; do
        certificate=$HERE/pki/$role.pem
        of_certificate=$(openssl x509 -in "$certificate" -noout -pubkey 2>/dev/null) || of_certificate=''
        if [ -z "$of_certificate" ]; then
            fault "$certificate is no certificate that openssl reads; copy the directory from the bundle again"
            continue
        fi
        # An empty passphrase, so that openssl doesn't ask for one.
        of_key=$(openssl pkey -in "$HERE/pki/$role-key.pem" -passin pass: -pubout 2>/dev/null) || of_key=''
        [ "$of_key" = "$of_certificate" ] ||
            fault "$HERE/pki/$role-key.pem doesn't fit $certificate; copy both from the bundle again"
        openssl x509 -in "$certificate" -noout -checkip "$MEMBER_ADDRESS" 2>&1 | grep -q 'does match' ||
            fault "$certificate isn't for $MEMBER_ADDRESS, the address of $MEMBER_NAME; is it another member's?"
        check_signed "$role"
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

# A wrong clock makes good certificates invalid: that alone is only a warning.
check_signed() {
    answer=$(openssl verify -CAfile "$HERE/pki/ca.pem" "$HERE/pki/$1.pem" 2>&1) && return 0
    errors=$(printf '%s\n' "$answer" | sed -n 's/^error \([0-9]*\) at .*/\1/p' | sort -u | tr '\n' ' ')
    case $errors in
        '9 ') warn "pki/$1.pem is not yet valid: this machine's clock says $(date -u); set it right" ;;
        '10 ') warn "pki/$1.pem has expired by this machine's clock, $(date -u); renew it, or set the clock" ;;
        *) fault "$HERE/pki/$1.pem doesn't verify against pki/ca.pem:" \
            "$(printf '%s' "$answer" | tr '\n' ' ')" ;;
    esac
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
check_installed
[ "$FAULTS" -gt 0 ] || check_certificates
if [ -z "$STAGED" ]; then
    [ -n "$AM_ROOT" ] || fault "this must run as root, found user $(id -un); use sudo, or set DESTDIR"
    check_etcd
    check_address
    check_other_etcd
fi
check_empty "$DATA_DIRECTORY"
[ -z "$WAL_DIRECTORY" ] || check_empty "$WAL_DIRECTORY"
if [ "$FAULTS" -eq 0 ]; then
    check_owned "$PKI_DIRECTORY" 0750 root "$SERVICE_USER"
    for directory in "$DATA_DIRECTORY" ${WAL_DIRECTORY:+"$WAL_DIRECTORY"}; do
        check_owned "$directory" 0700 "$SERVICE_USER" "$SERVICE_USER"
    done
fi
if [ "$FAULTS" -gt 0 ]; then
    say "nothing was changed" >&2
    exit 1
fi

# --- changes ----------------------------------------------------------------------------------------

# Where changed files wait, complete, to be renamed into place.
WAITING=''
CHANGES=0 CA_CHANGED='' LEAVES_CHANGED='' RESTART=''
finish() {
    status=$?
    [ -z "$WAITING" ] || rm -rf -- "$WAITING"
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

# stage SOURCE TARGET MODE OWNER GROUP: if the file is new or changed, it is written whole beside its
# target, and what it is going to replace is kept. Its status tells whether there is one to rename.
stage() {
    source=$HERE/$1
    target=$ROOT$2
    if cmp -s -- "$source" "$target"; then
        [ -z "$DRY_RUN" ] || return 1
        ! can_give || chown -- "$4:$5" "$target" || exit 1
        chmod -- "$3" "$target" || exit 1
        return 1
    fi
    if [ -e "$target" ]; then
        backup=$target.bak-$STAMP
        while [ -e "$backup" ]; do backup=$backup-1; done
        act "replace $target, the old one is kept as $backup" || return 1
        (umask 077 && cat -- "$target" >"$backup") || exit 1
        # The old one's mode and owner, and for a key never more than its owner may read.
        ! can_give || chown --reference="$target" -- "$backup" || exit 1
        case $3 in 0600) ;; *) chmod --reference="$target" -- "$backup" || exit 1 ;; esac
    else
        act "write $target" || return 1
    fi
    if [ -z "$WAITING" ]; then
        WAITING=$(mktemp -d -- "$(dirname -- "$target")/.quorate.XXXXXXXX") || exit 1
    fi
    waiting=$WAITING/$(basename -- "$target")
    # In a condition `set -e` is off: each of these says for itself that it failed.
    cat -- "$source" >"$waiting" || exit 1
    ! can_give || chown -- "$4:$5" "$waiting" || exit 1
    chmod -- "$3" "$waiting" || exit 1
}

# swap DIRECTORY NAME...: renames what waits there over its targets, in one go, so that no reader sees half
# a file and a key stands beside another certificate for no longer than it takes to rename it.
swap() {
    [ -n "$WAITING" ] || return 0
    directory=$ROOT$1
    shift
    for name in "$@"; do
        shift
        [ ! -e "$WAITING/$name" ] || set -- "$@" "$WAITING/$name"
    done
    [ "$#" -eq 0 ] || mv -f -- "$@" "$directory/"
}

# Nothing waits any more: the next file may go to another directory.
swapped() {
    [ -z "$WAITING" ] || rm -rf -- "$WAITING"
    WAITING=''
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

# Says so once there is anything to remove.
name_backups() {
    for backup in "$ROOT$PKI_DIRECTORY"/*.bak-*; do
        [ -e "$backup" ] || continue
        say "Old certificates and private keys were kept. Once all is well, remove them:"
        say "    rm -- $(quoted "$ROOT$PKI_DIRECTORY")/*.bak-*"
        break
    done
}

say "$MEMBER_NAME of $CLUSTER_NAME${STAGED:+, below $ROOT/}"
[ -n "$STAGED" ] || make_user
# One that is there already may hold other things as well: its mode is its owner's choice.
[ -d "$ROOT$CONFIGURATION_DIRECTORY" ] || place_directory "$CONFIGURATION_DIRECTORY" 0755 root root
place_directory "$PKI_DIRECTORY" 0750 root "$SERVICE_USER"
if stage pki/ca.pem "$PKI_DIRECTORY/ca.pem" 0644 root root; then CA_CHANGED=yes; fi
for name in server peer; do
    if stage "pki/$name.pem" "$PKI_DIRECTORY/$name.pem" 0644 root root; then LEAVES_CHANGED=yes; fi
    if stage "pki/$name-key.pem" "$PKI_DIRECTORY/$name-key.pem" 0600 "$SERVICE_USER" "$SERVICE_USER"; then
        LEAVES_CHANGED=yes
    fi
done
swap "$PKI_DIRECTORY" ca.pem server.pem server-key.pem peer.pem peer-key.pem
swapped
place_directory "$DATA_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
[ -z "$WAL_DIRECTORY" ] || place_directory "$WAL_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
if [ -n "$SETTINGS_FILE" ]; then
    if stage "$SETTINGS_FILE" "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" 0644 root root; then RESTART=yes; fi
    swap "$CONFIGURATION_DIRECTORY" "$SETTINGS_FILE"
    swapped
fi
[ -d "$ROOT$UNIT_DIRECTORY" ] || place_directory "$UNIT_DIRECTORY" 0755 root root
if stage etcd.service "$UNIT_FILE" 0644 root root; then RESTART=yes; fi
swap "$UNIT_DIRECTORY" etcd.service
swapped

if [ -n "$DRY_RUN" ]; then
    say "nothing was changed"
    exit 0
fi
[ "$CHANGES" -gt 0 ] || say "everything is in place already"
if [ -n "$STAGED" ]; then
    name_backups
    exit 0
fi

check_reach
if have systemctl; then
    systemctl daemon-reload || warn "systemctl daemon-reload failed; once systemd runs, do it again"
else
    warn "no systemctl here; etcd.service is for systemd"
fi
if [ -n "$KEEP_DATA" ]; then
    [ -z "$LEAVES_CHANGED" ] || say "The new certificates are in use from the next connection on."
    if [ -n "$CA_CHANGED" ]; then
        say "The CA changed, and etcd reads it at its start only. If ca.pem holds the old CA beside the" \
            "new one, restart the members one at a time. If it doesn't, a restart cuts this member off" \
            "from the others: stop all members, install on all, and start all together."
    elif [ -n "$RESTART" ]; then
        say "The unit or the settings changed; restart the members one at a time:"
        say "    systemctl restart etcd"
    fi
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
name_backups
