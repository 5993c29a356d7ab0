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
DATA_DIRECTORY='' WAL_DIRECTORY='' CONFIGURATION_DIRECTORY='' PKI_DIRECTORY='' SERVICE_USER=''
UNIT='' UNIT_FORM='' SETTINGS_FILE='' OTHER_SETTINGS='' AUTHORITIES='' PAIRS=''

usage() {
    cat <<'END'
usage: sh install.sh [--keep-data] [--replace-ca] [--dry-run] [--help]

Installs the etcd member of this directory: certificates and keys, the systemd unit and its settings,
the user that runs it and its data directory. Checks first, changes after, starts nothing.

  --keep-data   the member runs already: replace changed files only, leave its data alone
  --replace-ca  trust another CA than the installed one; members and clients of the old one are cut
                off, unless the new CA file holds both
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
# A value that no bundle has: nothing is done with any of them.
broken() {
    fault "$* in $HERE/install.values; copy the directory from the bundle again"
    exit 1
}
for value in "$CLUSTER_NAME" "$MEMBER_NAME" "$MEMBER_ADDRESS" "$MEMBER_COUNT" "$ETCD_SERIES" \
    "$ETCD_BINARY" "$DATA_DIRECTORY" "$CONFIGURATION_DIRECTORY" "$PKI_DIRECTORY" "$SERVICE_USER" \
    "$UNIT" "$UNIT_FORM" "$AUTHORITIES" "$PAIRS"; do
    [ -n "$value" ] || broken "a value is missing"
done
for directory in "$DATA_DIRECTORY" "$CONFIGURATION_DIRECTORY" "$PKI_DIRECTORY" ${WAL_DIRECTORY:+"$WAL_DIRECTORY"}; do
    case $directory in /*) ;; *) broken "$directory is no absolute path" ;; esac
done
case $UNIT_FORM:$SETTINGS_FILE in
    flags: | environment-file:?* | config-file:?*) ;;
    flags:* | environment-file: | config-file:) broken "SETTINGS_FILE doesn't fit UNIT_FORM $UNIT_FORM" ;;
    *) broken "UNIT_FORM is $UNIT_FORM, expected environment-file, flags or config-file" ;;
esac

# Names of files become parts of paths and of lists that are split at blanks. Each stands once: a file that is
# a certificate and a key would get the mode of both.
NAMES=' '
take_name() {
    case $1 in '' | [.-]* | *[!A-Za-z0-9._-]*)
        broken "\`$1\` is no file name; names have letters, digits, dots, hyphens and underscores" ;;
    esac
    case $NAMES in *" $1 "*) broken "the file name $1 stands twice" ;; esac
    NAMES="$NAMES$1 "
}
# each_pair FUNCTION: calls it with the role, certificate, key and authority of each pair.
each_pair() {
    call=$1
    # Split at blanks, and taken literally.
    set -f
    # shellcheck disable=SC2086
    set -- $PAIRS
    set +f
    [ $(($# % 4)) -eq 0 ] || broken "a line of PAIRS hasn't four words"
    while [ "$#" -gt 0 ]; do
        "$call" "$1" "$2" "$3" "$4"
        shift 4
    done
}
ROLES=' ' CERTIFICATES='' KEYS=''
# What pki/ holds, in the order it is renamed into place: each key right after its certificate.
PKI_FILES=$AUTHORITIES
take_pair() {
    case $1 in server | peer | member | gateway) ;; *)
        broken "PAIRS has the role $1, expected server, peer, member or gateway" ;;
    esac
    case $ROLES in *" $1 "*) broken "PAIRS has the role $1 twice" ;; esac
    ROLES="$ROLES$1 "
    take_name "$2"
    take_name "$3"
    case " $AUTHORITIES - " in *" $4 "*) ;; *) broken "PAIRS has the CA $4, which isn't in AUTHORITIES" ;; esac
    CERTIFICATES="$CERTIFICATES $2" KEYS="$KEYS $3" PKI_FILES="$PKI_FILES $2 $3"
}
case $AUTHORITIES in *[!A-Za-z0-9._\ -]*) broken "AUTHORITIES is no list of file names" ;; esac
for name in $AUTHORITIES; do take_name "$name"; done
each_pair take_pair
# The settings may lie among the certificates.
[ -z "$SETTINGS_FILE" ] || take_name "$SETTINGS_FILE"
case $OTHER_SETTINGS in *[!A-Za-z0-9._\ -]*) broken "OTHER_SETTINGS is no list of file names" ;; esac
take_name "$UNIT"
case $UNIT in ?*.service) ;; *) broken "UNIT is $UNIT, expected a name that ends in .service" ;; esac
# As systemctl takes it.
SERVICE=${UNIT%.service}

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
UNIT_FILE=$UNIT_DIRECTORY/$UNIT
STAMP=$(date +%Y%m%d%H%M%S)

# --- checks: nothing is changed ---------------------------------------------------------------------

check_files() {
    check_source "$UNIT"
    check_target "$UNIT_FILE"
    if [ -n "$SETTINGS_FILE" ]; then
        check_source "$SETTINGS_FILE"
        check_target "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE"
    fi
    for name in $PKI_FILES; do
        check_source "pki/$name"
        check_target "$PKI_DIRECTORY/$name"
    done
}

check_source() {
    if [ -f "$HERE/$1" ] && [ -r "$HERE/$1" ] && [ -s "$HERE/$1" ]; then return 0; fi
    born=''
    [ ! -f "$HERE/request.sh" ] || case "$KEYS " in *" ${1#pki/} "*)
        born="; a key that is to be made on the member: sh request.sh" ;;
    esac
    fault "$HERE/$1 is missing, empty or unreadable; copy the directory from the bundle again$born"
}

# Whether the unit's file is a link to a package's unit: an alias, as Debian's etcd2.service is one of its
# etcd.service. The link alone is replaced, never what it points to.
is_packages_alias() {
    [ -L "$ROOT$UNIT_FILE" ] || return 1
    case $(readlink -- "$ROOT$UNIT_FILE") in
        *..*) return 1 ;;
        /lib/systemd/system/*.service | /usr/lib/systemd/system/*.service) ;;
        *) return 1 ;;
    esac
}

# check_target PATH: what is going to be written must not lead elsewhere.
check_target() {
    if [ "$1" = "$UNIT_FILE" ] && is_packages_alias; then
        warn "$ROOT$1 is another name of a package's unit, $(readlink -- "$ROOT$1"); that link is replaced by" \
            "this member's unit, and $SERVICE names the package's no more"
    elif [ -L "$ROOT$1" ]; then
        fix="rm -- $(quoted "$ROOT$1")"
        # A unit that is masked is a link as well.
        [ "$(readlink -- "$ROOT$1")" != /dev/null ] || [ "$1" != "$UNIT_FILE" ] || fix="systemctl unmask $SERVICE"
        fault "$ROOT$1 is a symbolic link, expected a file or nothing; if nothing needs it: $fix"
    elif [ -e "$ROOT$1" ] && [ ! -f "$ROOT$1" ]; then
        fault "$ROOT$1 is no regular file; move it away"
    fi
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

# Where certificates lie among the settings, the directory may hold other things too, and keeps its mode as
# long as only root or the service's user changes it and the latter gets to its keys, which are its own 0600.
KEPT=''
check_shared() {
    [ "$PKI_DIRECTORY" = "$CONFIGURATION_DIRECTORY" ] && [ -d "$ROOT$PKI_DIRECTORY" ] || return 1
    found=$(first_in "$PKI_DIRECTORY") && [ -n "$found" ] || return 1
    mode=$(stat -c %04a -- "$ROOT$PKI_DIRECTORY")
    owner=$(stat -c %U:%G -- "$ROOT$PKI_DIRECTORY")
    case $mode in ?[0-7][2367][0-7] | ?[0-7][0-7][2367]) return 1 ;; esac
    case ${owner%%:*} in root | "$SERVICE_USER") ;; *) [ -n "$STAGED" ] && ! can_give || return 1 ;; esac
    case $mode/$owner/ in
        ?[0-7][0-7][1357]/*) ;;
        ?[0-7][1357][0-7]/*":$SERVICE_USER/") ;;
        ?[1357][0-7][0-7]/"$SERVICE_USER":*) ;;
        *) return 1 ;;
    esac
    KEPT=yes
}

# What is installed must be this member, with this CA.
check_installed() {
    settings=$ROOT$UNIT_FILE
    [ -z "$SETTINGS_FILE" ] || settings=$ROOT$CONFIGURATION_DIRECTORY/$SETTINGS_FILE
    # A link is a package's unit here, or refused already.
    if [ -f "$settings" ] && [ -r "$settings" ] && [ ! -L "$settings" ]; then
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
    for name in $AUTHORITIES; do
        authority=$ROOT$PKI_DIRECTORY/$name
        [ -z "$REPLACE_CA" ] || continue
        [ ! -f "$authority" ] || cmp -s -- "$HERE/pki/$name" "$authority" ||
            fault "$authority is another CA than this directory's: is this another bundle? Members of" \
                "different CAs don't talk to each other. If no cluster of the old CA runs any more, use" \
                "--replace-ca; if one does, every member and client must first trust a $name with both CAs"
    done
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
            warn "etcd $found can corrupt its data when it is killed under load; 3.5.3 fixed that:" \
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

# Each certificate must be its CA's, fit its key and hold this member's address.
check_certificates() {
    if ! have openssl; then
        note "no openssl here, so certificates and keys were not looked at"
        return 0
    fi
    each_pair check_pair
}

# check_pair ROLE CERTIFICATE KEY AUTHORITY: the leaf stands first in a file with a chain.
check_pair() {
    certificate=$HERE/pki/$2
    of_certificate=$(openssl x509 -in "$certificate" -noout -pubkey 2>/dev/null) || of_certificate=''
    if [ -z "$of_certificate" ]; then
        fault "$certificate is no certificate that openssl reads; copy the directory from the bundle again"
        return 0
    fi
    # An empty passphrase, so that openssl doesn't ask for one.
    of_key=$(openssl pkey -in "$HERE/pki/$3" -passin pass: -pubout 2>/dev/null) || of_key=''
    [ "$of_key" = "$of_certificate" ] ||
        fault "$HERE/pki/$3 doesn't fit $certificate; copy both from the bundle again"
    # The gateway is a client: nobody dials it.
    [ "$1" = gateway ] || openssl x509 -in "$certificate" -noout -checkip "$MEMBER_ADDRESS" 2>&1 |
        grep -q 'does match' ||
        fault "$certificate isn't for $MEMBER_ADDRESS, the address of $MEMBER_NAME; is it another member's?"
    [ "$4" = - ] || check_signed "$2" "$4"
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
    # An intermediate alone is trusted, as etcd trusts it, and the rest of a chain stands behind the leaf.
    answer=$(openssl verify -partial_chain -CAfile "$HERE/pki/$2" -untrusted "$HERE/pki/$1" \
        "$HERE/pki/$1" 2>&1) && return 0
    errors=$(printf '%s\n' "$answer" | sed -n 's/^error \([0-9]*\) at .*/\1/p' | sort -u | tr '\n' ' ')
    case $errors in
        '9 ') warn "pki/$1 is not yet valid: this machine's clock says $(date -u); set it right" ;;
        '10 ') warn "pki/$1 has expired by this machine's clock, $(date -u); renew it, or set the clock" ;;
        *) fault "$HERE/pki/$1 doesn't verify against pki/$2:" \
            "$(printf '%s' "$answer" | tr '\n' ' ')" ;;
    esac
}

