# Sourced by bench/run: a gateway and its clients, each in a network namespace of its own, and what it takes to measure them.
# Everything bears $name and is taken away by lab_close, whatever has happened.

name=adit-bench-$$
work=$(mktemp -d /tmp/adit-bench-XXXXXX)
adit=${ADIT_PROGRAM:-$PWD/artifacts/bin/Adit.Cli/release/adit} # another build, to compare with
gateway=10.99.0.1     # where the server listens
inside=10.83.0.1      # its address in the tunnels
pool=10.83.0.0/16
port=4443
user=bench
authority=$work/state/ca.crt # whom the clients trust
patience=2m           # how long strangers may take
settings=${ADIT_SETTINGS-} # more lines for adit.yaml, to compare with
server=               # its process
declare -a client     # the process of each client, by its number
declare -A background # processes to be ended at the end

say() { echo "bench: $*" >&2; }
fail() { say "$@"; exit 1; }

within() { local namespace=$1; shift; ip netns exec "$name-$namespace" "$@"; } # within NAMESPACE COMMAND…

start() { # start LOG NAMESPACE COMMAND…: in the background; its process is in $started
    local log=$1 namespace=$2
    shift 2
    ip netns exec "$name-$namespace" "$@" > "$log" 2>&1 < /dev/null &
    started=$!
    background[$started]=1
}

end() { # end PROCESS: asks, and waits
    kill "$1" 2> /dev/null || true
    wait "$1" 2> /dev/null || true
    unset "background[$1]"
}

until_true() { # until_true WHAT PROCESS LOG COMMAND…: while the process lives, for a minute
    local what=$1 process=$2 log=$3 i
    shift 3
    for ((i = 0; i < 300; i++)); do
        "$@" > /dev/null 2>&1 && return
        kill -0 "$process" 2> /dev/null || break
        sleep 0.2
    done
    tail -n 20 "$log" >&2
    fail "$what"
}

lab_close() {
    local process namespace
    for process in "${!background[@]}"; do kill -CONT "$process" 2> /dev/null; kill "$process" 2> /dev/null; done || true
    for process in "${!background[@]}"; do wait "$process" 2> /dev/null || true; done
    for namespace in $(ip netns list | cut -d ' ' -f 1 | grep "^$name-"); do ip netns delete "$namespace" || true; done
    rm -rf "$work"
}

# --- networks

namespace() { # namespace NAME
    ip netns add "$name-$1"
    ip -n "$name-$1" link set lo up
}

plug_in() { # plug_in N: the N-th client's namespace, c$N, and its link to the gateway. CUBIC everywhere, whatever the machine's default is.
    [ ! -e "/run/netns/$name-c$1" ] || return 0
    namespace "c$1"
    ip -n "$name-s" link add "to-c$1" type veth peer name uplink netns "$name-c$1"
    ip -n "$name-s" address add "10.98.$1.1/30" dev "to-c$1"
    ip -n "$name-c$1" address add "10.98.$1.2/30" dev uplink
    ip -n "$name-s" link set "to-c$1" up
    ip -n "$name-c$1" link set uplink up
    ip -n "$name-s" route replace "10.98.$1.0/30" dev "to-c$1" src "10.98.$1.1" congctl cubic
    ip -n "$name-c$1" route add $gateway via "10.98.$1.1" congctl cubic
}

# --- the server and its clients

lab_open() {
    mkdir -m 700 "$work/state"
    (umask 077; openssl rand -hex 12 > "$work/password")
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=bench -keyout "$work/key.pem" -out "$work/certificate.pem" 2> /dev/null
    namespace s
    ip -n "$name-s" address add $gateway/32 dev lo
    plug_in 1
}

server_settings() {
    cat > "$work/adit.yaml" <<YAML
names: [$gateway]
listen: ["0.0.0.0:$port"]
plainHttp: []
metrics: 127.0.0.1:9100
pool: $pool
nat: off
authentication: [mschapv2, pap]
ipv6: off
interface: adit-bench
limits: { sessions: 100000, halfOpen: 100000, halfOpenPerAddress: 100000, handshakeTime: $patience, headerTime: $patience }
$settings
YAML
}

