#include "config/users_file.hpp"

#include "config/private_file.hpp"
#include "config/token_keys_file.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

using namespace tickhub::config;
using tickhub::role;
using tickhub::role_set;

namespace {

namespace fs = std::filesystem;

// A folder of its own, for as long as the object lives.
class folder {
public:
    folder() {
        std::string name = (fs::temp_directory_path() / "tickhub_users_XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~folder() { fs::remove_all(path_); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    [[nodiscard]] fs::path operator/(char const* name) const { return path_ / name; }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (auto const& entry : fs::directory_iterator{path_})
            found.push_back(entry.path().filename());
        return found;
    }

private:
    fs::path path_;
};

char const* const some_hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNo";

user some_user(std::string name) {
    return {std::move(name), some_hash,    role_set{role::viewer, role::trader}, {"A1", "A2"}, 7,
            1'700'000'000,   1'700'000'001};
}

std::string add(fs::path const& file, std::string const& name) {
    return text_of(edit_users(file, [&](std::vector<user>& all) {
                       all.push_back(some_user(name));
                       return std::string{};
                   }).problems);
}

unsigned mode_of(fs::path const& file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

std::string content_of(fs::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write(fs::path const& file, std::string const& text, mode_t mode = 0600) {
    std::ofstream{file} << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
}

std::string problems_of(std::string const& text) {
    return text_of(read_users_text(text, "users.yaml").problems);
}

} // namespace

TEST_CASE("what is written to the users file is what is read", "[users]") {
    std::vector<user> const users{some_user("asha"), some_user("b.o-b_2@desk.example")};
    auto const read = read_users_text(users_text(users), "users.yaml");
    INFO(text_of(read.problems));
    REQUIRE(read.users);
    CHECK(*read.users == users);
    CHECK(read_users_text(users_text({}), "users.yaml").users->empty());
}

TEST_CASE("whoever is in the users file is a viewer", "[users]") {
    user admin = some_user("root");
    admin.roles = role_set{role::admin};
    auto const read = read_users_text(users_text({admin}), "users.yaml");
    REQUIRE(read.users);
    CHECK(read.users->at(0).roles == role_set{role::viewer, role::admin});
}

TEST_CASE("a damaged users file is told by line and column, and without a hash", "[users]") {
    std::string const good = users_text({some_user("asha")});
    auto const with = [&](std::string const& from, std::string const& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return problems_of(text);
    };
    CHECK(with("password", "pasword")
              .find("users.yaml:4:5: the user `asha` has no `pasword`; did you mean "
                    "`password`?") != std::string::npos);
    CHECK(with("trader", "tradr").find("`tradr`; did you mean `trader`?") != std::string::npos);
    CHECK(with("generation: 7", "generation: 0").find("`generation` must be at least 1") != std::string::npos);
    CHECK(with("2023-11-14T22:13:20Z", "yesterday").find("`created` must be a time such as") != std::string::npos);
    CHECK(with("\"A1\"", "\"A 1\"").find("an account must be 1 to 64 letters") != std::string::npos);
    CHECK(with("\"asha\"", "\"as ha\"").find("the name of a user must be") != std::string::npos);
    CHECK(with("users:", "usres:").find("did you mean `users`?") != std::string::npos);
    CHECK(problems_of("").find("the file must be a map with the section `users`") != std::string::npos);
    for (std::size_t cut = 0; cut < good.size(); ++cut) {
        auto const text = problems_of(good.substr(0, cut) + "\x01" + good.substr(cut));
        CHECK(text.find("argon2id$v") == std::string::npos);
    }
    for (std::size_t cut = 0; cut < good.size(); ++cut)
        CHECK(problems_of(good.substr(0, cut) + ": {" + good.substr(cut)).find("c29tZXNhbHQ$") == std::string::npos);
}

TEST_CASE("a password that stands in the users file in clear is refused and not shown", "[users]") {
    std::string text = users_text({some_user("asha")});
    text.replace(text.find(some_hash), std::string_view{some_hash}.size(), "correct horse battery");
    auto const told = problems_of(text);
    CHECK(told.find("never the password itself") != std::string::npos);
    CHECK(told.find("horse") == std::string::npos);
}

TEST_CASE("the users file is its owner's alone", "[users]") {
    folder const f;
    CHECK(add(f / "users.yaml", "asha").empty());
    CHECK(mode_of(f / "users.yaml") == 0600);
    CHECK(mode_of(f / "users.yaml.lock") == 0600);
    for (mode_t const mode : {0640U, 0604U, 0620U, 0602U, 0666U}) {
        REQUIRE(::chmod((f / "users.yaml").c_str(), mode) == 0);
        CHECK(text_of(read_users(f / "users.yaml").problems).find("run `chmod 600` on it") != std::string::npos);
        CHECK(add(f / "users.yaml", "bob").find("chmod 600") != std::string::npos);
    }
    REQUIRE(::chmod((f / "users.yaml").c_str(), 0600) == 0);
    CHECK(read_users(f / "users.yaml").users->size() == 1);
}

TEST_CASE("what is no regular file is no users file", "[users]") {
    folder const f;
    REQUIRE(::mkfifo((f / "pipe").c_str(), 0600) == 0);
    CHECK(text_of(read_users(f / "pipe").problems).find("not a regular file") != std::string::npos);
    fs::create_directory(f / "folder");
    CHECK_FALSE(read_users(f / "folder").users);
    CHECK(text_of(read_users(f / "none").problems).find("`tickhub user add` makes it") != std::string::npos);
}

TEST_CASE("an edit that is refused, or of a damaged file, changes nothing", "[users]") {
    folder const f;
    REQUIRE(add(f / "users.yaml", "asha").empty());
    auto const before = content_of(f / "users.yaml");
    auto const refused = edit_users(f / "users.yaml", [](std::vector<user>& all) {
        all.clear();
        return std::string{"no"};
    });
    CHECK(refused.result == edit_result::refused);
    CHECK(content_of(f / "users.yaml") == before);
    write(f / "users.yaml", before + "x: [");
    CHECK(edit_users(f / "users.yaml", [](std::vector<user>&) { return std::string{}; }).result ==
          edit_result::unreadable);
    CHECK(content_of(f / "users.yaml") == before + "x: [");
    CHECK(f.names().size() == 2); // the file and its lock: no temporary file is left
}

TEST_CASE("programs that edit the users file at the same time lose none of their changes", "[users]") {
    folder const f;
    constexpr int writers = 4;
    constexpr int each = 10;
    std::vector<std::string> faults(writers);
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&, w] {
            for (int i = 0; i < each; ++i)
                faults[static_cast<std::size_t>(w)] +=
                    add(f / "users.yaml", "u" + std::to_string(w) + "_" + std::to_string(i));
        });
    }
    // Meanwhile a reader sees whole files only.
    for (int i = 0; i < 200; ++i) {
        auto const seen = read_users(f / "users.yaml");
        if (fs::exists(f / "users.yaml") && !seen.users)
            CHECK(text_of(seen.problems).find("there is no such file") != std::string::npos);
    }
    for (auto& thread : threads)
        thread.join();
    for (auto const& fault : faults)
        CHECK(fault.empty());
    CHECK(read_users(f / "users.yaml").users->size() == writers * each);
}

