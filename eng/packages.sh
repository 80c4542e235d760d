#!/usr/bin/env bash
# Installs the Debian packages that a purpose needs; does nothing where they are all there.
# Usage: eng/packages.sh run|unit|interop|bench|guest
#   run      what `adit up`, `adit demo` and `adit connect` need
#   unit     that, and the tools that the unit tests compare us with
#   interop  that, and what makes the guest in which real peers run
#   bench    what `adit up` needs, and what bench/run measures it with
#   guest    what makes and runs the guest (eng/guest) alone
set -euo pipefail

run=(iproute2 libsqlite3-0 nftables passwd tzdata util-linux)
unit=("${run[@]}" fish groff-base openssl procps systemd zsh)
guest=(debian-archive-keyring debootstrap user-mode-linux)
interop=("${unit[@]}" "${guest[@]}" dnsmasq-base eapoltest freeradius freeradius-utils haproxy iptables iputils-ping kea-dhcp4-server socat systemd-container tinyproxy)
bench=("${run[@]}" gcc iperf3 iputils-ping jq libc6-dev libssl-dev openssl)

say() { echo "adit: $*" >&2; }
die() { say "$@"; exit 1; }

missing() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# Installing must not start a daemon. A policy-rc.d that denies prevents it; the machine's own, if it has one, stays.
deny_daemons() {
    local policy=/usr/sbin/policy-rc.d
    [ ! -e $policy ] || return 0
    trap "rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' > $policy
    chmod 755 $policy
}

install() {
    local log
    log=$(mktemp)
    say "installing $*"
    deny_daemons
    local get=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -y)
    "${get[@]}" --no-install-recommends install "$@" > "$log" 2>&1 \
        || { "${get[@]}" update; "${get[@]}" --no-install-recommends install "$@"; } > "$log" 2>&1 \
        || { tail -n 20 "$log" >&2; die "apt-get could not install these packages: $* (all it said: $log)"; }
    rm -f "$log"
}

case ${1-} in
    run) wanted=("${run[@]}") ;;
    unit) wanted=("${unit[@]}") ;;
    interop) wanted=("${interop[@]}") ;;
    bench) wanted=("${bench[@]}") ;;
    guest) wanted=("${guest[@]}") ;;
    *) sed -n '2,/^set/{s/^# //p}' "$0" >&2; exit 2 ;;
esac

command -v dpkg-query > /dev/null || die "this is not a Debian system; install by hand what these packages hold: ${wanted[*]}"
mapfile -t absent < <(missing "${wanted[@]}")
[ ${#absent[@]} -gt 0 ] || exit 0
command -v apt-get > /dev/null || die "there is no apt-get; install by hand: ${absent[*]}"
[ "$(id -u)" = 0 ] || die "these packages are missing: ${absent[*]}. Run this as root once, or: sudo apt-get install ${absent[*]}"
install "${absent[@]}"
