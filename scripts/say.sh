# How our scripts speak: what they do, what went wrong, what to do next.

if [[ -t 1 ]]; then
    bold=$'\e[1m' plain=$'\e[0m'
else
    bold='' plain=''
fi

say() {
    printf '%s== %s%s\n' "$bold" "$*" "$plain"
}

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# One line per argument.
next() {
    printf '\n%sNext:%s\n' "$bold" "$plain"
    printf '  %s\n' "$@"
}
