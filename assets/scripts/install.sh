#!/bin/sh
# Installs one etcd member from this directory onto this machine. Run it as root, on the member.
# It checks everything first and then makes changes; it starts nothing; running it again is safe.
# Made by quorate, the same for every member: the differences are in install.values beside it.
set -eu
# Nobody else can read what this script writes, not even for a moment, unless a mode says otherwise.
umask 077
LC_ALL=C
export LC_ALL

UNIT_DIRECTORY=/etc/systemd/system
# Set by install.values; empty here, so that nothing comes in from the environment.
CLUSTER_NAME='' MEMBER_NAME='' CLIENT_ADDRESSES='' PEER_ADDRESSES='' MEMBER_COUNT='' ETCD_SERIES='' ETCD_BINARY=''
DATA_DIRECTORY='' WAL_DIRECTORY='' CONFIGURATION_DIRECTORY='' PKI_DIRECTORY='' SERVICE_USER=''
UNIT='' UNIT_FORM='' SETTINGS_FILE='' OTHER_SETTINGS='' AUTHORITIES='' PAIRS=''

usage() {
    cat <<'END'
usage: sh install.sh [--keep-data] [--replace-ca] [--dry-run] [--help]

Installs the etcd member of this directory: certificates and keys, the systemd unit and its settings,
the user that runs it and its data directory. Checks first, then makes changes; starts nothing.

  --keep-data   the member is already in use: replace only changed files, leave its data alone
  --replace-ca  trust a different CA from the installed one; members and clients of the old one are cut
                off, unless the new CA file holds both
  --dry-run     check, show what would be done, change nothing
  --help        this text

With DESTDIR set, files go below that directory as for a package: no root is needed, no user is made
and systemd isn't told.

Root writes only where nobody else can replace what it writes. A directory of certificates or settings
that belongs to the service's user becomes root's again; any other that others can change is refused.

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
# Quotes a word for the shell.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }
have() { command -v "$1" >/dev/null 2>&1; }
# Whether systemd is the init system, as sd_booted(3) finds it: systemctl is in many containers too.
is_booted() { [ -d /run/systemd/system ]; }

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

case $0 in */*) HERE=${0%/*}/ ;; *) HERE=. ;; esac
# With a dot after it, so that a line feed at the end of a name stays.
HERE=$(CDPATH='' cd -- "$HERE" && pwd && echo .)
HERE=${HERE%??}
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
for value in "$CLUSTER_NAME" "$MEMBER_NAME" "$CLIENT_ADDRESSES" "$PEER_ADDRESSES" "$MEMBER_COUNT" "$ETCD_SERIES" \
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
    # Split at spaces, and taken literally.
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
# The settings may be among the certificates.
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
ME=$(id -u)
AM_ROOT=''
[ "$ME" -ne 0 ] || AM_ROOT=yes
UNIT_FILE=$UNIT_DIRECTORY/$UNIT
STAMP=$(date +%Y%m%d%H%M%S)

# --- whose a directory is ---------------------------------------------------------------------------

# Empty if there is no such user.
SERVICE_ID=''
find_user() { SERVICE_ID=$(id -u -- "$SERVICE_USER" 2>/dev/null) || SERVICE_ID=''; }
find_user
# Not every machine has getent, and not every group is in the file.
has_group() {
    getent group "$SERVICE_USER" >/dev/null 2>&1 || cut -d: -f1 /etc/group | grep -Fqx -- "$SERVICE_USER"
}

# Whether files can be given to the service's user: by root, once that user is there.
can_give() { [ -n "$AM_ROOT" ] && [ -n "$SERVICE_ID" ] && has_group; }

# The directory of settings, where it is the service's user's and is going to be taken back.
TAKEN=-

# Whether only root, or who runs this, changes what a directory holds. In one with a sticky bit others add
# things, but exchange only their own, so that it may lie on the way.
is_ours() {
    found=$(stat -L -c '%u %a' -- "$1") || return 1
    case $found in "0 "* | "$ME "*) ;; *) return 1 ;; esac
    case $found in
        *" "[1357]???) [ -n "$BELOW" ] ;;
        *[2367] | *[2367]?) return 1 ;;
    esac
}

# look_at PATH: goes there from the root, as the kernel would. Its status tells whether nobody else can put
# anything in the place of what this finds or makes there; if someone can, FOREIGN is where, and BELOW the
# rest of the path. Between a look and a change only such directories keep what was seen.
look_at() {
    FOREIGN='' at=$ROOT BELOW=$1 links=0
    while [ -d "${at:-/}" ]; do
        while [ "${BELOW#/}" != "$BELOW" ]; do BELOW=${BELOW#/}; done
        if [ "$at" != "$TAKEN" ] && ! is_ours "${at:-/}"; then
            FOREIGN=${at:-/}
            return 1
        fi
        name=${BELOW%%/*}
        BELOW=${BELOW#"$name"}
        case $name in
            '') return 0 ;;
            .) ;;
            ..) at=${at%/*} ;;
            *)
                if [ ! -L "$at/$name" ]; then
                    at=$at/$name
                    continue
                fi
                links=$((links + 1))
                owner=$(stat -c %u -- "$at/$name") || owner=''
                case $links-$owner in 41-* | *-) owner=nobody ;; esac
                case $owner in 0 | "$ME") ;; *)
                    FOREIGN=$at/$name
                    return 1
                    ;;
                esac
                to=$(readlink -- "$at/$name" && echo .)
                to=${to%??}
                case $to in /*) at='' ;; esac
                BELOW=$to/$BELOW
                ;;
        esac
    done
}
# Whether what look_at found lies above the path itself, or is a link in its place.
is_above() { [ -n "$BELOW" ] || [ -L "$FOREIGN" ]; }
is_service_users() { [ -n "$SERVICE_ID" ] && [ "$(stat -L -c %u -- "$1")" = "$SERVICE_ID" ]; }

# Says what look_at found, and what mends it.
foreign() {
    if [ -L "$FOREIGN" ]; then
        printf '%s is a symbolic link of %s, who could lead root anywhere; expected a directory; if %s: %s' \
            "$FOREIGN" "$(stat -c %U -- "$FOREIGN")" "nothing needs it" "rm -- $(quoted "$FOREIGN")"
        return 0
    fi
    printf "%s is %s, and who changes it could exchange what root writes there; expected %s's, %s: %s" \
        "$FOREIGN" "$(stat -L -c '%a %U:%G' -- "$FOREIGN")" "$(id -un)" \
        "and nobody else's to write to; if nothing else needs it as it is" \
        "chown $(id -un) $(quoted "$FOREIGN") && chmod go-w $(quoted "$FOREIGN")"
}

# --- checks: nothing is changed ---------------------------------------------------------------------

# What is used below, before anything is touched: not every machine has all of it.
check_tools() {
    for tool in cmp flock mktemp readlink stat; do
        have "$tool" || fault "no $tool here; install it (coreutils, diffutils and util-linux, or busybox)"
    done
    [ "$(stat -L -c %u -- / 2>/dev/null)" ] || fault "stat here doesn't know -c; install coreutils or busybox"
    [ -n "$AM_ROOT" ] && [ -z "$STAGED" ] || return 0
    case $SERVICE_ID:$SERVICE_USER in
        0:root | 0:toor) ;; # A plan names these only for a cluster that had them before.
        0:*) fault "the user $SERVICE_USER has the id 0, so it is root; choose a separate user for etcd" ;;
    esac
    [ -n "$SERVICE_ID" ] || have useradd ||
        fault "there is no user $SERVICE_USER, and no useradd here to create it; create a system user with a" \
            "group of the same name, without a home or a password"
    has_group || have groupadd ||
        fault "there is no group $SERVICE_USER, and no groupadd here to create it; create it"
}

# Two at once would leave one's certificate next to the other's key. The kernel releases the lock however
# this ends; only root can take it, so that nobody else keeps root from its work.
take_lock() {
    lock=/run/quorate-install.lock
    if [ -n "$STAGED" ]; then
        lock=${ROOT:-/}
        [ -d "$lock" ] || (umask 022 && mkdir -p -- "$lock")
        exec 9<"$lock"
    else
        exec 9>>"$lock"
    fi
    flock -n 9 || fault "another install.sh is running here (it holds the lock $lock); run this again when it is" \
        "done"
}

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

# Whether a file is a link that a run left which was killed while it replaced files: see swap. Only who runs this
# could make it, as the directory that it leads to shows.
is_half_way() {
    left=$(readlink -- "$1") || return 1
    case $left in .quorate.????????/now/"${1##*/}") ;; *) return 1 ;; esac
    is_own_leftover "${1%/*}/${left%%/*}" && [ -f "$1" ]
}
is_own_leftover() { [ -d "$1" ] && [ ! -L "$1" ] && [ "$(stat -c %u -- "$1")" = "$ME" ]; }

