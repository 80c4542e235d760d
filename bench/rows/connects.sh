# Whole connects, from TCP to the record of accounting: the server's CPU for each, and how long one takes where nothing else goes on.

# What the runtime compiles in a server's first minute is not what connects cost while it runs for months: it is done after four thousand.
prepare_connects() {
    local i
    for i in 1 2 3 4 5; do load --sessions 1000 --rate 0 --hold 0 > /dev/null; done
}

round_connects() {
    local before after
    before=$(processor "$server")
    load --sessions "$connects" --rate 0 --hold 0 > "$work/load"
    after=$(processor "$server")
    figure connects "per CPU second" "$(calculate "$connects / ($after - $before)")"
    load --sessions 40 --rate 10 --hold 0 > "$work/load"
    figure connects time "$(jq .connect.p50 "$work/load")"
}

finish_connects() { :; }
