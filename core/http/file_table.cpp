#include "http/file_table.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <utility>

namespace tickhub::http {

namespace {

constexpr std::uintmax_t largest = 16 * 1024 * 1024;

// FNV-1a over 64 bits: it need only tell versions of one file apart.
std::string etag_of(std::string_view content) {
    std::uint64_t hash = 14695981039346656037U;
    for (char const c : content)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    std::array<char, 24> text{};
    auto const size = std::snprintf(text.data(), text.size(), "\"%016llx\"", static_cast<unsigned long long>(hash));
    return {text.data(), static_cast<std::size_t>(size)};
}

// `If-None-Match` is "*" or a list; weak comparison ignores W/.
bool names(std::string_view list, std::string_view etag) noexcept {
    return list == "*" || list.find(etag) != std::string_view::npos;
}

} // namespace

std::string_view content_type_of(std::string_view file_name) noexcept {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types = {{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".wasm", "application/wasm"},
    }};
    for (auto const& [extension, type] : types) {
        if (file_name.size() > extension.size() && file_name.substr(file_name.size() - extension.size()) == extension)
            return type;
    }
    return "application/octet-stream";
}

std::string file_table::load(std::vector<static_file> const& files) {
    for (static_file const& file : files) {
        std::error_code error;
        auto const size = std::filesystem::file_size(file.file, error);
        if (error)
            return file.file.string() + ": " + error.message();
        if (size > largest)
            return file.file.string() + ": is over 16 MiB, which is the most that a listener keeps in memory";
        std::string content(size, '\0');
        std::ifstream in{file.file, std::ios::binary};
        if (!in.read(content.data(), static_cast<std::streamsize>(size)))
            return file.file.string() + ": can't be read";
        entry loaded{std::string{content_type_of(file.file.filename().string())}, etag_of(content),
                     std::make_shared<std::string const>(std::move(content))};
        if (!files_.emplace(file.path, std::move(loaded)).second)
            return "two files are to be served at " + file.path;
    }
    return {};
}

response file_table::answer(std::string_view path, std::string_view if_none_match) const {
    entry const& file = files_.find(path)->second;
    response result;
    result.headers = {
        "ETag: " + file.etag, // no-cache: the browser asks each time, and mostly gets a 304
        "Cache-Control: no-cache",
        "Content-Security-Policy: default-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    };
    if (!if_none_match.empty() && names(if_none_match, file.etag)) {
        result.status = 304;
        return result;
    }
    result.content_type = file.content_type;
    result.shared_body = file.content;
    return result;
}

} // namespace tickhub::http
