#!/bin/sh
# Does with the members what a file says, a line each: sh play.sh history.txt, then sh play.sh runbook.txt.
# Members run in the background; run/NAME.log is what they log. `sh play.sh stop` stops them all.
# It needs etcd and etcdctl on the PATH, and takes the same words as runbook.txt.
set -eu
cd "$(dirname "$0")"
mkdir -p run

# A setting of a member, by its name in an environment file and in a config file.
setting() {
    cat "members/$1/etcd.env" "members/$1/etcd.conf.yml" 2>/dev/null |
        sed -n "s|^$2=||p; s|^$3: *||p" | tail -n 1 | tr -d '"'
}

runs() {
    pid=$(cat "run/$1.pid" 2>/dev/null) && [ "$(ps -o comm= -p "$pid" 2>/dev/null)" = etcd ]
}

ctl() {
    endpoints=${at:-}
    if [ -z "$endpoints" ]; then
        for directory in members/*; do
            one=${directory#members/}
            if runs "$one"; then
                endpoints=$endpoints,$(setting "$one" ETCD_ADVERTISE_CLIENT_URLS advertise-client-urls)
            fi
        done
    fi
    etcdctl --command-timeout=5s --endpoints="${endpoints#,}" --cacert=clients/root/ca.pem \
        --cert=clients/root/client.pem --key=clients/root/client-key.pem "$@"
}

# Retries: a cluster needs a while to elect a leader.
patiently() {
    tries=1
    until "$@" >run/answer 2>&1; do
        if [ "$tries" -ge 20 ]; then
            cat run/answer >&2
            return 1
        fi
        tries=$((tries + 1))
        sleep 1
    done
}

# Starts a member, and records its process ID and its exit code.
recorded() {
    # The member keeps running, so it must not hold the pipe open that reads this script's output.
    exec >>"run/$1.log" 2>&1 </dev/null 3<&-
    echo "play.sh starts $1"
    code=0
    sh start.sh "$@" &
    echo $! >"run/$1.pid"
    wait $! || code=$?
    echo "$code" >"run/$1.exit"
}

start() {
    with='' names=''
    while [ $# -gt 0 ]; do
        if [ "$1" = with ]; then
            shift
            with=$*
            break
        fi
        names="$names $1"
        shift
    done
    for one in $names; do
        if ! runs "$one"; then
            rm -f "run/$one.pid" "run/$one.exit"
            # shellcheck disable=SC2086 # Settings are words without blanks in them.
            recorded "$one" $with &
            # Until it is etcd, and no longer the script that starts it; it may also have ended by now.
            for _ in 1 2 3; do runs "$one" || [ -e "run/$one.exit" ] || sleep 1; done
        fi
    done
}

# Ends a member: end m1 TERM.
end() {
    if runs "$1"; then
        # It may end by itself meanwhile: one that was removed does.
        kill -s "$2" "$pid" 2>/dev/null || :
        while runs "$1"; do sleep 1; done
    fi
    rm -f "run/$1.pid"
}

# Whether a member serves and refuses root's certificate, as it does during a CA change until it is restarted.
refuses_root() {
    awk '/^play.sh starts/ { serves = refuses = 0 }
        serves && /rejected connection/ { refuses = 1 }
        /serving client traffic/ { serves = 1 }
        END { exit !refuses }' "run/$1.log"
}

# Gives up if a member has exited by itself.
none_ended() {
    for directory in members/*; do
        one=${directory#members/}
        if [ -e "run/$one.pid" ] && ! kill -0 "$(cat "run/$one.pid")" 2>/dev/null; then
            [ -e "run/$one.exit" ] || sleep 1
            echo "$one has ended with exit code $(cat "run/$one.exit"); run/$one.log says why" >&2
            exit 1
        fi
    done
}

# Waits until each running member is healthy, or serves and refuses root's certificate.
await() {
    for waited in members/*; do
        waited=${waited#members/}
        [ -e "run/$waited.pid" ] || continue
        at=$(setting "$waited" ETCD_ADVERTISE_CLIENT_URLS advertise-client-urls)
        tries=1
        none_ended
        until ctl endpoint health >run/answer 2>&1 || refuses_root "$waited"; do
            none_ended
            if [ "$tries" -ge 20 ]; then
                cat run/answer >&2
                exit 1
            fi
            tries=$((tries + 1))
            sleep 1
        done
    done
    at=
}

remove() {
    patiently ctl member list
    id=$(awk -F ', ' -v name="$1" '$3 == name { print $1 }' run/answer)
    [ -z "$id" ] || patiently ctl member remove "$id"
    end "$1" TERM
}

# Writes until nothing more fits, not even one byte.
fill() {
    length=100000 number=0
    while [ "$length" -gt 0 ]; do
        value=$(head -c "$length" /dev/zero | tr '\0' x)
        if ctl put "fill/$number" "$value" >run/answer 2>&1; then
            number=$((number + 1))
        elif grep -q 'database space exceeded' run/answer; then
            length=$((length / 10))
            [ "$length" -eq 0 ] || patiently ctl alarm disarm
        else
            sleep 1
        fi
    done
}

compact() {
    patiently ctl get lesson -w json
    patiently ctl compact "$(sed 's/.*"revision":\([0-9]*\).*/\1/' run/answer)"
}

act() {
    verb=$1
    shift
    case $verb in
    start) start "$@" ;;
    stop) end "$1" TERM ;;
    kill) end "$1" KILL ;;
    restart) end "$1" TERM && start "$1" ;;
    wipe) end "$1" KILL && rm -rf "members/$1/data" ;;
    await) await ;;
    remove) remove "$1" ;;
    add) patiently ctl member add "$1" \
        --peer-urls="$(setting "$1" ETCD_INITIAL_ADVERTISE_PEER_URLS initial-advertise-peer-urls)" ;;
    put) patiently ctl put "$1" "$2" ;;
    delete) patiently ctl del --prefix "$1" ;;
    fill) fill ;;
    compact) compact ;;
    defragment) at=$(setting "$1" ETCD_ADVERTISE_CLIENT_URLS advertise-client-urls) patiently ctl defrag ;;
    disarm) patiently ctl alarm disarm ;;
    *) echo "$verb: not a word of runbook.txt" >&2 && exit 2 ;;
    esac
}

if [ "${1:?history.txt, runbook.txt or stop}" = stop ]; then
    for directory in members/*; do end "${directory#members/}" TERM; done
    exit
fi
sed 's/#.*//' "$1" >run/acts
while read -r line <&3; do
    [ -n "$line" ] || continue
    echo "$line"
    # shellcheck disable=SC2086 # Words without blanks in them.
    act $line
done 3<run/acts
