# One session, TCP bulk, each way, beside a bare TLS stream over the same link.

prepare_bulk() {
    client_start 1
    iperf_servers 1
    local seconds=$warming # what the runtime compiles in the first seconds is not what bulk costs
    through_tunnel 1
    through_tunnel 1 -R
}

round_bulk() {
    bulk_one_way up c1 s
    bulk_one_way down s c1 -R
}

bulk_one_way() { # bulk_one_way WAY FROM TO [OPTION]
    local way=$1 from=$2 to=$3 bytes took sender receiver before used iperf speed cost
    shift 3
    bare_tls "$from" "$to" 16384
    speed=$(calculate "$bytes * 8 / $took / 1e9") cost=$(calculate "($sender + $receiver) / $bytes * 1e9")
    before=$(processor "$server" "${client[1]}")
    through_tunnel 1 "$@"
    used=$(processor "$server" "${client[1]}")
    read -r bytes took iperf < <(iperf_result 1)
    figure bulk "$way, speed" "$(calculate "$bytes * 8 / $took / 1e9")" "$speed"
    figure bulk "$way, CPU" "$(calculate "($used - $before + $iperf) / $bytes * 1e9")" "$cost"
}

finish_bulk() { client_end 1; }
