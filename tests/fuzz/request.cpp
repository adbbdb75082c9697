// What a client may send: raw bytes into a connection's request reader, and what it accepts into the URL's reader. The
// first byte says in which steps they arrive. Whatever comes: the same requests are accepted in any steps, limits hold,
// and what is accepted has one meaning.
#include "http/options.hpp"
#include "http/request_reader.hpp"
#include "http/target.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace tickhub::http;
using progress = request_reader::progress;

void must(bool holds) {
    if (!holds)
        std::abort();
}

std::string show(received_request const& r) {
    std::string all = r.method + " " + r.target + (r.http_1_0 ? " 1.0 " : " 1.1 ") + (r.keep_alive ? "kept" : "closed");
    for (auto const& [name, value] : r.headers)
        all += "\n" + name + ": " + value;
    return all + "\n\n" + r.body + "\n";
}

void check(received_request const& r, listener_options const& limits) {
    must(!r.method.empty() && !r.target.empty() && r.target.size() <= limits.target_limit);
    must(r.body.size() <= limits.body_limit);
    must(r.http_1_0 || !r.header("host").empty() ||
         std::any_of(r.headers.begin(), r.headers.end(), [](auto const& h) { return h.first == "host"; }));
    must(r.header("transfer-encoding").empty() || r.header("content-length").empty());
    std::size_t head = 0;
    for (auto const& [name, value] : r.headers) {
        head += name.size() + value.size();
        must(!name.empty() && (name + value).find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos);
    }
    must(head <= limits.header_limit);
    std::string why;
    must(parse_target(r.target, why).has_value() || !why.empty());
}

// As a connection does: every request that comes, until one is refused.
std::string read_all(std::string_view bytes, std::size_t step) {
    listener_options const limits;
    request_reader reader{{limits.header_limit, limits.target_limit, limits.body_limit}};
    std::string all;
    while (!bytes.empty()) {
        std::string_view const some = bytes.substr(0, step);
        bytes.remove_prefix(some.size());
        auto found = reader.feed(some);
        while (found == progress::complete || found == progress::wants_continue) {
            if (found == progress::complete) {
                auto const request = reader.take();
                check(request, limits);
                all += show(request);
            }
            found = reader.feed({});
        }
        if (found == progress::refused) {
            must(reader.why().status >= 400 && reader.why().status <= 505 && !reader.why().text.empty());
            return all; // when it is refused depends on how much has come; what was accepted before doesn't
        }
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data) + 1, size - 1};
    std::size_t const step = data[0] == 0 ? 8 * 1024 : data[0];
    std::string const at_once = read_all(bytes, 8 * 1024);
    must(read_all(bytes, step) == at_once);
    return 0;
}