server_start() {
    server_settings
    start "$work/server.log" s "$adit" up --user root --config "$work/adit.yaml" --state "$work/state"
    server=$started
    until_true "the server did not start" "$server" "$work/server.log" server_answers
    [ -e "$work/state/user" ] || within s "$adit" user add $user --password-file "$work/password" --state "$work/state" > /dev/null
    touch "$work/state/user"
}

server_answers() { # by its control socket where the account is to be made; else its port will do, which takes no process of ours
    if [ -e "$work/state/user" ]; then listens s $port; else within s "$adit" status --state "$work/state"; fi
}

server_restart() {
    end "$server"
    server_start
}

client_start() { # client_start N…: processes client[N], whose tunnels are open
    local n
    for n in "$@"; do client_begin "$n"; done
    for n in "$@"; do
        until_true "client $n did not connect" "${client[$n]}" "$work/client$n.log" within "c$n" ping -c 1 -W 1 $inside
    done
}

client_begin() { # client_begin N: process client[N], which connects
    plug_in "$1"
    start "$work/client$1.log" "c$1" "$adit" connect $gateway --port $port --user $user --password-file "$work/password" --ca "$authority" \
        --no-default-route --interface adit-bench --revocation off
    client[$1]=$started
}

client_end() { # client_end N
    [ -z "${client[$1]-}" ] || end "${client[$1]}"
    unset "client[$1]"
}

one_by_one_build() { gcc -O2 -Wall -o "$work/one-by-one" bench/reference/one-by-one.c -lssl -lcrypto; }

one_by_one_start() { # one_by_one_start N: process client[N], whose tunnel is open
    local address log=$work/client$1.log
    start "$log" "c$1" "$work/one-by-one" $gateway $port $user "$work/password" adit-bench
    client[$1]=$started
    until_true "the client of single records did not connect" "$started" "$log" grep -q '^[0-9]' "$log"
    address=$(head -n 1 "$log")
    ip -n "$name-c$1" address add "$address" peer $inside dev adit-bench
    ip -n "$name-c$1" link set adit-bench mtu 1400 up
}

# --- measuring

once_if_quick() { ! $quick || [ "$round" = 1 ]; } # what takes long is measured in one round alone of a quick run

# Seconds of CPU, user and system, that these processes have used.
processor() { local process; for process in "$@"; do cat "/proc/$process/stat"; done | sed 's/.*) //' | awk '{ t += $12 + $13 } END { printf "%.2f", t / 100 }'; }

resident() { awk '$1 == "VmRSS:" { print $2 }' "/proc/$1/status"; } # KiB of a process

calculate() { awk "BEGIN { printf \"%.6g\", $* }"; }

# figure ROW FIGURE OURS [REFERENCE]: one measurement of this round
figure() {
    jq -nc --arg row "$1" --arg figure "$2" --argjson round "$round" --argjson ours "$3" --argjson reference "${4:-null}" \
        '{ row: $row, figure: $figure, round: $round, ours: $ours, reference: $reference }' >> "$work/figures"
    say "  $1, $2: $3${4:+, reference $4}"
}

