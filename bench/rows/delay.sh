# A way of 40 ms that loses 1 % of the packets each way, and one of 40 ms that takes no more than 10 Mbit/s: how much longer a ping takes in the
# tunnel, while one session carries bulk (Reno) down, than it takes on the way outside of the tunnel at the same time. Beside it, how much
# longer a message takes in a plain TCP stream that carries bulk down the same way: what TCP itself does to all that shares a stream.

far=250 # the number of the client at the other end

prepare_delay() {
    gcc -O2 -Wall -o "$work/path" bench/reference/path.c
    gcc -O2 -Wall -o "$work/stream-delay" bench/reference/stream-delay.c
    mkfifo "$work/endless"
    namespace "c$far"
    start "$work/iperf-far" s iperf3 -s -B $inside -p $((5200 + far))
    until_true "iperf3 does not listen" "$started" "$work/iperf-far" listens s $((5200 + far))
}

round_delay() {
    once_if_quick || return 0
    delay_on_path "40 ms and 1 %" 20 1 0 0
    delay_on_path "10 Mbit/s" 20 0 10 64
}

finish_delay() { :; }

delay_on_path() { # delay_on_path NAME DELAY LOSS RATE BUFFER: those of path.c
    local title=$1 inner outer seconds=$((seconds < 6 ? 6 : seconds)) # less does not show what stands in a queue
    shift
    path_open "$@"
    client_start $far
    pings $gateway > "$work/outer" & outer=$!
    pings $inside > "$work/inner" & inner=$!
    through_tunnel $far -R -C reno
    wait "$outer" "$inner"
    say "  $title: $(speed_of $far) Gbit/s"
    client_end $far
    figure delay "$title, added" "$(calculate "$(median_ping inner) - $(median_ping outer)")" "$(in_a_stream "$1")"
    end "$path"
}

in_a_stream() { # in_a_stream DELAY: what a message in a plain stream takes, beyond what a packet takes down the same way at the same time
    local receiving outer
    within "c$far" "$work/stream-delay" receive 4445 > "$work/stream" & receiving=$!
    until_true "the reference does not listen" $receiving "$work/stream" listens "c$far" 4445
    pings $gateway > "$work/outer" & outer=$!
    within s "$work/stream-delay" send "10.98.$far.2" 4445 "$seconds"
    wait $receiving "$outer"
    calculate "$(cat "$work/stream") - ($(median_ping outer) - $1)"
}

path_open() { # path_open DELAY LOSS RATE BUFFER: between the gateway and the client; in $path
    start "$work/path.log" s bash -c "exec $work/path to-far uplink $* <> $work/endless"
    path=$started
    until_true "the path is not there" "$path" "$work/path.log" grep ready "$work/path.log"
    ip -n "$name-s" link set uplink netns "$name-c$far"
    ip -n "$name-s" address add "10.98.$far.1" peer "10.98.$far.2" dev to-far
    ip -n "$name-c$far" address add "10.98.$far.2" peer "10.98.$far.1" dev uplink
    ip -n "$name-s" link set to-far up
    ip -n "$name-c$far" link set uplink up
    ip -n "$name-s" route replace "10.98.$far.2" dev to-far src "10.98.$far.1" congctl cubic
    ip -n "$name-c$far" route add $gateway via "10.98.$far.1" congctl cubic
}

pings() { within "c$far" ping -n -i 0.05 -w "$seconds" "$1" || true; } # pings ADDRESS: while the bulk lasts; some are lost

median_ping() { sed -n 's/.*time=\([0-9.]*\) ms/\1/p' "$work/$1" | sort -n | awk '{ times[NR] = $1 } END { print times[int((NR + 1) / 2)] }'; }
