// What is refused of certificates and keys, and when changed files are loaded.
#include "http/certificate_watch.hpp"
#include "test_certificates.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

using namespace tests;
namespace http = tickhub::http;
using haste = http::certificate_watch::haste;
using kind = http::certificate_news::kind;
using part = http::tls_fault::part;
using std::chrono::hours;

namespace {

std::string content(std::filesystem::path const& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

http::tls_fault fault_of(http::tls_files const& files) {
    auto const result = http::examine(files);
    REQUIRE(std::holds_alternative<http::tls_fault>(result));
    return std::get<http::tls_fault>(result);
}

void check_fault(http::tls_files const& files, part where, std::string_view text) {
    auto const fault = fault_of(files);
    CHECK(fault.where == where);
    INFO(fault.text);
    CHECK(fault.text.find(text) != std::string::npos);
}

constexpr auto now = [] { return std::chrono::system_clock::now(); };

} // namespace

TEST_CASE("what can't be served with is refused, and the text says why", "[http][tls]") {
    certificate_folder folder;
    folder.make("good");
    auto const files = folder.files();
    CHECK(std::holds_alternative<http::tls_validity>(http::examine(files)));
    SECTION("no certificate") {
        folder.write(files.certificate, "hello");
        check_fault(files, part::certificate, "is none in PEM");
    }
    SECTION("a certificate file that is a key") {
        folder.write(files.certificate, content(files.key));
        check_fault(files, part::certificate, "is none in PEM");
    }
    SECTION("damage behind the certificate") {
        folder.write(files.certificate, content(files.certificate) + "-----BEGIN CERTIFICATE-----\nMIIB\n");
        check_fault(files, part::certificate, "is damaged behind its first certificate");
    }
    SECTION("no file") {
        std::filesystem::remove(files.certificate);
        check_fault(files, part::certificate, "can't be read: No such file or directory");
    }
    SECTION("a folder") {
        check_fault({files.certificate, files.key.parent_path()}, part::key, "");
    }
    SECTION("no key") {
        folder.write(files.key, "hello");
        check_fault(files, part::key, "is none in PEM");
    }
    SECTION("another's key") {
        auto const key = content(files.key);
        folder.make("other");
        folder.write(files.key, key);
        check_fault(files, part::key, "does not belong to the certificate");
    }
    SECTION("a key with a passphrase") {
        folder.write(files.key, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                                "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n"
                                "-----END RSA PRIVATE KEY-----\n");
        check_fault(files, part::key, "has a passphrase");
    }
    SECTION("a key that everyone may read") {
        ::chmod(files.key.c_str(), 0644);
        check_fault(files, part::key, "is open to every user of this machine: chmod o= ");
        ::chmod(files.key.c_str(), 0640);
        CHECK(std::holds_alternative<http::tls_validity>(http::examine(files)));
    }
}

TEST_CASE("a certificate is told of two weeks before its end, and behind it", "[http][tls]") {
    auto const from = std::chrono::system_clock::from_time_t(1'800'000'000);
    http::tls_validity const valid{from, from + hours{24 * 90}};
    CHECK(valid.fault(from + hours{24 * 75}).empty());
    CHECK(valid.fault(from + hours{24 * 77}) == "expires in 13 days, on 2027-04-15 08:00 UTC");
    CHECK(valid.fault(from + hours{24 * 89 - 1}) == "expires in 1 day, on 2027-04-15 08:00 UTC");
    CHECK(valid.fault(from + hours{24 * 90 - 1}) == "expires in less than a day, on 2027-04-15 08:00 UTC");
    CHECK(valid.fault(from + hours{24 * 90}) == "has expired on 2027-04-15 08:00 UTC");
    CHECK(valid.fault(from - hours{1}) == "is not valid before 2027-01-15 08:00 UTC");
}

TEST_CASE("changed files are loaded once they have settled, or at once", "[http][tls]") {
    certificate_folder folder;
    folder.make("first");
    auto const watch = std::get<0>(http::certificate_watch::begin("web", folder.files()));
    auto const first = watch->current();
    CHECK(watch->look(now(), haste::when_settled).empty());

    auto const key = content(folder.files().key);
    folder.make("second");
    CHECK(watch->look(now(), haste::when_settled).empty()); // they may still change
    auto news = watch->look(now(), haste::when_settled);
    REQUIRE(news.size() == 1);
    CHECK(news[0].what == kind::loaded);
    CHECK(watch->current() != first);
    CHECK(watch->look(now(), haste::when_settled).empty());

    auto const second = watch->current();
    folder.write(folder.files().key, key); // no longer a pair
    news = watch->look(now(), haste::at_once);
    REQUIRE(news.size() == 1);
    CHECK(news[0].what == kind::not_loaded);
    CHECK(watch->current() == second);
    CHECK(watch->look(now(), haste::at_once).empty()); // told once
}

TEST_CASE("a certificate near its end is told of daily, until there is another", "[http][tls]") {
    certificate_folder folder;
    folder.make("short", hours{-1}, hours{24 * 10});
    auto const watch = std::get<0>(http::certificate_watch::begin("web", folder.files()));
    auto const begin = now();
    auto const told_at = [&](std::chrono::seconds after) {
        return watch->look(begin + after, haste::when_settled).size();
    };
    CHECK(told_at(hours{0}) == 1);
    CHECK(told_at(hours{1}) == 0);
    CHECK(told_at(hours{24}) == 1);
    CHECK(told_at(hours{47}) == 0);
    CHECK(told_at(hours{48}) == 1);
    folder.make("long");
    CHECK(told_at(hours{49}) == 0);
    CHECK(told_at(hours{72}) == 1); // that it is loaded
    CHECK(told_at(hours{96}) == 0);
}
