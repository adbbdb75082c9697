// A password as a person or a script gives it: never on the command line, where others can read it.
#pragma once

#include <istream>
#include <optional>
#include <string>

namespace tickhub::app {

/// Asks twice on the terminal, without echo. Nothing, and why in `fault`, when there is none or the two differ.
[[nodiscard]] std::optional<std::string> ask_for_password(std::string const& user, std::string& fault);

/// The first line of it.
[[nodiscard]] std::optional<std::string> read_password(std::istream& from, std::string& fault);

} // namespace tickhub::app
