#include "test_certificates.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>

namespace tests {

namespace {

std::string text_of(BIO* memory) {
    char* data = nullptr;
    long const size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

certificate_folder::certificate_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tickhub-tls-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
}

certificate_folder::~certificate_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void certificate_folder::make(std::string_view common_name, std::chrono::seconds from, std::chrono::seconds until) {
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> const key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    std::unique_ptr<X509, void (*)(X509*)> const made{X509_new(), X509_free};
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), from.count());
    X509_gmtime_adj(X509_getm_notAfter(made.get()), until.count());
    X509_NAME* const name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(common_name.data()),
                               static_cast<int>(common_name.size()), -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), key.get());
    REQUIRE(X509_sign(made.get(), key.get(), EVP_sha256()) != 0);
    std::unique_ptr<BIO, int (*)(BIO*)> const out{BIO_new(BIO_s_mem()), BIO_free};
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    write(files().key, text_of(out.get()));
    static_cast<void>(BIO_reset(out.get()));
    PEM_write_bio_X509(out.get(), made.get());
    write(files().certificate, text_of(out.get()));
}

void certificate_folder::write(std::filesystem::path const& file, std::string_view text) const {
    auto const fresh = file.string() + ".new";
    std::ofstream{fresh, std::ios::binary} << text;
    ::chmod(fresh.c_str(), S_IRUSR | S_IWUSR);
    std::filesystem::rename(fresh, file);
}

} // namespace tests