# bare_tls FROM TO SIZE: a bare stream for $seconds; sets bytes, took, sender and receiver (both CPU seconds)
bare_tls() {
    local address=$gateway receiving
    [ "$2" = s ] || address=10.98.${2#c}.2
    start "$work/receiver" "$2" "$work/tls-stream" receive 4444 "$work/certificate.pem" "$work/key.pem"
    receiving=$started
    until_true "the reference does not listen" "$receiving" "$work/receiver" listens "$2" 4444
    within "$1" "$work/tls-stream" send "$address" 4444 "$3" "$seconds" > "$work/sender"
    wait "$receiving"
    unset "background[$receiving]"
    read -r bytes took receiver < "$work/receiver"
    read -r _ _ sender < "$work/sender"
}

listens() { within "$1" ss -Hlnt "sport = :$2" | grep -q .; } # listens NAMESPACE PORT

iperf_servers() { # iperf_servers COUNT: in the gateway, at ports 5201 and up
    local i
    for ((i = 1; i <= $1; i++)); do
        [ -z "${iperf_server[$i]-}" ] || continue
        start "$work/iperf-server$i" s iperf3 -s -B $inside -p $((5200 + i))
        iperf_server[$i]=$started
    done
    for ((i = 1; i <= $1; i++)); do
        until_true "iperf3 does not listen" "${iperf_server[$i]}" "$work/iperf-server$i" listens s $((5200 + i))
    done
}
declare -a iperf_server

# through_tunnel N OPTION…: iperf3 of client N for $seconds; leaves its report in $work/iperf$N
through_tunnel() {
    local n=$1
    shift
    within "c$n" iperf3 -c $inside -p $((5200 + n)) -t "$seconds" -C cubic -J "$@" > "$work/iperf$n" || true
    jq -e .end.sum_received "$work/iperf$n" > /dev/null && return # it may end well without having measured
    jq -r '.error // .' "$work/iperf$n" >&2
    fail "iperf3 failed"
}

speed_of() { jq '.end.sum_received.bits_per_second / 1e9' "$work/iperf$1"; } # speed_of N: Gbit/s, of its report

# Of the report of client N: bytes that arrived, the seconds, and the CPU seconds of both ends of iperf3.
iperf_result() {
    jq -r '.end | [ .sum_received.bytes, .sum_received.seconds,
        (.cpu_utilization_percent | .host_total + .remote_total) / 100 * .sum_sent.seconds ] | @tsv' "$work/iperf$1"
}

# --- many clients in one process

load_command() { # prints the command, with those of the caller after it
    printf '%q ' env DOTNET_TieredPGO=0 "$adit" load $gateway --port $port --user $user --password-file "$work/password" --ca "$authority" -o json "$@"
}

load() { within c1 bash -c "$(load_command "$@") 2> $work/load.log" || { tail -n 3 "$work/load.log" >&2; fail "not every client of the load got its session"; }; }

start_load() { # start_load OPTION…: in the background, from the namespace c${load_from-1}; what came of it is in $work/load-$started.json
    start "$work/load-run" "c${load_from-1}" bash -c "exec $(load_command "$@") 2> $work/load.log"
    ln -f "$work/load-run" "$work/load-$started.json"
}

# Asked by hand: a process of ours each time would have a large part in what is measured.
metrics() { within s bash -c 'exec 3<> /dev/tcp/127.0.0.1/9100; printf "GET /metrics HTTP/1.0\r\n\r\n" >&3; cat <&3'; }

open_sessions() { metrics | sed -n 's/^adit_sessions{.*} \([0-9]*\).*/\1/p'; }

until_open() { # until_open COUNT: waits until just as many sessions are open, for two minutes
    local i count
    for ((i = 0; i < 240; i++)); do
        count=$(open_sessions)
        [ "$count" != "$1" ] || return 0
        sleep 0.5
    done
    fail "there are $count sessions, not $1"
}

# start_flood COUNT: a load whose sessions send more datagrams of 1400 bytes, all together, than pass; in $started. As in bulk, each sends many
# at once, but none where the last ones still wait: so what it costs to send is the same for one session and for many, and nothing is dropped.
start_flood() {
    start_load --sessions "$1" --rate 0 --hold 600 --traffic udp --packets $((1000000 / $1)) --burst 32 --length 1400
}

until_warm() { sleep 10; } # a program that has just begun compiles most of what it does under such load meanwhile

arriving() { # prints the Gbit/s that come out of the tunnels at the gateway, for $seconds
    local counter=/sys/class/net/adit-bench/statistics/rx_bytes before after begun
    begun=$(date +%s%N) before=$(within s cat $counter)
    sleep "$seconds"
    after=$(within s cat $counter)
    calculate "($after - $before) * 8 / ($(date +%s%N) - $begun)"
}
