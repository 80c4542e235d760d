#!/usr/bin/env bash
# Measures authentications per second over RADIUS, and the server's CPU time for each, side by side with FreeRADIUS. As root:
#   bench/authentication.sh [COUNT [METHOD...]]      300 of each method, unless told otherwise
# METHOD: pap mschapv2 md5 tls peap-mschapv2 peap-tls ttls-pap ttls-mschapv2
# Beside it as Debian installs it, which writes no log-in down, and with its records of requests and answers (auth_log, reply_log): Adit
# always keeps one. Both servers and the clients (radclient, eapol_test) share a network namespace of their own; each EAP authentication is a process, four
# at a time, with a full handshake. Each server is warmed up before it is measured, with 3000 log-ins of the method (PAP: 60,000), or as
# many as WARM_UP says: a server runs for months, and what .NET compiles in its first minute is not what its log-ins cost. With less, it is
# most of what is measured. Nothing is left behind.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
count=${1:-300}
shift $(($# > 0 ? 1 : 0))
methods=("$@")
[ ${#methods[@]} -gt 0 ] || methods=(pap mschapv2 md5 tls peap-mschapv2 peap-tls ttls-pap ttls-mschapv2)
at_once=4
warm_up=${WARM_UP:-3000}
name=adit-authentication-$$
work=$(mktemp -d)
secret=a-secret-of-both password=Pass-w0rd user=alice
servers=()
adit_program=${ADIT_PROGRAM:-artifacts/bin/Adit.Cli/release/adit} # another build, to compare with

finish() {
    for server in "${servers[@]}"; do { kill "$server" && wait "$server"; } 2>/dev/null || true; done
    ip netns delete "$name" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

inside() { ip netns exec "$name" "$@"; }
fail() { echo "$@" >&2; exit 1; }

wait_for_port() { # wait_for_port PORT PROCESS LOG
    for _ in {1..150}; do
        inside ss -lnu | grep -q "127.0.0.1:$1 " && return
        kill -0 "$2" 2>/dev/null || break
        sleep 0.2
    done
    cat "$3" >&2
    fail "nothing listens on port $1"
}

# --- one PKI for both

pki() {
    local extensions=$work/pki/extensions
    mkdir "$work/pki"
    printf '[server]\nsubjectAltName=DNS:radius.example\nextendedKeyUsage=serverAuth\n[client]\nsubjectAltName=otherName:1.3.6.1.4.1.311.20.2.3;UTF8:%s\nextendedKeyUsage=clientAuth\n' "$user" > "$extensions"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj '/CN=Bench CA' -keyout "$work/pki/ca.key" -out "$work/pki/ca.pem"
    for one in server client; do
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$one" -keyout "$work/pki/$one.key" -out "$work/pki/$one.csr"
        openssl x509 -req -in "$work/pki/$one.csr" -CA "$work/pki/ca.pem" -CAkey "$work/pki/ca.key" -CAcreateserial -days 9 \
            -extfile "$extensions" -extensions $one -out "$work/pki/$one.pem"
    done
}

# --- the two servers

start_adit() {
    mkdir -m 700 "$work/state"
    (umask 077; echo "$secret" > "$work/secret"; echo "$password" > "$work/password")
    cat > "$work/adit.yaml" <<YAML
names: [radius.example]
listen: ["127.0.0.1:4443"]
plainHttp: ["127.0.0.1:4480"]
interface: adit-bench
radius:
  listen: ["127.0.0.1:1812"]
  accounting: ["127.0.0.1:1813"]
  clients: [{ name: bench, address: 127.0.0.1, secretFile: $work/secret }]
access:
  eap: [mschapv2, tls, peap, ttls, md5]
  peap: { inner: [mschapv2, tls] }
revocation: { users: { check: false } } # as FreeRADIUS does it unless told otherwise; the bench's CA publishes nothing
YAML
    ip netns exec "$name" "$adit_program" up --user root --config "$work/adit.yaml" --state "$work/state" > "$work/adit.log" 2>&1 &
    adit=$!
    servers+=("$adit")
    wait_for_port 1812 "$adit" "$work/adit.log"
    inside "$adit_program" user add "$user" --password-file "$work/password" --password-form reversible --state "$work/state" > /dev/null
    for store in roots ntauth; do
        inside "$adit_program" cert import "$work/pki/ca.pem" --store $store --state "$work/state" > /dev/null
    done
}

start_freeradius() { # start_freeradius PORT [MODULE…]: its process is in $freeradius; the modules are those that write log-ins down
    local port=$1 raddb=$work/raddb-$1 module
    shift
    cp -a /etc/freeradius/3.0 "$raddb"
    mkdir "$work/radlog-$port" "$work/radrun-$port"
    cat "$work/pki/server.pem" "$work/pki/ca.pem" > "$raddb/certs/bench.pem"
    sed -i -E "s#^logdir = .*#logdir = $work/radlog-$port#; s#^raddbdir = .*#raddbdir = $raddb#; s#^run_dir = .*#run_dir = $work/radrun-$port#
        s/^(\s*)(user|group) = freerad/\1#/; s/^(\s*)max_requests = .*/\1max_requests = 65536/" "$raddb/radiusd.conf"
    sed -i -E "s#^(\s*)private_key_password = .*##; s#private_key_file = .*#private_key_file = $work/pki/server.key#
        s#certificate_file = .*#certificate_file = $raddb/certs/bench.pem#; s#^(\s*)ca_file = .*#\1ca_file = $work/pki/ca.pem#; s#^(\s*)ca_path = .*##
        s/^(\s*)default_eap_type = md5/\1default_eap_type = mschapv2/; s/^(\s*)tls_max_version = .*/\1tls_max_version = \"1.2\"/" "$raddb/mods-available/eap"
    awk -v port="$port" '/^[ \t]*port = 0/ { sub("0", port + n++ % 2) } { sub("ipaddr = [*]", "ipaddr = 127.0.0.1"); print }' \
        /etc/freeradius/3.0/sites-available/default > "$raddb/sites-available/default" # authentication first, accounting after it
    for module in "$@"; do sed -i -E "s/^#\s*($module)$/\1/" "$raddb/sites-available/default"; done
    sed -i -E "s/^(\s*)port = 18120/\1port = $((port + 2))/" "$raddb/sites-available/inner-tunnel"
    sed -i -E "s/^(\s*)secret = testing123.*/\1secret = $secret/" "$raddb/clients.conf"
    printf '%s Cleartext-Password := "%s"\n' "$user" "$password" > "$raddb/mods-config/files/authorize"
    ip netns exec "$name" freeradius -f -d "$raddb" -l "$work/radlog-$port/out" > "$work/freeradius-$port.log" 2>&1 < /dev/null &
    freeradius=$!
    servers+=("$freeradius")
    wait_for_port "$port" "$freeradius" "$work/radlog-$port/out"
}

# --- the clients

configuration() { # configuration METHOD: eapol_test's
    local certificate="client_cert=\"$work/pki/client.pem\"\nprivate_key=\"$work/pki/client.key\"\n"
    printf 'eapol_version=2\nfast_reauth=0\nnetwork={\nkey_mgmt=IEEE8021X\neapol_flags=0\nidentity="%s"\npassword="%s"\n' "$user" "$password"
    case $1 in
        mschapv2) printf 'eap=MSCHAPV2\n' ;;
        md5) printf 'eap=MD5\n' ;;
        tls) printf "eap=TLS\n$certificate" ;;
        peap-mschapv2) printf 'eap=PEAP\nphase2="auth=MSCHAPV2"\n' ;;
        peap-tls) printf 'eap=PEAP\nphase2="auth=TLS"\nclient_cert2="%s"\nprivate_key2="%s"\n' "$work/pki/client.pem" "$work/pki/client.key" ;;
        ttls-pap) printf 'eap=TTLS\nphase2="auth=PAP"\n' ;;
        ttls-mschapv2) printf 'eap=TTLS\nphase2="auth=MSCHAPV2"\n' ;;
        *) fail "there is no method '$1'" ;;
    esac
    echo '}'
}

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

