// A sink that writes every event to a file, byte for byte, so that two runs can be compared with cmp. It writes in its
// callbacks and so slows whoever blocks on it: a tool for tests, not a recorder.
#include <tickhub/plugin.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace {

class recording_sink final : public tickhub::sink {
public:
    recording_sink(tickhub::host& h, tickhub::setting settings)
        : sink{h}
        , path_{settings["path"].as_string()}
        , json_{settings["format"].as_text() == "json"}
        , recorded_{h.counter("recorded_events_total", "Events that were written.")} {}

    void start() override {
        file_.open(path_, std::ios::binary | std::ios::trunc);
        if (!file_)
            throw std::runtime_error{"can't write " + path_};
    }

    void on_events(tickhub::event_batch batch) override {
        for (tickhub::event const e : batch) {
            if (json_ && host_.encode_json(e, line_))
                file_ << line_ << '\n';
            else if (!json_)
                file_ << e.bytes();
        }
        file_.flush();
        if (!file_)
            throw std::runtime_error{"can't write " + path_};
        recorded_.add(batch.size());
    }

    void stop() override { file_.close(); }

private:
    std::string path_, line_;
    bool json_;
    std::ofstream file_;
    tickhub::metric recorded_;
};

constexpr std::string_view formats[] = {"bytes", "json"};
constexpr tickhub::declaration settings[] = {
    {.name = "path", .type = tickhub::type::path, .doc = "The file, which is written anew.", .required = true},
    {.name = "format",
     .type = tickhub::type::choice,
     .doc = "`bytes` as the records are in memory, `json` one a line.",
     .by_default = "bytes",
     .choices = formats}};
constexpr tickhub::manifest manifest = {.name = "recording_sink",
                                        .version = "1.0.0",
                                        .doc = "Writes every event to a file, for tests that compare two runs.",
                                        .settings = settings};

} // namespace

TICKHUB_PLUGIN(recording_sink, manifest)
