// A processor that throws in every way that C++ has, one for each number of an alert: whether exceptions stay whole in
// a plugin of your compiler and runtime, beside the hub's. Build it and run tickhub_contract_checks on it.
#include <tickhub/plugin.hpp>

#include <exception>
#include <future>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace {

struct error_of_its_own : std::logic_error {
    using logic_error::logic_error;
};

std::exception_ptr caught(char const* text) {
    try {
        throw error_of_its_own{text};
    } catch (...) {
        return std::current_exception();
    }
}

std::exception_ptr caught_on_another_thread(char const* text) {
    std::exception_ptr error;
    std::thread{[&] { error = caught(text); }}.join();
    return error;
}

[[noreturn]] void throw_nested() {
    try {
        throw std::runtime_error{"inner"};
    } catch (...) {
        std::throw_with_nested(error_of_its_own{"outer"});
    }
}

class exception_probe final : public tickhub::processor {
public:
    exception_probe(tickhub::host& h, tickhub::setting /*settings*/) : processor{h} {}

    void on_events(tickhub::event_batch batch) override {
        for (tickhub::event const e : batch) {
            if (auto const* alert = e.as<tickhub_alert>())
                throw_as(alert->id);
        }
    }

private:
    void throw_as(std::uint64_t number) {
        switch (number) {
        case 1:
            throw std::runtime_error{"1: a standard exception"};
        case 2:
            throw error_of_its_own{"2: an exception of the plugin's own"};
        case 3:
            throw 3;
        case 4:
            std::rethrow_exception(caught("4: rethrown from an exception_ptr"));
        case 5:
            std::rethrow_exception(caught_on_another_thread("5: rethrown from another thread's exception_ptr"));
        case 6:
            kept_ = caught("6: kept from one callback to the next");
            return;
        case 7:
            std::rethrow_exception(std::exchange(kept_, nullptr));
        case 8:
            try {
                throw_nested();
            } catch (error_of_its_own const& outer) {
                try {
                    std::rethrow_if_nested(outer);
                } catch (std::runtime_error const& inner) {
                    throw std::runtime_error{std::string{"8: "} + outer.what() + ", nested: " + inner.what()};
                }
            }
            return;
        case 9:
            throw_by_a_future();
            return;
        case 10:
            try {
                throw_twice();
            } catch (std::exception const& e) {
                throw std::runtime_error{std::string{"10: thrown on, and caught by its base: "} + e.what()};
            }
            return;
        case 11:
            throw std::bad_alloc{};
        default:
            return;
        }
    }
    static void throw_twice() {
        try {
            throw error_of_its_own{"twice"};
        } catch (...) {
            throw;
        }
    }
    static void throw_by_a_future() {
        std::promise<int> promise;
        promise.set_exception(caught("9: out of a future"));
        promise.get_future().get();
    }

    std::exception_ptr kept_;
};

constexpr tickhub::manifest manifest = {
    .name = "exception_probe", .version = "1.0.0", .doc = "Throws in every way, by the number of an alert. For tests."};

} // namespace

TICKHUB_PLUGIN(exception_probe, manifest)
