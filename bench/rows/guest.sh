# Debian's sstpc with its pppd, in a guest whose kernel has PPP (eng/guest): one connect after another, seen from the wire. The guest is a kernel
# in user space, where each program takes long to begin; so what the server takes of it is told by itself, and what a pppd takes to do nothing.

guest=10.99.0.2

prepare_guest() {
    local root
    eng/packages.sh guest
    root=$(eng/guest/build | tail -n 1)
    gcc -O2 -Wall -o "$work/turns" bench/reference/turns.c
    mkdir "$work/guest"
    cp "$authority" "$work/guest/ca.pem"
    within s ip tuntap add guest mode tap vnet_hdr
    within s ip link set guest up
    within s ip route add $guest dev guest
    start "$work/guest.log" s env TMPDIR=/dev/shm setsid linux.uml mem=512M root=/dev/root rootfstype=hostfs "rootflags=$root" ro init=/sbin/init \
        quiet con=null con0=null,fd:1 vec0:transport=tap,ifname=guest,depth=128,gro=1 "guest_address=$guest/24" \
        "guest_names=gateway=$gateway" "guest_folder=$work/guest"
    kernel=$started
    until_true "the guest did not answer" "$kernel" "$work/guest.log" in_guest true
    start "$work/turns.out" s "$work/turns" guest $port
    turns=$started
    sstpc_connects
}

round_guest() {
    once_if_quick || return 0
    local whole servers
    sstpc_connects
    read -r whole servers < <(tail -n 1 "$work/turns.out")
    figure guest whole "$whole"
    figure guest server "$servers"
    figure guest begin "$(calculate "1e3 * $(in_guest 'TIMEFORMAT=%R; time pppd --version > /dev/null 2>&1')")"
}

finish_guest() {
    end "$turns"
    end "$kernel"
}

sstpc_connects() { # until there is a line more about it; sstpc 1.0.18 now and then forgets to wait for the HTTP answer, and is tried again
    local before attempt
    for attempt in 1 2 3; do
        before=$(wc -l < "$work/turns.out")
        ! in_guest "$(sstpc_script)" > "$work/sstpc.log" 2>&1 || break
    done
    until_true "sstpc did not connect" "$kernel" "$work/sstpc.log" has_lines $((before + 1))
}

has_lines() { [ "$(wc -l < "$work/turns.out")" -ge "$1" ]; } # has_lines COUNT: of what was seen

sstpc_script() { # connects, waits for the address, and leaves
    cat <<SCRIPT
        sstpc --log-level 3 --log-stderr --tls-ext --ca-cert /lab/ca.pem --cert-warn --user $user --password $(cat "$work/password") $gateway:$port \
            noauth nodetach noipdefault refuse-eap refuse-pap refuse-chap refuse-mschap noccp novj > /tmp/sstpc.log 2>&1 < /dev/null &
        while kill -0 \$! && ! ip -4 -o address show dev ppp0 2> /dev/null | grep -q inet; do sleep 0.05; done
        kill \$! && wait \$!
        while pidof pppd > /dev/null; do sleep 0.05; done
        cat /tmp/sstpc.log
        grep -q 'Connection Established' /tmp/sstpc.log
SCRIPT
}

in_guest() { # in_guest SCRIPT: its output and its exit code, by the guest's agent
    within s bash -c '
        exec 3<> "/dev/tcp/$1/7777" && printf "%s\0" "$2" >&3 || exit 254
        while IFS= read -r line <&3; do
            case $line in exit=*) exit "${line#exit=}" ;; *) printf "%s\n" "$line" ;; esac
        done
        exit 254' agent $guest "$1"
}
