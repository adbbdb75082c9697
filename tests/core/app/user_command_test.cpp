// `tickhub user` as a person types it.
#include "app/command_line.hpp"
#include "config/users_file.hpp"
#include "http/password.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct answer {
    int status;
    std::string out;
    std::string err;
};

// A folder with the users file, for as long as the object lives.
class folder {
public:
    folder() {
        std::string name = (fs::temp_directory_path() / "tickhub_user_XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~folder() { fs::remove_all(path_); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;

    [[nodiscard]] fs::path file() const { return path_ / "users.yaml"; }
    [[nodiscard]] fs::path keys() const { return path_ / "users.yaml.keys"; }
    [[nodiscard]] tickhub::config::user only_user() const {
        auto const read = tickhub::config::read_users(file());
        REQUIRE(read.users);
        REQUIRE(read.users->size() == 1);
        return read.users->front();
    }

    // With this on standard input.
    [[nodiscard]] answer user(std::vector<std::string> const& words, std::string const& typed = {}) const {
        std::string const name = file().string();
        std::vector<char const*> all{"tickhub", "user"};
        for (auto const& word : words)
            all.push_back(word.c_str());
        all.push_back("--file");
        all.push_back(name.c_str());
        std::istringstream in{typed};
        auto* const before = std::cin.rdbuf(in.rdbuf());
        std::cin.clear();
        std::ostringstream out;
        std::ostringstream err;
        int const status = tickhub::app::main(static_cast<int>(all.size()), all.data(), "1.2.3", out, err);
        std::cin.rdbuf(before);
        return {status, out.str(), err.str()};
    }

private:
    fs::path path_;
};

std::string content_of(fs::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

TEST_CASE("a user is added, listed, changed, revoked and removed", "[app]") {
    folder const f;
    auto const added = f.user({"add", "asha", "--role", "trader", "--account", "A1", "--account", "A2", "--stdin"},
                              "correct horse\nignored\n");
    CHECK(added.status == 0);
    CHECK(added.out == "added asha\n");
    CHECK(f.user({"list"}).out == "asha: viewer trader; accounts A1, A2\n");
    auto const first = f.only_user();
    CHECK(tickhub::http::verify_password(first.password, "correct horse"));

    CHECK(f.user({"passwd", "asha", "--stdin"}, "battery staple\n").status == 0);
    auto const second = f.only_user();
    CHECK(tickhub::http::verify_password(second.password, "battery staple"));
    CHECK(second.generation > first.generation);
    CHECK(second.accounts == first.accounts);

    CHECK(f.user({"set", "asha", "--role", "admin"}).status == 0);
    CHECK(f.user({"list"}).out == "asha: viewer admin\n");
    CHECK(f.only_user().generation > second.generation);

    auto const before = f.only_user().generation;
    CHECK(f.user({"revoke", "asha"}).out == "revoked asha; all tokens of before are ended\n");
    CHECK(f.only_user().generation > before);

    CHECK(f.user({"remove", "asha"}).status == 0);
    CHECK(f.user({"list"}).out.empty());
}

TEST_CASE("a password stands nowhere but in its hash, and no user command shows a hash", "[app]") {
    folder const f;
    auto const added = f.user({"add", "asha", "--stdin"}, "correct horse\n");
    CHECK(content_of(f.file()).find("correct horse") == std::string::npos);
    std::string const shown =
        added.out + added.err + f.user({"list"}).out + f.user({"add", "asha", "--stdin"}, "correct horse\n").err;
    CHECK(shown.find("correct") == std::string::npos);
    CHECK(shown.find("argon2") == std::string::npos);
    CHECK(f.user({"add", "bob", "a password"}).status == 64); // it can't be given on the command line
}

TEST_CASE("what the user command is told wrongly is exit status 64, and changes nothing", "[app]") {
    folder const f;
    REQUIRE(f.user({"add", "asha", "--stdin"}, "correct horse\n").status == 0);
    auto const before = content_of(f.file());
    auto const again = f.user({"add", "asha", "--stdin"}, "correct horse\n");
    CHECK(again.status == 64);
    CHECK(again.err.find("there is a user asha already") != std::string::npos);
    CHECK(f.user({"add", "bob", "--stdin"}, "short\n").status == 64);
    CHECK(f.user({"add", "bob", "--stdin"}, "").err.find("standard input is empty") != std::string::npos);
    CHECK(f.user({"add", "b b", "--stdin"}, "correct horse\n").status == 64);
    CHECK(f.user({"add", "bob", "--role", "boss", "--stdin"}, "correct horse\n").status == 64);
    for (std::string const command : {"set", "revoke", "remove"})
        CHECK(f.user({command, "nobody"}).err.find("there is no user nobody") != std::string::npos);
    CHECK(f.user({"frobnicate"}).status == 64);
    CHECK(content_of(f.file()) == before);
}

TEST_CASE("a users file that is damaged is exit status 78, and one that can't be written 69", "[app]") {
    folder const f;
    REQUIRE(f.user({"add", "asha", "--stdin"}, "correct horse\n").status == 0);
    std::ofstream{f.file(), std::ios::app} << "x: [";
    CHECK(f.user({"revoke", "asha"}).status == 78);
    CHECK(f.user({"list"}).status == 78);
    fs::remove(f.file());
    CHECK(f.user({"list"}).err.find("`tickhub user add` makes it") != std::string::npos);
    fs::remove(f.file().string() + ".lock");
    fs::create_directory(f.file().string() + ".lock");
    CHECK(f.user({"add", "bob", "--stdin"}, "correct horse\n").status == 69);
}

TEST_CASE("the key that signs tokens is changed, and nothing of it is shown", "[app]") {
    folder const f;
    CHECK(f.user({"rotate-key"}).out == "a new key signs; tokens of before are good until they expire\n");
    auto const first = content_of(f.keys());
    CHECK(f.user({"rotate-key"}).status == 0);
    CHECK(content_of(f.keys()).find(first.substr(first.find("secret: "), 60)) != std::string::npos);
    auto const ended = f.user({"rotate-key", "--end-sessions"});
    CHECK(ended.out == "a new key signs; all tokens are ended\n");
    CHECK(content_of(f.keys()).find("retired") == std::string::npos);
}
