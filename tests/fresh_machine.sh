#!/usr/bin/env bash
# Shows that a bare Debian 12 is enough: in a new chroot, from a clean clone of what is committed here, `./dev run` serves
# the page and the stream, and `./dev test` passes. Prints how long each took. Needs root, debootstrap and the network.
#
#   tests/fresh_machine.sh [--run-only]
#
# The chroot takes this machine's apt configuration and extra CA certificates: behind a proxy that signs its own
# certificates npm would otherwise hang without a word. Everything happens in mount and process namespaces of its own,
# so nothing stays mounted or running, however this script ends.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
source "$here/scripts/say.sh"

((EUID == 0)) || fail "a chroot needs root: sudo tests/fresh_machine.sh"
command -v debootstrap >/dev/null || fail "install debootstrap first: apt-get install debootstrap"
if [[ -z "${TICKHUB_IN_NAMESPACES:-}" ]]; then
    exec env TICKHUB_IN_NAMESPACES=1 unshare --mount --pid --fork --kill-child "$0" "$@"
fi

root="$(mktemp -d /var/tmp/tickhub-fresh-XXXXXX)"
chmod 755 "$root" # apt fetches as a user of its own
clean_up() {
    local mounted
    for mounted in dev/shm dev proc; do
        umount --lazy "$root/$mounted" 2>/dev/null || true
    done
    rm -rf --one-file-system "$root"
}
trap clean_up EXIT

# As a stranger's shell would: none of this machine's environment but its proxies.
mapfile -t proxies < <(env | grep -iE '^(http|https|no)_proxy=' || true)
stranger=(chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb "${proxies[@]}")
inside() {
    "${stranger[@]}" "$@"
}

# The archive that this machine itself uses, from either of apt's two formats.
mirror() {
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -v security | head -1
}

make_machine() {
    local archive
    archive="$(mirror)"
    say "debootstrap from ${archive:-the default archive}"
    debootstrap --variant=minbase bookworm "$root" ${archive:+"$archive"} >"$root.log" 2>&1 ||
        { tail -20 "$root.log" >&2; fail "debootstrap failed"; }
    rm -f "$root.log"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    [[ ! -d /dev/shm ]] || mount --bind /dev/shm "$root/dev/shm"
    cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
    rm -rf "$root/etc/apt" && cp -a /etc/apt "$root/etc/apt"
    cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/"

    # What it takes to clone at all.
    inside apt-get update -qq
    inside env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends \
        ca-certificates git curl >/dev/null 2>&1
    if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
        cp -L /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
        inside update-ca-certificates >/dev/null 2>&1
    fi
}

refuse_packages() {
    local package
    for package in "$@"; do
        inside dpkg-query --show --showformat='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' &&
            fail "./dev run installed $package, which only ./dev test should"
    done
    return 0
}

# The demo's address, as its config has it.
address() {
    sed -n 's/.*address: *\([0-9.]*:[0-9]*\).*/\1/p' "$here/config/demo.yaml" | head -1
}

show_run() {
    local at began=$SECONDS
    at="$(address)"
    [[ -n "$at" ]] || fail "config/demo.yaml names no address"
    ! curl --silent --output /dev/null "http://$at/" || fail "something already answers on $at; end it first"

    say "clone, and ./dev run"
    inside git clone --quiet /source.git /root/tickhub
    # Not through inside(): $! must be the hub itself in the end, to be sent SIGTERM.
    "${stranger[@]}" bash -c 'cd /root/tickhub && exec ./dev run' &
    local hub=$!
    # While the packages are installed and the hub is built, nothing listens; curl asks again each second.
    until inside curl --silent --fail --retry 5 --retry-delay 1 --retry-connrefused "http://$at/" --output /tmp/page; do
        kill -0 "$hub" 2>/dev/null || fail "./dev run ended before it served a page"
        ((SECONDS - began < 1200)) || fail "no page after 20 minutes"
    done
    page_seconds=$((SECONDS - began))
    inside grep -qi '<html' /tmp/page || fail "what / serves is no page"
    # curl ends by its time limit here: a stream has no end.
    inside curl --silent --no-buffer --max-time 10 "http://$at/stream?topics=ticker" --output /tmp/stream || true
    inside grep -q '^event: ticker' /tmp/stream || fail "no ticker came on the stream within 10 s"
    say "the page came $page_seconds s after the clone began, and tickers followed"
    refuse_packages npm nodejs clang-14 chromium

    kill -TERM "$hub"
    local status=0
    wait "$hub" || status=$?
    ((status == 0)) || fail "the hub ended with status $status on SIGTERM"
}

show_test() {
    local began=$SECONDS
    say "./dev test"
    inside bash -c 'cd /root/tickhub && ./dev test'
    test_seconds=$((SECONDS - began))
}

make_machine
git clone --quiet --bare --no-local "$here" "$root/source.git"
show_run
[[ "${1:-}" == --run-only ]] || show_test

say "a bare Debian 12 is enough"
echo "clone to page: $page_seconds s (limit 480 s)"
[[ "${1:-}" == --run-only ]] || echo "./dev test: $test_seconds s"
((page_seconds <= 480)) || fail "the page took too long"
