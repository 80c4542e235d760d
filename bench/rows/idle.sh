# Many sessions that do nothing: what each takes of the memory of a server that has just started, but has had some before. Then
# one more for each hundred of them, which are busy: how much of their speed these lose by the company.

prepare_idle() { :; }

round_idle() {
    once_if_quick || return 0
    local before loading busy=$((idle / 100)) beside
    server_restart
    load --sessions 600 --rate 300 --hold 0 > /dev/null # what the runtime compiles for the first ones is no session's
    before=$(resident "$server")
    start_load --sessions "$idle" --rate 300 --hold 600
    loading=$started
    until_open "$idle"
    figure idle memory "$(calculate "($(resident "$server") - $before) / $idle")"
    start_flood $busy
    local flood=$started
    until_open $((idle + busy))
    until_warm
    beside=$(arriving)
    end "$loading"
    until_open $busy
    figure idle "busy ones, speed" "$beside" "$(arriving)"
    end "$flood"
}

finish_idle() { server_restart; }
