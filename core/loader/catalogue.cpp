#include "loader/catalogue.hpp"

#include "config/declaration_rules.hpp"
#include "config/suggest.hpp"
#include "loader/descriptor_rules.hpp"
#include "loader/shared_libraries.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace tickhub::loader {
namespace {

namespace fs = std::filesystem;

std::string called(std::string_view name, fs::path const& path) {
    return "plugin '" + std::string{name} + "' (" + path.string() + "): ";
}

std::variant<plugin_file, refusal> read_file(fs::path const& path, std::string_view name) {
    auto opened = open_file(path);
    if (auto* why = std::get_if<refusal>(&opened))
        return refusal{called(name, path) + why->text};
    auto file = read_plugin_file(*std::get<std::unique_ptr<byte_source>>(opened), name);
    if (auto* why = std::get_if<refusal>(&file))
        why->text = called(name, path) + why->text;
    return file;
}

} // namespace

catalogue::catalogue(std::vector<fs::path> const& folders) {
    for (fs::path const& folder : folders)
        look_through(folder);
}

void catalogue::look_through(fs::path const& folder) {
    if (!folder.is_absolute()) {
        warnings_.push_back("plugin folder '" + folder.string() + "' is not an absolute path and is not searched");
        return;
    }
    if (std::find(folders_.begin(), folders_.end(), folder) != folders_.end())
        return;
    folders_.push_back(folder);
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator it{folder, error}; !error && it != fs::directory_iterator{}; it.increment(error))
        files.push_back(it->path());
    if (error) {
        warnings_.push_back("plugin folder " + folder.string() + " can't be read: " + error.message());
        return;
    }
    warn_if_anyone_may_write(folder);
    std::sort(files.begin(), files.end());
    for (fs::path const& file : files)
        add(file);
}

void catalogue::add(fs::path const& file) {
    std::string const name = file.stem().string();
    if (file.extension() != ".so" || !config::is_plugin_name(name))
        return;
    std::error_code error;
    fs::path path = fs::canonical(file, error);
    if (error)
        path = file; // a dangling link; reading it says so
    if (auto const first = candidates_.find(name); first != candidates_.end()) {
        if (first->second.path != path)
            warnings_.push_back("plugin '" + name + "' is found twice: " + first->second.path.string() +
                                " is used, and not " + path.string());
        return;
    }
    warn_if_anyone_may_write(path);
    auto read = read_file(path, name);
    candidates_.emplace(name, candidate{std::move(path), std::move(read)});
}

void catalogue::warn_if_anyone_may_write(fs::path const& path) {
    std::error_code error;
    auto const status = fs::status(path, error);
    if (!error && (status.permissions() & fs::perms::others_write) != fs::perms::none)
        warnings_.push_back(path.string() + " may be written by anyone on this machine, who can thereby run code as the"
                                            " hub; take that right away (chmod o-w)");
}

catalogue::entry catalogue::find(std::string_view name) const {
    auto const it = candidates_.find(name);
    if (it == candidates_.end())
        return {};
    if (auto const* why = std::get_if<refusal>(&it->second.file))
        return {nullptr, why->text};
    return {&std::get<plugin_file>(it->second.file).manifest, {}};
}

std::vector<std::string> catalogue::names() const {
    std::vector<std::string> result;
    for (auto const& [name, found] : candidates_)
        result.push_back(name);
    return result;
}

fs::path catalogue::path_of(std::string_view name) const {
    auto const it = candidates_.find(name);
    return it == candidates_.end() ? fs::path{} : it->second.path;
}

std::variant<plugin, refusal> catalogue::load(std::string_view name) const {
    auto const it = candidates_.find(name);
    if (it == candidates_.end())
        return not_found(name);
    auto const& [path, checked] = it->second;
    if (auto const* why = std::get_if<refusal>(&checked))
        return *why;
    // The file may have been replaced since, by another plugin or by half of one.
    auto const now = read_file(path, name);
    if (auto const* why = std::get_if<refusal>(&now))
        return *why;
    auto const& file = std::get<plugin_file>(now);
    if (file.manifest_text != std::get<plugin_file>(checked).manifest_text)
        return refusal{called(name, path) + "its file was replaced while the hub was starting; start the hub again"};
    auto const loaded = load_library(path);
    if (auto const* why = std::get_if<refusal>(&loaded))
        return refusal{called(name, path) + why->text};
    auto const* descriptor = std::get<tickhub_plugin const*>(loaded);
    if (auto const broken = broken_promise(*descriptor, file))
        return refusal{called(name, path) + broken->text};
    return plugin{&std::get<plugin_file>(checked).manifest, descriptor};
}

refusal catalogue::not_found(std::string_view name) const {
    std::string text = "there is no plugin '" + std::string{name} + "'";
    if (folders_.empty())
        return {text + ": no plugin folder is configured"};
    text += " in";
    for (fs::path const& folder : folders_)
        text += (&folder == &folders_.front() ? " " : ", ") + folder.string();
    if (candidates_.empty())
        return {text + ", nor any other"};
    if (std::string const meant = config::nearest(name, names()); !meant.empty())
        return {text + "; did you mean '" + meant + "'?"};
    text += "; there are:";
    for (auto const& [known, found] : candidates_)
        text += (known == candidates_.begin()->first ? " " : ", ") + known;
    return {text};
}

} // namespace tickhub::loader
