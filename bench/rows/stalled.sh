# A session whose peer has stopped reading, while much is sent to it: what it holds of the server's memory, and whether another session
# notices. Beside the same when it is idle.

prepare_stalled() {
    client_start 1 2
    iperf_servers 1
    local seconds=$warming
    through_tunnel 1 -R
    stalled_peer=$(ip -n "$name-c2" -j -4 address show adit-bench | jq -r '.[0].addr_info[0].local')
}

round_stalled() {
    local alone before
    through_tunnel 1 -R
    alone=$(speed_of 1)
    before=$(resident "$server")
    kill -STOP "${client[2]}"
    within s bash -c "dd if=/dev/zero bs=1300 count=20000 > /dev/udp/$stalled_peer/9" 2> /dev/null || true # more than all buffers on the way take
    through_tunnel 1 -R
    figure stalled memory "$(calculate "$(resident "$server") - $before")"
    kill -CONT "${client[2]}"
    figure stalled "other session, speed" "$(speed_of 1)" "$alone"
}

finish_stalled() {
    client_end 1
    client_end 2
}