run_pap() { # run_pap PORT COUNT: prints how many were let in
    # radclient compares each request that it reads with all before it: many are asked in parts.
    local left
    for ((left = $2; left > 0; left -= 5000)); do ask_pap "$1" $((left < 5000 ? left : 5000)); done | awk '{ sum += $1 } END { print sum }'
}

ask_pap() { # the same, at once
    local i
    for ((i = 0; i < $2; i++)); do printf 'User-Name = "%s"\nUser-Password = "%s"\nMessage-Authenticator = 0x00\n\n' "$user" "$password"; done > "$work/requests"
    inside radclient -q -s -p 32 -f "$work/requests" -S "$work/secret" "127.0.0.1:$1" auth 2>/dev/null | awk '/Accepted|Approved/ { print $NF }'
}

run_eap() { # run_eap METHOD PORT COUNT
    configuration "$1" > "$work/$1.conf"
    seq "$3" | inside xargs -P $at_once -I '{}' sh -c \
        "eapol_test $([ "$1" = md5 ] && printf %s -n) -c $work/$1.conf -a 127.0.0.1 -p $2 -s $secret -t 30 2>&1 | tail -n 1" | grep -c SUCCESS || true
}

run() { [ "$1" = pap ] && run_pap "$2" "$3" || run_eap "$@"; }

measure() { # measure METHOD SERVER PROCESS PORT
    local many=$count before after began ended good ms
    local warm=$warm_up
    [ "$1" != pap ] || many=$((count * 20)) warm=$((warm * 20))
    run "$1" "$4" "$warm" > /dev/null
    before=$(ticks "$3") began=$(date +%s%N)
    good=$(run "$1" "$4" "$many")
    ended=$(date +%s%N) after=$(ticks "$3")
    ms=$(awk -v ticks=$((after - before)) -v many="$many" 'BEGIN { printf "%.3f", ticks * 10 / many }')
    awk -v method="$1" -v server="$2" -v many="$many" -v good="${good:-0}" -v ns=$((ended - began)) -v ms="$ms" -v other="${cost[$1]-}" 'BEGIN {
        printf "%-14s %-12s %6d of %6d let in  %8.1f/s  server CPU %6.3f ms each", method, server, good, many, many * 1e9 / ns, ms
        if (other != "" && ms > 0) printf "  (Adit: x %.2f)", other / ms
        print "" }'
    cost[$1]=$ms
}

declare -A cost # CPU ms for each of a method, by the server that was measured last
./adit --version > /dev/null # builds it where needed
eng/packages.sh interop
pki > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
ip netns add "$name"
ip -n "$name" link set lo up
start_adit
start_freeradius 2812
plain=$freeradius
start_freeradius 2822 auth_log reply_log
for method in "${methods[@]}"; do
    measure "$method" Adit "$adit" 1812
    ours=${cost[$method]}
    measure "$method" FreeRADIUS "$plain" 2812
    cost[$method]=$ours
    measure "$method" "with records" "$freeradius" 2822
done
