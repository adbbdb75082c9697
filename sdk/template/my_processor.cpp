// The smallest processor: an alert for each price above a threshold.
#include <tickhub/blank_record.hpp>
#include <tickhub/plugin.hpp>

namespace {

class my_processor final : public tickhub::processor {
public:
    my_processor(tickhub::host& h, tickhub::setting settings) : processor{h}, above_{settings["above"].as_integer()} {}

    void on_events(tickhub::event_batch batch) override {
        for (tickhub::event const e : batch) {
            auto const* ticker = e.as<tickhub_ticker>();
            if (ticker == nullptr || ticker->last_price == TICKHUB_UNDEFINED_INT64 || ticker->last_price <= above_)
                continue;
            auto alert = tickhub::make_blank<tickhub_alert>(e.instrument(), e.header().ts_event);
            alert.id = ++last_id_;
            alert.value = ticker->last_price;
            alert.threshold = above_;
            alert.severity = TICKHUB_SEVERITY_INFO;
            alerts_.add(alert, {{&tickhub_alert::rule, "above"}, {&tickhub_alert::text, "It climbed."}});
        }
        host_.publish(alerts_);
    }

private:
    std::int64_t above_; // 1e-9 of the currency unit
    std::uint64_t last_id_ = 0;
    tickhub::batch_builder alerts_; // reused, so that in steady state nothing is allocated
};

constexpr tickhub::declaration settings[] = {
    {.name = "above", .type = tickhub::type::price, .doc = "Prices above this alert.", .by_default = "100"}};
constexpr tickhub::manifest manifest = {
    .name = "my_processor", .version = "1.0.0", .doc = "Alerts when a price is high.", .settings = settings};

} // namespace

TICKHUB_PLUGIN(my_processor, manifest)