# check_target PATH: what is going to be written must not lead elsewhere.
check_target() {
    if is_half_way "$ROOT$1"; then
        note "an earlier run was killed while it replaced $ROOT$1; this one continues from there"
    elif [ "$1" = "$UNIT_FILE" ] && is_packages_alias; then
        warn "$ROOT$1 is another name for a package's unit, $(readlink -- "$ROOT$1"); this member's unit replaces" \
            "that link, so $SERVICE no longer names the package's unit"
    elif [ -L "$ROOT$1" ]; then
        fix="rm -- $(quoted "$ROOT$1")"
        # A unit that is masked is a link as well.
        [ "$(readlink -- "$ROOT$1")" != /dev/null ] || [ "$1" != "$UNIT_FILE" ] || fix="systemctl unmask $SERVICE"
        fault "$ROOT$1 is a symbolic link, expected a file or nothing; if nothing needs it: $fix"
    elif [ -e "$ROOT$1" ] && [ ! -f "$ROOT$1" ]; then
        fault "$ROOT$1 isn't a regular file; move it away"
    fi
}

check_directory() {
    if [ -e "$ROOT$1" ] || [ -L "$ROOT$1" ]; then
        [ -d "$ROOT$1" ] || fault "$ROOT$1 isn't a directory; move it away"
    fi
}

