#!/usr/bin/env bash
# Builds projects in Release where a source is newer than their last build; says so on stderr, since it takes a while.
# Usage: eng/build.sh PROJECT-OR-SOLUTION…    paths relative to the root of the repository
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() { echo "adit: $*" >&2; exit 1; }

command -v dotnet > /dev/null \
    || die "the .NET 10 SDK is missing. Get it with your package manager or from https://dotnet.microsoft.com/download/dotnet/10.0"
mkdir -p artifacts/built 2> /dev/null && [ -w artifacts/built ] \
    || die "cannot write to $PWD/artifacts; run this command as the user who built it ($(stat -c %U artifacts))"

# Whether nothing that TARGET is made of is newer than STAMP. A file that was removed makes its directory newer.
is_current() {
    local target=$1 stamp=$2 sources=(src docs/failures docs/configuration.md ./*.props global.json)
    [[ $target == src/* ]] || sources+=(tests fuzz bench ./*.slnx)
    [ -e "$stamp" ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit 2> /dev/null)" ]
}

# A server that runs from the last build keeps its files: they are unlinked, once, and not written over.
unlink_program() {
    [ -z "${unlinked-}" ] || return 0
    rm -rf artifacts/bin/Adit.Cli/release artifacts/built/Adit.Cli
    unlinked=yes
}

# The analyzers take as long as the rest, and only developers, who run tests, can do anything about what they find.
options_for() {
    [[ $1 == src/* ]] || touch artifacts/built/analyzed
    [ -e artifacts/built/analyzed ] || echo -p:RunAnalyzers=false
}

build() {
    local target=$1 name log stamp
    name=$(basename "$target")
    stamp=artifacts/built/$name log=artifacts/built/$name.log
    ! is_current "$target" "$stamp" || return 0
    echo "adit: building $name …" >&2
    touch "$stamp.new"
    unlink_program
    if ! TMPDIR="$scratch" dotnet build "$target" $(options_for "$target") -c Release -v q --nologo -nodeReuse:false > "$log" 2>&1; then
        grep -E ': error ' "$log" | sed 's/ \[.*//' | sort -u | head -n 20 >&2
        dotnet --list-sdks | grep -q '^10\.' || echo "adit: this needs the .NET 10 SDK; here there is: $(dotnet --list-sdks | tr '\n' ' ')" >&2
        die "the build failed, see $PWD/$log"
    fi
    mv "$stamp.new" "$stamp"
}

# One build at a time; the lock is not passed on, for a compiler server may outlive the build.
exec 9> artifacts/built/lock
flock 9
scratch=$(mktemp -d) # each process of MSBuild makes a directory here, and leaves it
trap 'rm -rf "$scratch"' EXIT
for target in "$@"; do
    build "$target" 9>&-
done
