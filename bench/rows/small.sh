# Packets of 64 bytes, as many as pass, each way, beside the plainest tunnel in C#, which has no TLS.

prepare_small() {
    relay_build
    client_start 1
    iperf_servers 1
    relay_start
    local seconds=$warming
    small_packets $inside 5201 > /dev/null
    small_packets $inside 5201 -R > /dev/null
    small_packets 10.97.0.1 5301 > /dev/null
    small_packets 10.97.0.1 5301 -R > /dev/null
}

round_small() {
    local reference
    reference=$(small_packets 10.97.0.1 5301)
    figure small "up, packets" "$(small_packets $inside 5201)" "$reference"
    reference=$(small_packets 10.97.0.1 5301 -R)
    figure small "down, packets" "$(small_packets $inside 5201 -R)" "$reference"
}

finish_small() {
    client_end 1
    local process
    for process in "${relay[@]}"; do end "$process"; done
}

small_packets() { # small_packets ADDRESS PORT [OPTION]: prints how many thousands arrive in a second
    local address=$1 at=$2 header=28
    shift 2
    within c1 iperf3 -c "$address" -p "$at" -u -b 0 -l $((64 - header)) -t "$seconds" -J "$@" > "$work/small" \
        || { jq -r '.error // empty' "$work/small" >&2; fail "iperf3 failed"; }
    jq '.end.sum | (.packets - .lost_packets) / .seconds / 1000' "$work/small"
}

relay_build() {
    [ ! artifacts/relay/relay.dll -nt bench/reference/relay.cs ] || return 0
    TMPDIR="$work" dotnet build -c Release --nologo -v q -o artifacts/relay bench/reference/relay.cs > "$work/relay.log" || { cat "$work/relay.log" >&2; fail "the relay was not built"; }
}

relay_start() { # both ends of it, and an iperf3 behind it
    relay=()
    start "$work/relay-s" s dotnet artifacts/relay/relay.dll bench-relay 4445
    relay+=("$started")
    until_true "the relay does not listen" "$started" "$work/relay-s" listens s 4445
    start "$work/relay-c" c1 dotnet artifacts/relay/relay.dll bench-relay $gateway 4445
    relay+=("$started")
    until_true "the relay did not start" "$started" "$work/relay-c" ip -n "$name-c1" link show bench-relay
    ip -n "$name-s" address add 10.97.0.1 peer 10.97.0.2 dev bench-relay
    ip -n "$name-c1" address add 10.97.0.2 peer 10.97.0.1 dev bench-relay
    ip -n "$name-s" link set bench-relay mtu 1400 up
    ip -n "$name-c1" link set bench-relay mtu 1400 up
    start "$work/iperf-relay" s iperf3 -s -B 10.97.0.1 -p 5301
    relay+=("$started")
    until_true "the relay does not carry" "$started" "$work/iperf-relay" within c1 ping -c 1 -W 1 10.97.0.1
}