# Once for each, as several paths may lead through it.
TOLD=''
fault_foreign() {
    [ "$FOREIGN" = "$TOLD" ] || fault "$(foreign)"
    TOLD=$FOREIGN
}

# check_way DIRECTORY: nobody else leads root elsewhere on the way to it, or changes what it holds.
check_way() { look_at "$1" || fault_foreign; }
# The same for one that is going to be given another owner and mode itself.
check_way_to() { look_at "$1" || ! is_above || fault_foreign; }

# What lies in a directory of the service's user is made by that user, with no more rights than it has.
check_way_to_data() {
    look_at "$1" || ! is_above || if [ -z "$AM_ROOT" ] || ! is_service_users "$FOREIGN" || ! have runuser; then
        fault_foreign
    elif [ -d "$ROOT$1" ] && ! is_service_users "$ROOT$1"; then
        fault "$ROOT$1 is $(stat -c '%F %N' -- "$ROOT$1") that belongs to $(stat -L -c %U -- "$ROOT$1"), and" \
            "$SERVICE_USER, who owns $FOREIGN, could have put it there; expected a directory of $SERVICE_USER's," \
            "or none: move it away: mv -- $(quoted "$ROOT$1") $(quoted "$ROOT$1.old")"
    fi
}

# Tutorials give all that is below the directory of settings to the service's user.
check_taken() {
    if [ -n "$AM_ROOT" ] && ! look_at "$CONFIGURATION_DIRECTORY" && ! is_above && is_service_users "$FOREIGN"; then
        TAKEN=$FOREIGN
    fi
}

# What others wrote is shown without what moves a terminal's cursor, or worse.
printable() { tr -c '\040-\176\n' '?'; }

# The first thing in a directory, if any; lost+found is what a disk of its own holds.
first_in() {
    listed=$(ls -A -- "$ROOT$1") || return 1
    printf '%s\n' "$listed" | grep -vx 'lost+found' | head -n 1 | printable || return 0
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
        fault "$ROOT$1 isn't empty (it holds $found), but a new member must start without data; for a member" \
            "that is already in use, use --keep-data; if you need nothing in it, stop etcd and empty it:" \
            "find $(quoted "$ROOT$1") -mindepth 1 -delete"
    fi
}

