# Eight sessions at once, each way, beside one of them alone.

sessions_at_once=8

prepare_sessions() {
    local n
    for ((n = 1; n <= sessions_at_once; n++)); do client_start "$n"; done
    iperf_servers $sessions_at_once
    local seconds=3
    all_through_tunnel > /dev/null
    all_through_tunnel -R > /dev/null
}

round_sessions() {
    sessions_one_way up
    sessions_one_way down -R
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
