// A WebSocket that says everything back: what conformance tests and the round-trip benchmark talk to. A text that
// begins with "all:" goes to everyone, "close:4000:reason" closes.
#include <tickhub/http.hpp>
#include <tickhub/plugin.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using tickhub::declaration;
using tickhub::type;

constexpr declaration declarations[] = {
    {.name = "listener", .type = type::listener, .doc = "Where it is served.", .required = true},
    {.name = "path", .type = type::url_path, .doc = "Its path.", .by_default = "/echo"},
    {.name = "longest_message", .type = type::size, .doc = "What a client may send at once.", .by_default = "1MiB"},
};

class echo_sink final : public tickhub::sink {
public:
    echo_sink(tickhub::host& h, tickhub::setting root)
        : sink{h}
        , listener_{root["listener"].as_text()}
        , path_{root["path"].as_text()}
        , longest_message_{static_cast<std::uint64_t>(root["longest_message"].as_integer())} {}

    void start() override {
        server_.emplace(host_);
        server_->mount(listener_, path_);
        everyone_ = server_->create_group();
    }
    void on_events(tickhub::event_batch) override {}

    void on_request(tickhub::request const& r) override {
        if (!r.wants_websocket()) {
            server_->respond(r.id(), 426, "text/plain; charset=utf-8", "This is a WebSocket.\n");
            return;
        }
        bool const offers = r.header("sec-websocket-protocol").value_or("").find("echo.v1") != std::string_view::npos;
        auto const client = server_->open_websocket(
            r.id(), {.subprotocol = offers ? "echo.v1" : "", .longest_message = longest_message_});
        if (client)
            server_->join(*client, everyone_, tickhub::http_service::join_with::only_new);
    }

    void on_message(tickhub::websocket_message const& m) override {
        std::string_view const data = m.data();
        auto const form = m.binary() ? tickhub::form::binary : tickhub::form::text;
        if (data.substr(0, 4) == "all:")
            server_->broadcast({&everyone_, 1}, {.event = "said", .data = data.substr(4), .form = form});
        else if (data.substr(0, 6) == "close:")
            close(m.connection(), data.substr(6));
        else
            server_->send(m.connection(), {.event = "echo", .data = data, .form = form});
    }

private:
    void close(tickhub_connection client, std::string_view code_and_reason) {
        std::uint32_t code = 1000;
        std::from_chars(code_and_reason.data(), code_and_reason.data() + code_and_reason.size(), code);
        auto const colon = code_and_reason.find(':');
        server_->close_websocket(client, code,
                                 colon == std::string_view::npos ? "" : code_and_reason.substr(colon + 1));
    }

    std::string listener_;
    std::string path_;
    std::uint64_t longest_message_;
    std::optional<tickhub::http_service> server_;
    tickhub_group everyone_ = 0;
};

constexpr tickhub::manifest manifest = {
    .name = "echo_sink", .version = "1.0", .doc = "Says everything back.", .settings = declarations};

} // namespace

TICKHUB_PLUGIN(echo_sink, manifest)