# check_owned DIRECTORY MODE OWNER GROUP: one that was there before is changed only if it is empty or the
# service's user's already; any other may be needed by others as it is.
check_owned() {
    [ -d "$ROOT$1" ] && found=$(first_in "$1") && [ -n "$found" ] || return 0
    mode=$(stat -L -c %a -- "$ROOT$1")
    owner=$(stat -L -c %U:%G -- "$ROOT$1")
    [ "${owner%%:*}" != "$SERVICE_USER" ] || return 0
    wanted=''
    if [ "$mode" != "${2#0}" ]; then
        wanted="chmod $2 $(quoted "$ROOT$1")"
    fi
    if [ "$owner" != "$3:$4" ] && { [ -z "$STAGED" ] || can_give; }; then
        everything=''
        [ "$3" = root ] || everything=' -hR'
        wanted="chown$everything $3:$4 $(quoted "$ROOT$1")${wanted:+ && $wanted}"
    fi
    [ -n "$SERVICE_ID" ] || wanted=${wanted:+"useradd --system $SERVICE_USER && $wanted"}
    [ -z "$wanted" ] || fault "$ROOT$1 isn't empty (it holds $found) and is $mode $owner, expected" \
        "$2 $3:$4; if nothing else needs it as it is: $wanted"
}

# Where certificates lie among the settings, the directory may hold other things too, and keeps its mode as
# long as only root or the service's user changes it and the latter gets to its keys, which are its own 0600.
KEPT=''
check_shared() {
    [ "$PKI_DIRECTORY" = "$CONFIGURATION_DIRECTORY" ] && [ -d "$ROOT$PKI_DIRECTORY" ] || return 1
    if [ "$TAKEN" = - ]; then
        found=$(first_in "$PKI_DIRECTORY") && [ -n "$found" ] && look_at "$PKI_DIRECTORY" || return 1
        case $(stat -L -c %a:%G: -- "$ROOT$PKI_DIRECTORY") in
            *[1357]:*) ;;
            *[1357]?:"$SERVICE_USER:") ;;
            *) return 1 ;;
        esac
    fi
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
        name=$(sed -n "$name" "$settings" | tail -n 1 | tr -d "\"'\r" | printable)
        if [ -n "$name" ] && [ "$name" != "$MEMBER_NAME" ]; then
            fault "according to $settings, this machine is the member $name, but this directory is $MEMBER_NAME's;" \
                "use the directory of $name; if the machine is to become $MEMBER_NAME, move that file away"
        fi
    fi
    for name in $AUTHORITIES; do
        authority=$ROOT$PKI_DIRECTORY/$name
        [ -z "$REPLACE_CA" ] || continue
        [ ! -f "$authority" ] || cmp -s -- "$HERE/pki/$name" "$authority" ||
            fault "$authority is a different CA from this directory's: is this another bundle? Members with" \
                "different CAs don't talk to each other. If no cluster with the old CA runs any more, use" \
                "--replace-ca; if one does, every member and client must first trust a $name with both CAs"
    done
}

check_etcd() {
    if [ ! -x "$ETCD_BINARY" ] || [ ! -f "$ETCD_BINARY" ]; then
        fault "$ETCD_BINARY isn't a program; install etcd $ETCD_SERIES there"
        return 0
    fi
    # Root runs nothing that others can exchange.
    if ! look_at "$ETCD_BINARY" || ! is_ours "$ETCD_BINARY"; then
        FOREIGN=${FOREIGN:-$ETCD_BINARY}
        warn "$ETCD_BINARY was not run to find its version: $(foreign)"
        return 0
    fi
    found=$("$ETCD_BINARY" --version 2>/dev/null | sed -n 's/^etcd Version: *//p') || found=''
    case $found in
        "$ETCD_SERIES".*) ;;
        '') warn "$ETCD_BINARY --version shows no version, expected etcd $ETCD_SERIES" ;;
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
    own=$(ip -o addr show 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }')
    for address in $CLIENT_ADDRESSES $PEER_ADDRESSES; do
        # All of 127.0.0.0/8 is this machine's, though one address of it is listed.
        case $address in 127.*) continue ;; esac
        printf '%s\n' "$own" | grep -Fqx -- "$address" && continue
        warn "this machine ($(uname -n)) doesn't have the address $address of $MEMBER_NAME, and etcd" \
            "binds to it; is this the right member's directory?"
        break
    done
}

# Each certificate must be its CA's, fit its key and hold the addresses that this member is dialed at with it.
check_certificates() {
    if ! have openssl; then
        note "no openssl here, so certificates and keys were not checked"
        return 0
    fi
    each_pair check_pair
}