# Debian's etcd package has a unit, a user and settings of its own, and may have started a member. Other
# members of this machine have units in the same directory as this one, and are left alone.
check_other_etcd() {
    for file in "/lib/systemd/system/$UNIT" "/usr/lib/systemd/system/$UNIT"; do
        if [ -f "$file" ]; then
            warn "a package's unit is at $file; the one in $UNIT_DIRECTORY wins over it, and its other names" \
                "(such as etcd2.service) stay the package's"
            break
        fi
    done
    for file in "$UNIT_DIRECTORY"/etcd*.service; do
        # What it points to may be gone.
        if [ -L "$file" ] && [ "$file" != "$UNIT_FILE" ]; then
            warn "$file belongs to another etcd installation; this member doesn't read it"
        fi
    done
    file=/etc/default/etcd
    if [ -e "$file" ] && [ "$file" != "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" ]; then
        warn "$file belongs to another etcd installation; this member doesn't read it"
    fi
    if [ -d "$UNIT_FILE.d" ]; then
        warn "what is in $UNIT_FILE.d changes this unit as well; look whether you want that"
    fi
    [ -z "$KEEP_DATA" ] && have systemctl || return 0
    if systemctl --quiet is-active "$UNIT" 2>/dev/null; then
        fault "$UNIT is running; if it is this member, use --keep-data; if it is another one that" \
            "isn't needed: systemctl disable --now $SERVICE"
    elif systemctl --quiet is-active etcd.service 2>/dev/null; then
        case $(systemctl show --property=FragmentPath etcd.service 2>/dev/null) in
            FragmentPath=/lib/* | FragmentPath=/usr/lib/*)
                warn "a package's etcd.service is running and may hold this member's ports; if it isn't" \
                    "needed: systemctl disable --now etcd" ;;
        esac
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
    check_shared || check_owned "$PKI_DIRECTORY" 0750 root "$SERVICE_USER"
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
        printf 'error: stopped half-way, see above; once that is fixed, run this again\n' >&2
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
    if [ -L "$target" ]; then
        act "replace the link $target to $(readlink -- "$target"), which stays" || return 1
    elif cmp -s -- "$source" "$target"; then
        [ -z "$DRY_RUN" ] || return 1
        ! can_give || chown -- "$4:$5" "$target" || exit 1
        chmod -- "$3" "$target" || exit 1
        return 1
    elif [ -e "$target" ]; then
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
    for name in $PKI_FILES; do
        runuser -u "$SERVICE_USER" -- test -r "$PKI_DIRECTORY/$name" && continue
        warn "the user $SERVICE_USER can't read $PKI_DIRECTORY/$name; open the directories above it"
        break
    done
    # systemd reads an environment file as root; a config file is read by etcd itself.
    [ "$UNIT_FORM" != config-file ] ||
        runuser -u "$SERVICE_USER" -- test -r "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" ||
        warn "the user $SERVICE_USER can't read $CONFIGURATION_DIRECTORY/$SETTINGS_FILE; open the directories" \
            "above it"
    runuser -u "$SERVICE_USER" -- test -x "$ETCD_BINARY" ||
        warn "the user $SERVICE_USER can't run $ETCD_BINARY; open it and the directories above it (chmod o+x)"
}

# Says so once there is anything to remove; other members may keep theirs in the same directory.
name_backups() {
    remove=''
    for name in $PKI_FILES; do
        for backup in "$ROOT$PKI_DIRECTORY/$name".bak-*; do
            [ -e "$backup" ] || continue
            remove="$remove $(quoted "$ROOT$PKI_DIRECTORY/$name").bak-*"
            break
        done
    done
    [ -n "$remove" ] || return 0
    say "Old certificates and private keys were kept. Once all is well, remove them:"
    say "    rm --$remove"
}

say "$MEMBER_NAME of $CLUSTER_NAME${STAGED:+, below $ROOT/}"
[ -n "$STAGED" ] || make_user
# One that is there already may hold other things as well: its mode is its owner's choice.
[ "$PKI_DIRECTORY" = "$CONFIGURATION_DIRECTORY" ] || [ -d "$ROOT$CONFIGURATION_DIRECTORY" ] ||
    place_directory "$CONFIGURATION_DIRECTORY" 0755 root root
[ -n "$KEPT" ] || place_directory "$PKI_DIRECTORY" 0750 root "$SERVICE_USER"
for name in $AUTHORITIES; do
    if stage "pki/$name" "$PKI_DIRECTORY/$name" 0644 root root; then CA_CHANGED=yes; fi
done
stage_pair() {
    if stage "pki/$2" "$PKI_DIRECTORY/$2" 0644 root root; then LEAVES_CHANGED=yes; fi
    if stage "pki/$3" "$PKI_DIRECTORY/$3" 0600 "$SERVICE_USER" "$SERVICE_USER"; then LEAVES_CHANGED=yes; fi
}
each_pair stage_pair
# shellcheck disable=SC2086
swap "$PKI_DIRECTORY" $PKI_FILES
swapped
place_directory "$DATA_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
[ -z "$WAL_DIRECTORY" ] || place_directory "$WAL_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
if [ -n "$SETTINGS_FILE" ]; then
    if stage "$SETTINGS_FILE" "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" 0644 root root; then RESTART=yes; fi
    swap "$CONFIGURATION_DIRECTORY" "$SETTINGS_FILE"
    swapped
fi
[ -d "$ROOT$UNIT_DIRECTORY" ] || place_directory "$UNIT_DIRECTORY" 0755 root root
if stage "$UNIT" "$UNIT_FILE" 0644 root root; then RESTART=yes; fi
swap "$UNIT_DIRECTORY" "$UNIT"
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
    warn "no systemctl here; $UNIT is for systemd"
fi
if [ -n "$KEEP_DATA" ]; then
    [ -z "$LEAVES_CHANGED" ] || say "The new certificates are in use from the next connection on."
    if [ -n "$CA_CHANGED" ]; then
        say "The CA changed, and etcd reads it at its start only. If $AUTHORITIES holds the old CA beside" \
            "the new one, restart the members one at a time. If it doesn't, a restart cuts this member off" \
            "from the others: stop all members, install on all, and start all together."
    elif [ -n "$RESTART" ]; then
        say "The unit or the settings changed; restart the members one at a time:"
        say "    systemctl restart $SERVICE"
    fi
elif [ "$MEMBER_COUNT" -gt 1 ]; then
    say "Nothing was started. When all $MEMBER_COUNT members are installed, run this on each within a few" \
        "minutes; a member is ready once a majority is there, so don't wait for one before the next:"
    say "    systemctl enable --now --no-block $SERVICE"
else
    say "Nothing was started. To start it:"
    say "    systemctl enable --now $SERVICE"
fi
say "Then, on the workstation, in the bundle's directory, with one of its clients:"
say "    . clients/NAME/etcdctl.env && etcdctl endpoint health --cluster"
name_backups
