# What the server sends where it has the machine nearly to itself: datagrams to sixteen clients that throw away what comes, beside one such
# client, whose session is one thread's work.

clients_at_once=16
offered=14 # Gbit/s: more than two processors encrypt

prepare_cores() {
    gcc -O2 -Wall -o "$work/datagrams" bench/reference/datagrams.c
    one_by_one_build
    plug_in 1
}

round_cores() {
    once_if_quick || return 0
    local one one_busy all all_busy
    read -r one one_busy <<< "$(thrown_away 1)"
    read -r all all_busy <<< "$(thrown_away $clients_at_once)"
    figure cores speed "$all" "$one"
    figure cores processors "$all_busy" "$one_busy"
}

finish_cores() { :; }

thrown_away() { # thrown_away COUNT: prints Gbit/s and processors, of so many sessions
    local n bytes busy addresses=()
    for ((n = 1; n <= $1; n++)); do
        start "$work/away$n" c1 "$work/one-by-one" $gateway $port $user "$work/password" -
        away[n]=$started
    done
    for ((n = 1; n <= $1; n++)); do
        until_true "a client that throws away did not connect" "${away[$n]}" "$work/away$n" grep -q '^[0-9]' "$work/away$n"
        addresses+=("$(head -n 1 "$work/away$n")")
    done
    within s "$work/datagrams" $offered 1 "${addresses[@]}"
    bytes=$(sent_to_clients) busy=$(processor "$server")
    within s "$work/datagrams" $offered "$seconds" "${addresses[@]}"
    echo "$(calculate "($(sent_to_clients) - $bytes) / $seconds * 8 / 1e9") $(calculate "($(processor "$server") - $busy) / $seconds")"
    for ((n = 1; n <= $1; n++)); do end "${away[$n]}"; done
}
declare -a away

sent_to_clients() { within s cat /sys/class/net/to-c1/statistics/tx_bytes; }