# check_pair ROLE CERTIFICATE KEY AUTHORITY: the leaf stands first in a file with a chain.
check_pair() {
    certificate=$HERE/pki/$2
    of_certificate=$(openssl x509 -in "$certificate" -noout -pubkey 2>/dev/null) || of_certificate=''
    if [ -z "$of_certificate" ]; then
        fault "$certificate isn't a certificate that openssl can read; copy the directory from the bundle again"
        return 0
    fi
    # An empty passphrase, so that openssl doesn't ask for one.
    of_key=$(openssl pkey -in "$HERE/pki/$3" -passin pass: -pubout 2>/dev/null) || of_key=''
    [ "$of_key" = "$of_certificate" ] ||
        fault "$HERE/pki/$3 doesn't belong to $certificate; copy both from the bundle again"
    case $1 in
        server) dialed=$CLIENT_ADDRESSES ;;
        peer) dialed=$PEER_ADDRESSES ;;
        # The gateway is a client: nobody dials it.
        gateway) dialed='' ;;
        *) dialed="$CLIENT_ADDRESSES $PEER_ADDRESSES" ;;
    esac
    for address in $dialed; do
        openssl x509 -in "$certificate" -noout -checkip "$address" 2>&1 | grep -q 'does match' && continue
        fault "$certificate isn't for $address, the address of $MEMBER_NAME; is it another member's?"
        break
    done
    [ "$4" = - ] || check_signed "$2" "$4"
}

