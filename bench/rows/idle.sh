# Many sessions that do nothing: what each takes of the memory of a server that has just started, but has had some before.

prepare_idle() { :; }

round_idle() {
    local before loading
    server_restart
    load --sessions 100 --rate 0 --hold 0 > /dev/null
    before=$(resident "$server")
    start_load --sessions "$idle" --rate 300 --hold 600
    loading=$started
    until_open "$idle"
    figure idle memory "$(calculate "($(resident "$server") - $before) / $idle")"
    end "$loading"
}

finish_idle() { server_restart; }
