# One session, TCP bulk, each way, beside a bare TLS stream over the same link, and beside the plainest tunnel in C, which says what of that any
# tunnel can have.

plainest_inside=10.97.1.1 # its server's address in it

prepare_bulk() {
    client_start 1
    iperf_servers 1
    plainest_start
    local seconds=$warming # what the runtime compiles in the first seconds is not what bulk costs
    through_tunnel 1
    through_tunnel 1 -R
}

round_bulk() {
    bulk_one_way up c1 s
    bulk_one_way down s c1 -R
}

bulk_one_way() { # bulk_one_way WAY FROM TO [OPTION]
    local way=$1 from=$2 to=$3 bytes took sender receiver bare_speed bare_cost speed cost adit_speed adit_cost
    shift 3
    bare_tls "$from" "$to" 16384
    bare_speed=$(calculate "$bytes * 8 / $took / 1e9") bare_cost=$(calculate "($sender + $receiver) / $bytes * 1e9")
    bulk_cost "$server" "${client[1]}" through_tunnel 1 "$@"
    adit_speed=$speed adit_cost=$cost
    bulk_cost "${plainest[@]}" through_plainest "$@"
    figure bulk "$way, speed" "$adit_speed" "$bare_speed"
    figure bulk "$way, CPU" "$adit_cost" "$bare_cost"
    figure bulk "$way, speed, plainest" "$adit_speed" "$speed"
    figure bulk "$way, CPU, plainest" "$adit_cost" "$cost"
}

bulk_cost() { # bulk_cost PROCESS PROCESS COMMAND…: sets speed, and cost: CPU seconds of both and of iperf3 for each GB
    local bytes took iperf before used ends=("$1" "$2")
    shift 2
    before=$(processor "${ends[@]}")
    "$@"
    used=$(processor "${ends[@]}")
    read -r bytes took iperf < <(iperf_result 1)
    speed=$(calculate "$bytes * 8 / $took / 1e9") cost=$(calculate "($used - $before + $iperf) / $bytes * 1e9")
}

finish_bulk() {
    client_end 1
    local process
    for process in "${plainest[@]}" "$plainest_iperf"; do end "$process"; done
}

plainest_start() { # both ends of it, and an iperf3 behind it
    gcc -O2 -Wall -o "$work/tunnel" bench/reference/tunnel.c -lssl -lcrypto
    start "$work/plainest-s" s "$work/tunnel" listen bench-plain 4446 "$work/certificate.pem" "$work/key.pem"
    plainest=("$started")
    until_true "the plainest tunnel does not listen" "$started" "$work/plainest-s" listens s 4446
    start "$work/plainest-c" c1 "$work/tunnel" connect bench-plain $gateway 4446
    plainest+=("$started")
    until_true "the plainest tunnel did not start" "$started" "$work/plainest-c" ip -n "$name-c1" link show bench-plain
    ip -n "$name-s" address add $plainest_inside peer 10.97.1.2 dev bench-plain
    ip -n "$name-c1" address add 10.97.1.2 peer $plainest_inside dev bench-plain
    ip -n "$name-s" link set bench-plain mtu 1400 up
    ip -n "$name-c1" link set bench-plain mtu 1400 up
    start "$work/iperf-plainest" s iperf3 -s -B $plainest_inside -p 5201
    plainest_iperf=$started
    until_true "the plainest tunnel does not carry" "${plainest[1]}" "$work/plainest-c" within c1 ping -c 1 -W 1 $plainest_inside
}

through_plainest() { inside=$plainest_inside through_tunnel 1 "$@"; }
