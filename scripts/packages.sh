# The Debian packages behind each ./dev command, and their installation.

# Debian's prometheus-cpp looks for curl and zlib whenever CMake looks for it.
RUN_PACKAGES=(g++ cmake ninja-build libboost1.81-dev libboost-json1.81-dev libyaml-cpp-dev libspdlog-dev libcli11-dev
    prometheus-cpp-dev libcurl4-openssl-dev zlib1g-dev libssl-dev libsodium-dev pkg-config libhowardhinnant-date-dev tzdata)
# wsproto reads the server's WebSocket frames in the tests, independently of the library that the server uses; nginx is
# the proxy that the hub is tested behind.
TEST_PACKAGES=(git catch2 ccache binutils procps curl clang-14 libclang-rt-14-dev libc++-14-dev libc++abi-14-dev
    chromium nginx nodejs npm python3 python3-jsonschema python3-websockets python3-wsproto python3-yaml)
BENCH_PACKAGES=(libbenchmark-dev)
LINT_PACKAGES=(clang-format-14 clang-tidy-14)

# A tool from elsewhere (NodeSource's nodejs brings its own npm) is as good as Debian's package of that name.
is_installed() {
    case "$1" in
        npm) command -v npm >/dev/null ;;
        *) dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed' ;;
    esac
}

# Installs those of the packages named that are missing; with none missing it is instant and needs no root.
need_packages() {
    local missing=() package
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]} > 0)) || return 0

    command -v apt-get >/dev/null || fail "this isn't a Debian system; install what these packages bring: ${missing[*]}"
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "as root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    install_quietly "${missing[@]}"
}

# Installs, and starts no service, now or when the machine starts: nginx is run by the test that needs it, as its child.
install_quietly() {
    local asked_before_a_start=/usr/sbin/policy-rc.d
    (
        if [[ ! -e "$asked_before_a_start" ]]; then
            # shellcheck disable=SC2064
            trap "${as_root[*]} rm -f $asked_before_a_start" EXIT
            printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$asked_before_a_start" >/dev/null
            "${as_root[@]}" chmod +x "$asked_before_a_start"
        fi
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq --yes --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >/dev/null
    )
    [[ " $* " != *" nginx "* ]] || "${as_root[@]}" rm -f /etc/systemd/system/multi-user.target.wants/nginx.service
}

# The browser tests' npm packages, as their lock file has them.
need_node_modules() {
    local folder=tests/browser
    [[ -f "$folder/package-lock.json" ]] || return 0
    [[ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]] || return 0
    say "installing the npm packages of $folder"
    npm ci --prefix "$folder" --no-audit --no-fund
    touch "$folder/node_modules/.package-lock.json"
}
