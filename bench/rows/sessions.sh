# Eight sessions at once, each way, beside one of them alone; then two hundred in one client program, beside one in the same program. That
# program sends datagrams, which no kernel gathers: what it reaches is not what bulk does.

sessions_at_once=8

prepare_sessions() {
    client_start $(seq $sessions_at_once)
    iperf_servers $sessions_at_once
    local seconds=$warming
    all_through_tunnel > /dev/null
    all_through_tunnel -R > /dev/null
}

round_sessions() {
    sessions_one_way up
    sessions_one_way down -R
    once_if_quick || return 0
    local one
    one=$(flooded 1)
    figure sessions "200, up, speed" "$(flooded 200)" "$one"
}

flooded() { # flooded COUNT: prints the speed of so many sessions in one program, all together
    start_flood "$1"
    local flood=$started
    until_open $((sessions_at_once + $1)) # those of the eight are open, too, and idle
    until_warm
    arriving
    end "$flood"
    until_open $sessions_at_once
}

sessions_one_way() { # sessions_one_way WAY [OPTION]
    local way=$1 one
    shift
    through_tunnel 1 "$@"
    one=$(speed_of 1)
    figure sessions "$way, speed" "$(all_through_tunnel "$@")" "$one"
}

all_through_tunnel() { # prints the speed of all together
    local n total=0 running=()
    for ((n = 1; n <= sessions_at_once; n++)); do
        through_tunnel "$n" "$@" &
        running+=($!)
    done
    wait "${running[@]}"
    for ((n = 1; n <= sessions_at_once; n++)); do total="$total + $(speed_of "$n")"; done
    calculate "$total"
}

finish_sessions() { local n; for ((n = 1; n <= sessions_at_once; n++)); do client_end "$n"; done; }
