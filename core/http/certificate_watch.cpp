#include "http/certificate_watch.hpp"

#include <sys/stat.h>

#include <utility>
#include <variant>

namespace tickhub::http {

namespace {

constexpr auto between_tellings = std::chrono::hours{24};

std::int64_t nanoseconds_of(timespec const& time) noexcept {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

} // namespace

// The files are looked at before they are read, so that no change in between is missed.
certificate_watch::certificate_watch(std::string listener, tls_files files) noexcept
    : listener_{std::move(listener)}
    , files_{std::move(files)}
    , seen_{stamps_now()}
    , tried_{seen_} {}

std::variant<std::shared_ptr<certificate_watch>, tls_fault> certificate_watch::begin(std::string listener,
                                                                                     tls_files files) {
    std::shared_ptr<certificate_watch> const made{new certificate_watch{std::move(listener), std::move(files)}};
    auto loaded = tls_identity::load(made->files_);
    if (auto* const fault = std::get_if<tls_fault>(&loaded); fault != nullptr)
        return std::move(*fault);
    made->current_ = std::move(std::get<0>(loaded));
    return made;
}

std::shared_ptr<tls_identity const> certificate_watch::current() const {
    std::lock_guard const lock{mutex_};
    return current_;
}

std::vector<certificate_news> certificate_watch::look(time_point now, haste how) {
    std::vector<certificate_news> news;
    stamps const found = stamps_now();
    bool const settled = found == std::exchange(seen_, found);
    if (found != tried_ && (settled || how == haste::at_once)) {
        tried_ = found;
        news.push_back(load());
    }
    std::string const fault = current()->valid().fault(now);
    if (fault.empty()) {
        told_of_end_.reset();
    } else if (!told_of_end_ || now - *told_of_end_ >= between_tellings) {
        told_of_end_ = now;
        news.push_back({certificate_news::kind::expires, "the certificate of the listener " + listener_ + " " + fault +
                                                             ": put a new one in the place of " +
                                                             files_.certificate.string()});
    }
    return news;
}

certificate_news certificate_watch::load() {
    auto result = tls_identity::load(files_);
    if (auto const* const fault = std::get_if<tls_fault>(&result); fault != nullptr)
        return {certificate_news::kind::not_loaded,
                "the listener " + listener_ + " keeps the certificate that it has: " + fault->text};
    auto const loaded = std::get<0>(result);
    told_of_end_.reset();
    {
        std::lock_guard const lock{mutex_};
        current_ = loaded;
    }
    return {certificate_news::kind::loaded, "the listener " + listener_ + " has a new certificate, valid until " +
                                                shown_date(loaded->valid().until) +
                                                "; open connections go on with the old one"};
}

certificate_watch::stamp certificate_watch::stamp_of(std::filesystem::path const& file) noexcept {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0)
        return {};
    return {facts.st_dev, facts.st_ino, facts.st_size, nanoseconds_of(facts.st_mtim), nanoseconds_of(facts.st_ctim)};
}

certificate_watch::stamps certificate_watch::stamps_now() const noexcept {
    return {stamp_of(files_.certificate), stamp_of(files_.key)};
}

} // namespace tickhub::http