# A unit of another form may have been here before.
check_other_settings() {
    for file in $OTHER_SETTINGS; do
        if [ -e "$ROOT$CONFIGURATION_DIRECTORY/$file" ]; then
            warn "this unit doesn't read $ROOT$CONFIGURATION_DIRECTORY/$file, which stays; if it is from an" \
                "earlier plan, remove it once the member runs"
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
            names=$(sed -n 's/^Alias=//p' "$file" | tr '\n' ' ')
            [ -z "$names" ] || names=", but its other names (${names% }) still mean that one"
            warn "another unit of this name is at $file; the one in $UNIT_DIRECTORY takes precedence$names"
            break
        fi
    done
    for file in "$UNIT_DIRECTORY"/etcd*.service; do
        # What it points to may be gone.
        if [ -L "$file" ] && [ "$file" != "$UNIT_FILE" ] && [ "$(readlink -f -- "$file")" != "$UNIT_FILE" ]; then
            warn "$file belongs to another etcd installation; this member doesn't read it"
        fi
    done
    file=/etc/default/etcd
    if [ -e "$file" ] && [ "$file" != "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" ]; then
        warn "$file belongs to another etcd installation; this member doesn't read it"
    fi
    if [ -d "$UNIT_FILE.d" ]; then
        warn "the drop-ins in $UNIT_FILE.d also change this unit; check that you want that"
    fi
    [ -z "$KEEP_DATA" ] && have systemctl || return 0
    if systemctl --quiet is-active "$UNIT" 2>/dev/null; then
        fault "$UNIT is running; if it is this member, use --keep-data; if it is another one that" \
            "you don't need: systemctl disable --now $SERVICE"
    elif systemctl --quiet is-active etcd.service 2>/dev/null; then
        case $(systemctl show --property=FragmentPath etcd.service 2>/dev/null) in
            FragmentPath=/lib/* | FragmentPath=/usr/lib/*)
                warn "a package's etcd.service is running and may hold this member's ports; if it isn't" \
                    "needed: systemctl disable --now etcd" ;;
        esac
    fi
}

unchanged() {
    say "nothing was changed" >&2
    exit 1
}
check_tools
[ "$FAULTS" -eq 0 ] || unchanged
[ -n "$DRY_RUN" ] || { [ -z "$AM_ROOT" ] && [ -z "$STAGED" ]; } || take_lock
[ "$FAULTS" -eq 0 ] || unchanged
check_files
for directory in "$CONFIGURATION_DIRECTORY" "$PKI_DIRECTORY"; do
    check_directory "$directory"
done
check_taken
check_way "$UNIT_DIRECTORY"
[ "$PKI_DIRECTORY" = "$CONFIGURATION_DIRECTORY" ] || check_way "$CONFIGURATION_DIRECTORY"
check_way_to "$PKI_DIRECTORY"
for directory in "$DATA_DIRECTORY" ${WAL_DIRECTORY:+"$WAL_DIRECTORY"}; do
    check_way_to_data "$directory"
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
[ "$FAULTS" -eq 0 ] || unchanged

# --- changes ----------------------------------------------------------------------------------------

# Where changed files wait, complete, to be renamed into place.
WAITING=''
CHANGES=0 CA_CHANGED='' LEAVES_CHANGED='' RESTART=''
finish() {
    status=$?
    [ -z "$WAITING" ] || { settle "$WAITING" && rm -rf -- "$WAITING"; } || :
    if [ "$status" -ne 0 ]; then
        printf 'error: stopped half-way, see above; once that is fixed, run this again\n' >&2
        exit 1
    fi
}
trap finish EXIT
trap 'exit 1' HUP INT QUIT PIPE ALRM TERM USR1 USR2
stop() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Says what is done; its status says whether to do it.
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
    if ! has_group; then
        ! act "make the group $SERVICE_USER" || groupadd --system "$SERVICE_USER"
    fi
    if [ -z "$SERVICE_ID" ]; then
        ! act "make the user $SERVICE_USER" || useradd --system --gid "$SERVICE_USER" \
            --home-dir /nonexistent --no-create-home --shell "$nologin" "$SERVICE_USER"
        find_user
    fi
}

# place_directory DIRECTORY MODE OWNER GROUP; parents that are missing stay open to all.
place_directory() {
    if ! look_at "$1" && is_above; then
        place_as_user "$1" "$2" "$3"
        return 0
    fi
    if [ ! -d "$ROOT$1" ]; then
        act "make the directory $ROOT$1" || return 0
        (umask 022 && mkdir -p -- "$(dirname -- "$ROOT$1")")
        # Open to all from the start, as the next run leaves such a one as it is.
        case $2 in 0755) (umask 022 && mkdir -- "$ROOT$1") ;; *) mkdir -- "$ROOT$1" ;; esac
    fi
    [ -z "$DRY_RUN" ] || return 0
    # It may be another's until then, but its place is root's: what was seen is what is changed.
    look_at "$1" || ! is_above || stop "$(foreign)"
    ! can_give || chown -- "$3:$4" "$ROOT$1"
    chmod -- "$2" "$ROOT$1"
}

place_as_user() {
    { [ "$3" = "$SERVICE_USER" ] && is_service_users "$FOREIGN"; } || stop "$(foreign)"
    [ "$(stat -L -c '%u %a' -- "$ROOT$1" 2>/dev/null)" != "$SERVICE_ID ${2#0}" ] || return 0
    act "make the directory $ROOT$1 as the user $SERVICE_USER, whose $FOREIGN is" || return 0
    # shellcheck disable=SC2016
    runuser -u "$SERVICE_USER" -- \
        sh -c 'cd / && { [ -d "$1" ] || mkdir -p -- "$1"; } && chmod -- "$2" "$1"' sh "$ROOT$1" "$2"
}

# Takes the directory of settings back from the service's user, who still reads what it did.
take_back() {
    act "take $TAKEN back from $SERVICE_USER, who could exchange what root writes there" || return 0
    mode=0750
    case $(stat -c %a -- "$TAKEN") in *[1357]) mode=0755 ;; esac
    # Before it is root's, so that the service's user isn't shut out if this is killed here.
    chmod -- "$mode" "$TAKEN"
    place_directory "$CONFIGURATION_DIRECTORY" "$mode" root "$SERVICE_USER"
    TAKEN=-
}

# ready DIRECTORY: from here on nobody else changes what it holds, and what a run that was killed left there,
# which may hold a key, goes: nobody else is at work. Links that lead there become the files first.
ready() {
    look_at "$1" || [ -n "$DRY_RUN" ] || stop "$(foreign)"
    for left in "$ROOT$1"/.quorate.????????; do
        if is_own_leftover "$left" && act "remove $left, left by a run that was killed"; then
            settle "$left" || exit 1
            rm -rf -- "$left"
        fi
    done
}

# stage SOURCE TARGET MODE OWNER GROUP: if the file is new or changed, it is written whole beside its
# target, and what it is going to replace is kept. Its status tells whether it says anything new.
stage() {
    source=$HERE/$1
    target=$ROOT$2
    backup='' is_new=yes
    if [ -L "$target" ] && { [ -z "$DRY_RUN" ] || ! is_half_way "$target"; }; then
        { [ "$2" = "$UNIT_FILE" ] && is_packages_alias; } || stop "$target has become a symbolic link"
        act "replace the link $target to $(readlink -- "$target"), which stays" || return 1
    elif [ ! -e "$target" ]; then
        act "write $target" || return 1
    elif [ ! -f "$target" ]; then
        stop "$target is no regular file any more"
    elif ! cmp -s -- "$source" "$target"; then
        backup=$target.bak-$STAMP
        # A link that leads nowhere is there as well.
        while [ -e "$backup" ] || [ -L "$backup" ]; do backup=$backup-1; done
        act "replace $target, the old one is kept as $backup" || return 1
    else
        found=$(stat -c '%a %U:%G' -- "$target") || exit 1
        can_give || found="${found%% *} $4:$5"
        [ "$found" != "${3#0} $4:$5" ] || return 1
        # Written anew, as its owner may have it open.
        act "give $target its mode and owner, $3 $4:$5" || return 1
        is_new=''
    fi
    if [ -z "$WAITING" ]; then
        WAITING=$(mktemp -d -- "$(dirname -- "$target")/.quorate.XXXXXXXX") || exit 1
        mkdir -- "$WAITING/kept" "$WAITING/new" || exit 1
    fi
    # In a condition `set -e` is off: each of these says for itself that it failed.
    if [ -n "$backup" ]; then
        waiting=$WAITING/kept/$(basename -- "$backup")
        cat -- "$target" >"$waiting" || exit 1
        # The old one's owner and mode, and for a key never more than its owner may read.
        ! can_give || chown -- "$(stat -c %u:%g -- "$target")" "$waiting" || exit 1
        case $3 in 0600) ;; *) chmod -- "$(stat -c %a -- "$target")" "$waiting" || exit 1 ;; esac
    fi
    waiting=$WAITING/new/$(basename -- "$target")
    cat -- "$source" >"$waiting" || exit 1
    ! can_give || chown -- "$4:$5" "$waiting" || exit 1
    chmod -- "$3" "$waiting" || exit 1
    [ -n "$is_new" ]
}

# swap DIRECTORY: puts what waits there in its place, whole. etcd reads certificate and key at each handshake, and two
# renames leave a moment, or after a kill more, with one of each pair. So where it replaces several files, each first
# becomes a link to its own old content, and one rename turns all links to the new ones at once. Whatever ends this,
# all of them are old or all are new; the next run, or the end of this one, puts the files where the links are. Only
# a handshake that reads one file before that rename and the other one after it fails, once.
swap() {
    [ -n "$WAITING" ] || return 0
    ! have sync || sync -- "$WAITING"/*/* || exit 1
    directory=$ROOT$1
    for backup in "$WAITING"/kept/*; do
        [ ! -e "$backup" ] || mv -f -- "$backup" "$directory/"
    done
    set --
    for file in "$WAITING"/new/*; do
        name=${file##*/}
        [ ! -f "$directory/$name" ] || set -- "$@" "$name"
    done
    if [ "$#" -gt 1 ]; then
        mkdir -- "$WAITING/old" "$WAITING/links" "$WAITING/next"
        ln -s old "$WAITING/now"
        ln -s new "$WAITING/next/now"
        for name in "$@"; do
            cp -p -- "$directory/$name" "$WAITING/old/"
            ln -s "${WAITING##*/}/now/$name" "$WAITING/links/"
        done
        # The service's user gets to the files, which keep their own modes, and sees no names.
        chmod -- 0711 "$WAITING" "$WAITING/old" "$WAITING/new"
        mv -f -- "$WAITING"/links/* "$directory/"
        mv -f -- "$WAITING/next/now" "$WAITING/"
        settle "$WAITING" || exit 1
    fi
    for file in "$WAITING"/new/*; do
        [ ! -e "$file" ] || mv -f -- "$file" "$directory/"
    done
    rm -rf -- "$WAITING"
    # The next file may go to another directory.
    WAITING=''
}

# settle WAITING: puts files where links lead to them.
settle() {
    for file in "$1"/now/*; do
        link=${1%/*}/${file##*/}
        [ "$(readlink -- "$link")" != "${1##*/}/now/${file##*/}" ] || mv -f -- "$file" "${1%/*}/" || return 1
    done
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
            [ -e "$backup" ] || [ -L "$backup" ] || continue
            remove="$remove $(quoted "$ROOT$PKI_DIRECTORY/$name").bak-*"
            break
        done
    done
    [ -n "$remove" ] || return 0
    say "Old certificates and private keys were kept. Once everything works, remove them:"
    say "    rm --$remove"
}

