// A sink that fails in the way that it is told to.
#include <tickhub/plugin.hpp>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string_view>

namespace {

[[noreturn]] void never_return() {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock{mutex};
    for (;;)
        never.wait(lock);
}

class misbehaving_sink final : public tickhub::sink {
public:
    misbehaving_sink(tickhub::host& h, tickhub::setting settings) : sink{h}, how_{settings["how"].as_text()} {}

    void start() override {
        if (how_ == "fails_to_start")
            throw std::runtime_error{"the disk that it wants is not there"};
    }
    void on_events(tickhub::event_batch /*batch*/) override {
        if (how_ == "throws")
            throw std::runtime_error{"it can't bear events"};
        if (how_ == "never_returns")
            never_return();
    }

private:
    std::string_view how_;
};

constexpr std::string_view ways[] = {"throws", "fails_to_start", "never_returns"};
constexpr tickhub::declaration settings[] = {
    {.name = "how", .type = tickhub::type::choice, .doc = "What it does wrong.", .required = true, .choices = ways}};
constexpr tickhub::manifest manifest = {
    .name = "misbehaving_sink", .version = "1.0.0", .doc = "Fails, for tests.", .settings = settings};

} // namespace

TICKHUB_PLUGIN(misbehaving_sink, manifest)
