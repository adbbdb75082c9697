#include "manifest_json.hpp"

#include <stdexcept>

namespace tickhub::testing {
namespace {

constexpr int max_depth = 32;

class reader {
public:
    explicit reader(std::string_view text) : rest_{text} {}

    manifest_json whole() {
        auto value = any(0);
        if (!rest_.empty())
            fail();
        return value;
    }

private:
    [[noreturn]] static void fail() { throw std::runtime_error{"the manifest is not the JSON of a manifest"}; }

    char take() {
        if (rest_.empty())
            fail();
        char const c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }
    bool take_if(char wanted) {
        if (rest_.empty() || rest_.front() != wanted)
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(std::string_view wanted) {
        if (!rest_.starts_with(wanted))
            fail();
        rest_.remove_prefix(wanted.size());
    }

    manifest_json any(int depth) {
        if (rest_.empty() || depth == max_depth)
            fail();
        switch (rest_.front()) {
        case '{':
            return container('{', '}', manifest_json::kind::object, depth);
        case '[':
            return container('[', ']', manifest_json::kind::array, depth);
        case '"':
            return {manifest_json::kind::text, text(), {}, {}};
        case 't':
            expect("true");
            return {manifest_json::kind::boolean, "true", {}, {}};
        default:
            expect("false");
            return {manifest_json::kind::boolean, "false", {}, {}};
        }
    }

    manifest_json container(char open, char close, manifest_json::kind kind, int depth) {
        manifest_json made;
        made.what = kind;
        take();
        if (take_if(close))
            return made;
        do {
            if (open == '{') {
                made.names.push_back(text());
                expect(":");
            }
            made.items.push_back(any(depth + 1));
        } while (take_if(','));
        if (take() != close)
            fail();
        return made;
    }

    std::string text() {
        std::string value;
        expect("\"");
        for (char c = take(); c != '"'; c = take()) {
            if (c != '\\') {
                value += c;
            } else if (char const escaped = take(); escaped == 'u') {
                expect("00");
                value += static_cast<char>(hex_digit() * 16 + hex_digit());
            } else {
                value += escaped;
            }
        }
        return value;
    }
    int hex_digit() {
        auto const at = std::string_view{"0123456789abcdef"}.find(take());
        if (at == std::string_view::npos)
            fail();
        return static_cast<int>(at);
    }

    std::string_view rest_;
};

} // namespace

manifest_json manifest_json::read(std::string_view text) {
    return reader{text}.whole();
}

manifest_json const& manifest_json::operator[](std::string_view name) const {
    static manifest_json const absent;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name)
            return items[i];
    }
    return absent;
}

} // namespace tickhub::testing