say "$MEMBER_NAME of $CLUSTER_NAME${STAGED:+, below $ROOT/}"
[ -n "$STAGED" ] || make_user
[ -n "$STAGED$DRY_RUN" ] || can_give || stop "the user $SERVICE_USER and its group aren't there yet"
# One that is there already may hold other things as well: its mode is its owner's choice.
[ "$TAKEN" = - ] || take_back
[ "$PKI_DIRECTORY" = "$CONFIGURATION_DIRECTORY" ] || [ -d "$ROOT$CONFIGURATION_DIRECTORY" ] ||
    place_directory "$CONFIGURATION_DIRECTORY" 0755 root root
[ -n "$KEPT" ] || place_directory "$PKI_DIRECTORY" 0750 root "$SERVICE_USER"
ready "$PKI_DIRECTORY"
for name in $AUTHORITIES; do
    if stage "pki/$name" "$PKI_DIRECTORY/$name" 0644 root root; then CA_CHANGED=yes; fi
done
stage_pair() {
    if stage "pki/$2" "$PKI_DIRECTORY/$2" 0644 root root; then LEAVES_CHANGED=yes; fi
    if stage "pki/$3" "$PKI_DIRECTORY/$3" 0600 "$SERVICE_USER" "$SERVICE_USER"; then LEAVES_CHANGED=yes; fi
}
each_pair stage_pair
swap "$PKI_DIRECTORY"
place_directory "$DATA_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
[ -z "$WAL_DIRECTORY" ] || place_directory "$WAL_DIRECTORY" 0700 "$SERVICE_USER" "$SERVICE_USER"
if [ -n "$SETTINGS_FILE" ]; then
    [ "$PKI_DIRECTORY" = "$CONFIGURATION_DIRECTORY" ] || ready "$CONFIGURATION_DIRECTORY"
    if stage "$SETTINGS_FILE" "$CONFIGURATION_DIRECTORY/$SETTINGS_FILE" 0644 root root; then RESTART=yes; fi
    swap "$CONFIGURATION_DIRECTORY"
