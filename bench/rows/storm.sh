# Many clients at once, as after an outage, and one session that is at work meanwhile.

prepare_storm() {
    client_start 1
    plug_in 2
    iperf_servers 1
    local seconds=$warming
    through_tunnel 1 -R
}

round_storm() {
    once_if_quick || return 0
    local alone loading
    through_tunnel 1 -R
    alone=$(speed_of 1)
    load_from=2 start_load --sessions "$storm" --rate $((storm / 10)) --hold 600
    loading=$started
    through_tunnel 1 -R
    figure storm "live session, speed" "$(speed_of 1)" "$alone"
    until_open $((storm + 1))
    end "$loading"
    until_open 1
    figure storm "all back" "$(jq .settledSeconds "$work/load-$loading.json")"
}

finish_storm() { client_end 1; }