TEST_CASE("a lock that somebody keeps is given up on", "[users]") {
    folder const f;
    file_lock const first{f / "users.yaml", std::chrono::milliseconds{0}};
    CHECK(first.fault().empty());
    file_lock const second{f / "users.yaml", std::chrono::milliseconds{1}};
    CHECK(second.fault().find("another program holds") != std::string::npos);
}

TEST_CASE("a symbolic link to the users file stays one", "[users]") {
    folder const f;
    REQUIRE(add(f / "real.yaml", "asha").empty());
    fs::create_symlink(f / "real.yaml", f / "users.yaml");
    CHECK(add(f / "users.yaml", "bob").empty());
    CHECK(fs::is_symlink(f / "users.yaml"));
    CHECK(read_users(f / "real.yaml").users->size() == 2);
}

TEST_CASE("a user who is removed and added again has a higher generation", "[users]") {
    CHECK(next_generation(0, 1000) == 1000);
    CHECK(next_generation(1000, 1000) == 1001);
    CHECK(next_generation(1001, 1002) == 1002);
    CHECK(next_generation(1001, 5) == 1002); // a clock that was set back
}

TEST_CASE("the first key is made once, and is private", "[users]") {
    folder const f;
    auto const first = read_or_make_token_keys(f / "users.yaml.keys", 100);
    REQUIRE(first.keys);
    REQUIRE(first.keys->size() == 1);
    CHECK(mode_of(f / "users.yaml.keys") == 0600);
    CHECK(read_or_make_token_keys(f / "users.yaml.keys", 200).keys == first.keys);
    CHECK(first.keys->front().secret != std::array<unsigned char, 32>{});
    REQUIRE(::chmod((f / "users.yaml.keys").c_str(), 0644) == 0);
    CHECK(text_of(read_or_make_token_keys(f / "users.yaml.keys", 300).problems).find("chmod 600") != std::string::npos);
}

TEST_CASE("a rotation puts a new key in front and keeps the old one as long as its tokens can live", "[users]") {
    folder const f;
    auto const file = f / "users.yaml.keys";
    auto const first = read_or_make_token_keys(file, 100).keys->front();
    REQUIRE(rotate_token_keys(file, 1000, old_tokens::run_out).empty());
    auto keys = *read_token_keys(file).keys;
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].retired == 0);
    CHECK(keys[1].id == first.id);
    CHECK(keys[1].secret == first.secret);
    CHECK(keys[1].retired == 1000);
    REQUIRE(rotate_token_keys(file, 1001 + longest_token_lifetime, old_tokens::run_out).empty());
    keys = *read_token_keys(file).keys;
    REQUIRE(keys.size() == 2);
    CHECK(keys[1].retired == 1001 + longest_token_lifetime);
    REQUIRE(rotate_token_keys(file, 2'000'000, old_tokens::end_at_once).empty());
    CHECK(read_token_keys(file).keys->size() == 1);
}

TEST_CASE("a damaged key file tells nothing of its keys, and a rotation that ends the tokens mends it", "[users]") {
    folder const f;
    auto const file = f / "users.yaml.keys";
    REQUIRE(read_or_make_token_keys(file, 100).keys);
    std::string const good = content_of(file);
    auto const secret = good.substr(good.find("secret: \"") + 9, 64);
    for (std::size_t cut = good.find("keys:"); cut < good.size(); ++cut) {
        write(file, good.substr(0, cut) + "%" + good.substr(cut));
        for (auto const& problem : read_token_keys(file).problems) {
            CHECK(text_of(problem).find(secret.substr(0, 12)) == std::string::npos);
            CHECK(text_of(problem).find(secret.substr(52)) == std::string::npos);
        }
    }
    write(file, "keys: {}\n");
    CHECK_FALSE(read_token_keys(file).keys);
    CHECK_FALSE(rotate_token_keys(file, 200, old_tokens::run_out).empty());
    CHECK(rotate_token_keys(file, 200, old_tokens::end_at_once).empty());
    CHECK(read_token_keys(file).keys);
}