fi
[ -d "$ROOT$UNIT_DIRECTORY" ] || place_directory "$UNIT_DIRECTORY" 0755 root root
ready "$UNIT_DIRECTORY"
if stage "$UNIT" "$UNIT_FILE" 0644 root root; then RESTART=yes; fi
swap "$UNIT_DIRECTORY"

if [ -n "$DRY_RUN" ]; then
    say "nothing was changed"
    exit 0
fi
[ "$CHANGES" -gt 0 ] || say "everything is already in place"
if [ -n "$STAGED" ]; then
    name_backups
    exit 0
fi

check_reach
if ! have systemctl; then
    warn "no systemctl here; $UNIT is for systemd"
elif is_booted; then
    systemctl daemon-reload || warn "systemctl daemon-reload failed; run it before you start $SERVICE"
else
    warn "systemd doesn't run this machine (there is no /run/systemd/system), as in most containers: systemctl" \
        "works here once it does; until then, start etcd as the bundle's README.txt says under \"Without systemd\""
fi
if [ -n "$KEEP_DATA" ]; then
    [ -z "$LEAVES_CHANGED" ] || say "etcd uses the new certificates from the next connection on."
    if [ -n "$CA_CHANGED" ]; then
        say "The CA changed, and etcd reads it only at startup. If $AUTHORITIES contains the old CA and" \
            "the new one, restart the members one at a time. Otherwise a restart cuts this member off" \
            "from the others: stop all members, install on all of them, and start them together."
    elif [ -n "$RESTART" ]; then
        say "The unit or the settings changed; restart the members one at a time:"
        say "    systemctl restart $SERVICE"
    fi
elif have systemctl && ! is_booted; then
    say "Nothing was started. Without systemd, start ExecStart of $UNIT_FILE as $SERVICE_USER on each member;" \
        "a member is ready once a majority is up, so don't wait for one before the next."
elif [ "$MEMBER_COUNT" -gt 1 ]; then
    say "Nothing was started. When all $MEMBER_COUNT members are installed, run this on each within a few" \
        "minutes; a member is ready once a majority is up, so don't wait for one before the next:"
    say "    systemctl enable --now --no-block $SERVICE"
else
    say "Nothing was started. To start it:"
    say "    systemctl enable --now $SERVICE"
fi
say "Then, on the workstation, in the bundle's directory, with one of its clients:"
say "    . clients/NAME/etcdctl.env && etcdctl endpoint health --cluster"
name_backups
