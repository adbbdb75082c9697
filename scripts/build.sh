# Configures a preset when needed, and builds it.

build() {
    local preset="$1" output
    if [[ ! -f "build/$preset/build.ninja" ]]; then
        say "configuring build/$preset"
        output="$(cmake --preset "$preset" 2>&1)" || {
            printf '%s\n' "$output" >&2
            fail "cmake --preset $preset failed"
        }
    fi
    say "building build/$preset"
    cmake --build "build/$preset"
}
