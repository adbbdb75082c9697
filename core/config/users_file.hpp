// The users file: who may log in, and as what. Read by the hub, written by `tickhub user`.
#pragma once

#include "config/problem.hpp"

#include <tickhub/roles.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

struct user {
    std::string name;
    std::string password; ///< its Argon2id hash, as a PHC string
    role_set roles;       ///< at least viewer
    std::vector<std::string> accounts;
    std::uint64_t generation = 0; ///< raised to end all tokens; a user who is added again has a higher one
    std::int64_t created = 0;     ///< seconds since 1970
    std::int64_t changed = 0;

    friend bool operator==(user const&, user const&) = default;
};

struct users_outcome {
    std::optional<std::vector<user>> users; ///< by name; only when there are no problems
    std::vector<problem> problems;
};

/// Reads a file that must be private (private_file.hpp). No problem shows a hash. [any thread]
[[nodiscard]] users_outcome read_users(std::filesystem::path const& file);

/// The same for a text at hand.
[[nodiscard]] users_outcome read_users_text(std::string text, std::string file);

/// What read_users_text reads back. [any thread]
[[nodiscard]] std::string users_text(std::vector<user> const& users);

enum class edit_result { done, refused, unreadable, unwritable };

struct edit_outcome {
    edit_result result = edit_result::done;
    std::vector<problem> problems; ///< unless it is done
};

/// Changes the file under its lock, so that of two programs that edit it neither loses the other's change. A missing
/// file counts as one without users. `edit` returns why it refuses; then nothing is written. [any thread]
[[nodiscard]] edit_outcome edit_users(std::filesystem::path const& file,
                                      std::function<std::string(std::vector<user>&)> const& edit);

/// Why the text can't name a user, or an account; empty when it can. [any thread]
[[nodiscard]] std::string user_name_fault(std::string_view text);
[[nodiscard]] std::string account_name_fault(std::string_view text);

/// The next generation of a user: above the last one, and above that of a removed user of the same name.
[[nodiscard]] std::uint64_t next_generation(std::uint64_t last, std::int64_t now) noexcept;

} // namespace tickhub::config
