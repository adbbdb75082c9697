#include "http/site.hpp"

namespace tickhub::http {

namespace {

response own(own_answer const& answer) {
    response result;
    result.status = answer.status;
    result.content_type = answer.content_type;
    result.body = answer.body;
    result.headers.emplace_back("Cache-Control: no-store");
    return result;
}

response answer_own_path(site const& site, std::string_view path) {
    if (path == "/readyz")
        return site.ready ? own(site.ready()) : text_response(200, "ready");
    if (path == "/metrics") {
        own_answer shown;
        shown.content_type = "text/plain; version=0.0.4; charset=utf-8";
        shown.body = site.metrics_text ? site.metrics_text() : std::string{};
        return own(shown);
    }
    return text_response(200, "ok");
}

response only_for_reading(std::string_view path) {
    response result = text_response(405, std::string{path} + " is there to be read: use GET or HEAD");
    result.headers.emplace_back("Allow: GET, HEAD");
    return result;
}

} // namespace

bool own_path(std::string_view path) noexcept {
    return path == "/healthz" || path == "/readyz" || path == "/metrics" || is_auth_path(path);
}

decision decide(site const& site, place const& place, received_request const& request, visitor const& from) {
    decision found;
    std::string why;
    auto target = parse_target(request.target, why);
    if (!target) {
        found.answer = text_response(400, why);
        return found;
    }
    std::string_view const path = target->path;
    found.admitted = admit(site.auth.get(), place, request, path, from);
    if (found.admitted.answer) {
        found.answer = std::move(*found.admitted.answer);
    } else if (found.admitted.login) {
        return found;
    } else if (bool const own = own_path(path); own || place.files.has(path)) {
        if (request.method != "GET" && request.method != "HEAD")
            found.answer = only_for_reading(path);
        else
            found.answer =
                own ? answer_own_path(site, path) : place.files.answer(path, request.header("if-none-match"));
    } else if (found.to = site.mounts.find(place.options.name, path); found.to) {
        found.target = std::move(*target);
    } else {
        found.answer = text_response(404, "nothing is served at " + std::string{path});
    }
    return found;
}

} // namespace tickhub::http
