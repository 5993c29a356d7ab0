#!/bin/sh
# Prints what `quorate audit --host` reads: the etcds that run here, their units, and the files that
# their settings name. Private keys are named but never read. Nothing is changed.
#
# Each file is a line `file MODE USER GROUP PATH`, its bytes in base64 and a line `.`; a file that exists but
# isn't sent is `closed PATH`, a missing one is `missing PATH`, and the last line is `end`.
set -u
LC_ALL=C
export LC_ALL
limit=1048576
seen='
'

# send PATH AS: sends a file under the name AS; fails where it can't be read.
send() {
    [ -r "$1" ] || return 1
    printf 'file %s %s\n' "$(stat -L -c '%a %u %g' "$1" 2>/dev/null || echo '0 0 0')" "$2"
    base64 <"$1" 2>/dev/null
    printf '.\n'
}

# named: reads settings, and prints each that names a file: the end of its name, a blank, and the path.
named() {
    # shellcheck disable=SC2016 # `$` is sed's. A flag and its value may be two words.
    tr '\000' '\n' | tr -d '\015' |
        sed -n 's/^\(.*[Ff][Ii][Ll][Ee]\)["'\'']*$/\1=/;H;${x;s/=\n/=/g;p;}' |
        grep -oE '[A-Za-z_-]*([Ff]ile|FILE)["'\'']?[=: ]+-?["'\'']?/[^] "'\'',;{}]+' |
        sed 's/["'\'']\{0,1\}[=: ]*-\{0,1\}["'\'']\{0,1\}\//\ \//'
}

# take NAME PATH ROOT: sends a file that a setting names, as ROOT/PATH has it, and what it names itself.
take() {
    case $seen in *"
$3$2
"*) return 0 ;; esac
    seen="$seen$3$2
"
    if [ ! -e "$3$2" ]; then
        # Others than root don't see everything that is there.
        if [ "$(id -u)" = 0 ]; then printf 'missing %s\n' "$3$2"; fi
        return 0
    fi
    [ -f "$3$2" ] || return 0
    case $1 in
    *[Kk][Ee][Yy][-_][Ff][Ii][Ll][Ee])
        printf 'closed %s\n' "$3$2"
        return 0
        ;;
    esac
    if [ ! -r "$3$2" ] || [ "$(wc -c <"$3$2")" -gt "$limit" ] || grep -q 'PRIVATE KEY' "$3$2"; then
        printf 'closed %s\n' "$3$2"
        return 0
    fi
    send "$3$2" "$3$2"
    grep -q -e '-----BEGIN' "$3$2" || take_all "$3" "$(named <"$3$2")"
}

# take_all ROOT LINES: takes each of the lines that `named` prints.
take_all() {
    [ -n "$2" ] || return 0
    old=$IFS
    IFS='
'
    # shellcheck disable=SC2086 # one word a line
    set -f -- "$1" $2
    set +f
    IFS=$old
    while [ $# -gt 1 ]; do
        take "${2%% *}" "${2#* }" "$1"
        keep=$1
        shift 2
        set -- "$keep" "$@"
    done
}

# is_roots PATH: whether only root can have put a program there.
is_roots() {
    part=$1
    while :; do
        mode=$(stat -L -c '%u %a' "$part" 2>/dev/null) || return 1
        case $mode in '0 '*[2367] | '0 '*[2367]?) return 1 ;; '0 '*) ;; *) return 1 ;; esac
        [ "$part" != / ] || return 0
        part=${part%/*}
        [ -n "$part" ] || part=/
    done
}

# drop_ins UNIT: prints the drop-ins of a unit as they are on disk: systemctl names those of the last
# daemon-reload. Of two with one name the first place wins.
drop_ins() {
    names='/'
    for place in /etc/systemd/system /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
        for path in "$place/$1.d"/*.conf; do
            [ -f "$path" ] || continue
            case $names in */"${path##*/}"/*) continue ;; esac
            names="$names${path##*/}/"
            printf '%s\n' "$path"
        done
    done
}

units='
'
for directory in /proc/[0-9]*; do
    program=$(tr '\000' '\n' <"$directory/cmdline" 2>/dev/null | head -n 1)
    [ "${program##*/}" = etcd ] || continue
    send "$directory/cmdline" "$directory/cmdline" || continue
    send "$directory/environ" "$directory/environ" || printf 'unread %s\n' "$directory/environ"
    root=
    if [ "$(readlink "$directory/root" 2>/dev/null)" = / ]; then
        binary=$(readlink "$directory/exe" 2>/dev/null)
        if [ -n "$binary" ] && is_roots "$binary"; then
            printf 'file 0 0 0 %s/etcd-version\n' "$directory"
            env -i "$binary" --version </dev/null 2>/dev/null | head -n 20 | base64
            printf '.\n'
        fi
    else
        root=$directory/root
    fi
    take_all "$root" "$({ tr '\000' '\n' <"$directory/cmdline"; cat "$directory/environ"; } 2>/dev/null | named)"
    unit=$(sed -n 's|.*/\([^/]*\.service\).*|\1|p' "$directory/cgroup" 2>/dev/null | tail -n 1)
    case $units in *"
$unit
"*) continue ;; esac
    units="$units$unit
"
    [ -n "$unit" ] || continue
    paths=$(
        systemctl show --property=FragmentPath --property=DropInPaths -- "$unit" 2>/dev/null |
            sed 's/^[^=]*=//' | tr ' ' '\n'
        drop_ins "$unit"
    )
    for path in $(printf '%s\n' "$paths" | sort -u); do
        if send "$path" "$path"; then
            take_all '' "$(named <"$path")"
        fi
    done
done
printf 'end\n'
