// The certificates of listeners: whether they can be served with, and what operators are told of them.
#pragma once

#include "config/hub_config.hpp"
#include "http/certificate_news.hpp"
#include "http/tls_files.hpp"
#include "lifecycle/notices.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tickhub::lifecycle {

/// The files of a listener that speaks TLS.
[[nodiscard]] std::optional<http::tls_files> tls_files_of(config::listener const& configured);

/// What is wrong with certificates and keys, by place in the file.
struct certificate_findings {
    std::vector<std::pair<config::span, std::string>> problems; ///< the listener can't be served
    std::vector<std::pair<config::span, std::string>> warnings; ///< it can, but clients may refuse it, now or soon
};

/// Reads them all, as the listeners will when they are bound.
[[nodiscard]] certificate_findings examine_certificates(config::hub_config const& config);

void tell_of(notices& to, http::certificate_news const& news);

} // namespace tickhub::lifecycle
