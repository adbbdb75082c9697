#include "storm/returning_client.hpp"

#include "tools/fail.hpp"
#include "tools/stream_socket.hpp"
#include "tools/wire_walk.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace bench {

void returning_client::connect(int source) {
    socket_ = connect_to(port_, source);
    answered_ = false;
    rest_.clear();
    ask_for(socket_, wire::event_stream, "/stream?topics=news", id_.empty() ? "" : "Last-Event-ID: " + id_ + "\r\n");
}

void returning_client::cut() {
    if (socket_ >= 0)
        ::close(socket_);
    socket_ = -1;
    told_ = false;
}

bool returning_client::read() {
    char buffer[64 * 1024];
    auto const size = ::recv(socket_, buffer, sizeof(buffer), MSG_DONTWAIT);
    if (size <= 0)
        return false;
    rest_.append(buffer, static_cast<std::size_t>(size));
    if (!answered_) {
        auto const end = rest_.find("\r\n\r\n");
        if (end == std::string::npos)
            return true;
        if (!rest_.starts_with("HTTP/1.1 200"))
            fail("a stream was refused");
        rest_.erase(0, end + 4);
        answered_ = true;
    }
    rest_.erase(0, walk(rest_, wire::event_stream, [&](std::string_view event) { take(event); }));
    return true;
}

void returning_client::take(std::string_view event) {
    auto const name = event_of(event, wire::event_stream);
    if (name == "resume")
        take_resume(event);
    else if (name == "gap")
        admitted_ += number_after(event, "\"count\":");
    else if (name == "news")
        take_news(number_after(event, "\"id\":\""));
    if (auto const at = event.find("\nid: "); at != std::string_view::npos)
        id_ = event.substr(at + 5, event.find('\n', at + 5) - at - 5);
}

void returning_client::take_resume(std::string_view event) {
    auto const news = event.substr(std::min(event.size(), event.find("\"news\":")));
    recovered_ = news.starts_with("\"news\":{\"recovered\":true");
    told_ = true;
    if (recovered_)
        return;
    any_may_follow_ = news.find("\"missed\":null") != std::string_view::npos;
    auto const missed = news.find("\"missed\":");
    if (!any_may_follow_ && missed == std::string_view::npos)
        ++untrue_;
    else
        admitted_ += number_after(news.substr(0, news.find('}')), "\"missed\":");
}

void returning_client::take_news(std::uint64_t number) {
    if (number <= last_)
        ++doubled_;
    else if (!any_may_follow_ && number > last_ + 1 + admitted_)
        lost_ += number - last_ - 1 - admitted_;
    else if (!any_may_follow_ && number < last_ + 1 + admitted_)
        ++untrue_;
    admitted_ = 0;
    any_may_follow_ = false;
    last_ = number;
}

} // namespace bench
