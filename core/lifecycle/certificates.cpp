#include "lifecycle/certificates.hpp"

#include <chrono>
#include <variant>

namespace tickhub::lifecycle {
namespace {

notice notice_for(http::certificate_news::kind what) noexcept {
    switch (what) {
    case http::certificate_news::kind::loaded:
        return notice::certificate_loaded;
    case http::certificate_news::kind::not_loaded:
        return notice::certificate_not_loaded;
    case http::certificate_news::kind::expires:
        break;
    }
    return notice::certificate_expires;
}

} // namespace

std::optional<http::tls_files> tls_files_of(config::listener const& configured) {
    if (!configured.tls)
        return std::nullopt;
    return http::tls_files{configured.tls->certificate, configured.tls->key};
}

certificate_findings examine_certificates(config::hub_config const& config) {
    certificate_findings found;
    for (auto const& listener : config.listeners) {
        auto const files = tls_files_of(listener);
        if (!files)
            continue;
        auto const result = http::examine(*files);
        if (auto const* const fault = std::get_if<http::tls_fault>(&result); fault != nullptr) {
            bool const is_key = fault->where == http::tls_fault::part::key;
            found.problems.emplace_back(is_key ? listener.tls->key_where : listener.tls->certificate_where,
                                        fault->text);
            continue;
        }
        auto const& valid = std::get<http::tls_validity>(result);
        if (auto const fault = valid.fault(std::chrono::system_clock::now()); !fault.empty())
            found.warnings.emplace_back(listener.tls->certificate_where, "the certificate " + fault);
    }
    return found;
}

void tell_of(notices& to, http::certificate_news const& news) {
    to.tell(notice_for(news.what), "", news.text);
}

} // namespace tickhub::lifecycle
