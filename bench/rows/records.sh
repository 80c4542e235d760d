# A client that puts each packet into a TLS record of its own, as sstpc does: what it costs the server. Up beside a receiver of such records
# that does nothing else, down beside what the same bytes cost the server with our client.

prepare_records() {
    one_by_one_build
    client_start 1
    plug_in 2
    iperf_servers 2
    one_by_one_start 2
    local seconds=$warming
    through_tunnel 1 -R
    through_tunnel 2
    through_tunnel 2 -R
}

round_records() {
    local bytes took sender receiver reference
    bare_tls c1 s 1400
    reference=$(calculate "$receiver / $bytes * 1e9")
    figure records "up, CPU" "$(server_cost 2)" "$reference"
    reference=$(server_cost 1 -R)
    figure records "down, CPU" "$(server_cost 2 -R)" "$reference"
}

finish_records() {
    client_end 1
    client_end 2
}

server_cost() { # server_cost N [OPTION]: the server's CPU seconds for each GB that iperf3 of client N carries
    local n=$1 before after
    shift
    before=$(processor "$server")
    through_tunnel "$n" "$@"
    after=$(processor "$server")
    calculate "($after - $before) / $(jq .end.sum_received.bytes "$work/iperf$n") * 1e9"
}
