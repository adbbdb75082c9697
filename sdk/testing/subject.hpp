// One instance of a plugin under the contract checks.
#pragma once

#include <tickhub/host.hpp>
#include <tickhub/testing/contract_checks.hpp>
#include <tickhub/testing/fake_host.hpp>
#include <tickhub/testing/settings_tree.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace tickhub::testing {

/// Makes an instance's callbacks, and notes in a result what the border's rules forbid: a failure without a text, a
/// status that no callback has, a serialised function called from outside of a callback.
class subject {
public:
    subject(tickhub_plugin const& plugin, setting_value const& settings, contract_result& result)
        : component{*plugin.component}
        , settings_{settings}
        , result_{result} {}
    subject(subject const&) = delete;
    subject& operator=(subject const&) = delete;
    ~subject() {
        for (auto const& violation : host.violations())
            fault(violation);
    }

    void fault(std::string text) {
        if (std::find(result_.faults.begin(), result_.faults.end(), text) == result_.faults.end())
            result_.faults.push_back(std::move(text));
    }
    void remark(std::string text) {
        if (std::find(result_.remarks.begin(), result_.remarks.end(), text) == result_.remarks.end())
            result_.remarks.push_back(std::move(text));
    }

    /// Makes a callback; true when it succeeded. A failure is a remark, as long as it keeps the rules.
    template <class Call>
    bool call(std::string const& name, Call plugin_call) {
        error_message error;
        fake_host::inside const now{host};
        tickhub_status const status = plugin_call(&error.raw);
        if (status == TICKHUB_OK)
            return true;
        if (status == TICKHUB_REFUSED && name == "create") {
            if (settings_.refusals().empty())
                fault("create refused its settings without a reason");
            for (auto const& refusal : settings_.refusals())
                remark("refused: " + refusal.where + ": " + refusal.text);
        } else if (status != TICKHUB_FAILED) {
            fault(name + " returned the status " + std::to_string(status));
        } else if (error.text().empty()) {
            fault(name + " failed without a text");
        } else {
            remark(name + " failed: " + std::string{error.text()});
        }
        return false;
    }

    bool create() {
        return call("create", [&](tickhub_error* error) {
            return component.create(&host.raw(), &settings_.raw(), &instance, error);
        });
    }
    bool start() {
        host.serves_http = component.on_request != nullptr;
        return call("start", [&](tickhub_error* error) { return component.start(instance, error); });
    }
    void drain() {
        if (component.drain != nullptr)
            call("drain", [&](tickhub_error* error) {
                return component.drain(instance, host.clock.steady_time + 1'000'000'000, error);
            });
    }
    void stop() {
        fake_host::inside const now{host};
        component.stop(instance);
    }
    void destroy() {
        fake_host::inside const now{host};
        component.destroy(instance);
        instance = nullptr;
    }

    tickhub_component const& component;
    fake_host host;
    void* instance = nullptr;

private:
    settings_tree settings_;
    contract_result& result_;
};

} // namespace tickhub::testing
