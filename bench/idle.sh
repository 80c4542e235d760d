#!/usr/bin/env bash
# Measures what an idle connection costs the server in resident memory. As root:
#   bench/idle.sh [COUNT [tcp|tls|sstp]]      10000 connections with TLS and SSTP's HTTP greeting done, unless told otherwise
# The server and the connections have a network namespace of their own; nothing is left behind.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
count=${1:-10000}
stage=${2:-sstp}
name=adit-idle-$$
work=$(mktemp -d)
server=

finish() {
    [[ -z $server ]] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    ip netns delete "$name" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

./adit --version >/dev/null # builds it where needed
TMPDIR="$work" dotnet build -c Release --nologo -v q -o "$work/idle" bench/idle.cs >"$work/log" || { cat "$work/log" >&2; exit 1; }
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
cat >"$work/adit.yaml" <<YAML
names: [bench]
listen: ["127.0.0.1:4443"]
plainHttp: ["127.0.0.1:4480"]
interface: adit-idle
limits: { sessions: 100000, halfOpen: 100000, halfOpenPerAddress: 100000, handshakeTime: 2m, headerTime: 2m }
sstp: { negotiationTimeout: 10m }
call: { setupTime: 10m }
YAML

ip netns add "$name"
ip -n "$name" link set lo up
ip netns exec "$name" artifacts/bin/Adit.Cli/release/adit up --user root --config "$work/adit.yaml" --state "$work/state" >"$work/log" 2>&1 &
server=$!
for _ in {1..100}; do
    ip netns exec "$name" bash -c ': </dev/tcp/127.0.0.1/4443' 2>/dev/null && break
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.2
done
ip netns exec "$name" dotnet "$work/idle/idle.dll" 127.0.0.1:4443 "$server" "$count" "$stage"
