#!/usr/bin/env bash
# clang-format on every source file; clang-tidy on those changed against main.
#
#   scripts/lint.sh           the above
#   scripts/lint.sh --all     clang-tidy on all files
#   scripts/lint.sh --fix     only reformat, in place
#
# TICKHUB_LINT_SECONDS bounds clang-tidy (default 900); what it leaves out is said.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/say.sh

# What git has or would add, and is still there.
mapfile -t sources < <(git ls-files --cached --others --exclude-standard -- '*.cpp' '*.hpp' '*.h' '*.c' |
    grep -v '/testdata/' | while read -r file; do [[ ! -f "$file" ]] || echo "$file"; done)

if [[ "${1:-}" == --fix ]]; then
    clang-format-14 -i "${sources[@]}"
    say "formatted ${#sources[@]} files"
    exit 0
fi
say "clang-format on ${#sources[@]} files"
clang-format-14 --dry-run -Werror "${sources[@]}" || fail "format them: ./dev lint --fix"

# On main itself, what the last commit changed. A header is looked at through the files that include it: --all sees all.
changed_files() {
    local base
    base="$(git merge-base HEAD main 2>/dev/null || git rev-parse HEAD)"
    [[ "$base" != "$(git rev-parse HEAD)" ]] || base="$(git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)"
    git diff --name-only --diff-filter=d "$base"
    git ls-files --others --exclude-standard
}
if [[ "${1:-}" == --all ]]; then
    candidates=("${sources[@]}")
else
    mapfile -t candidates < <(changed_files | sort -u)
fi

# A build folder of its own, in which nothing is built: clang can't read GCC's precompiled headers.
cmake --preset lint >/dev/null
files=()
for file in "${candidates[@]}"; do
    if [[ "$file" == *.cpp ]] && grep -qF "\"file\": \"$PWD/$file\"" build/lint/compile_commands.json; then
        files+=("$file")
    fi
done
if ((${#files[@]} == 0)); then
    say "clang-tidy: no compiled file changed"
    exit 0
fi

limit="${TICKHUB_LINT_SECONDS:-900}"
say "clang-tidy on ${#files[@]} files, for at most $limit s"
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
export results
check_one() {
    local name="${1//\//_}"
    if clang-tidy-14 --quiet -p build/lint "$1" >"$results/$name.txt" 2>"$results/$name.err"; then
        touch "$results/$name.passed"
    else
        printf '%s\n' "$1"
        cat "$results/$name.txt"
        grep -v 'warnings generated' "$results/$name.err" || true
        touch "$results/$name.failed"
    fi
}
export -f check_one
timeout "$limit" xargs -P "$(nproc)" -n 1 bash -c 'check_one "$1"' _ < <(printf '%s\n' "${files[@]}") || true

passed="$(find "$results" -name '*.passed' | wc -l)"
failed="$(find "$results" -name '*.failed' | wc -l)"
say "clang-tidy: $passed passed, $failed failed, $((${#files[@]} - passed - failed)) not looked at for want of time"
((failed == 0)) || fail "clang-tidy found something"
