#include "app/typed_password.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <string_view>

namespace tickhub::app {
namespace {

constexpr char interrupt = 3; // Ctrl-C

// The terminal of the process, its echo off while this lives.
class silent_terminal {
public:
    silent_terminal() : descriptor_{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)} {
        if (!opened() || ::tcgetattr(descriptor_, &before_) != 0)
            return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG); // a Ctrl-C must not leave the terminal mute
        silent.c_lflag |= ECHONL;
        changed_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
    }
    ~silent_terminal() {
        if (changed_)
            ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
        if (opened())
            ::close(descriptor_);
    }
    silent_terminal(silent_terminal const&) = delete;
    silent_terminal& operator=(silent_terminal const&) = delete;

    [[nodiscard]] bool opened() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] bool silent() const noexcept { return changed_; }

    [[nodiscard]] std::optional<std::string> ask(std::string_view question) const {
        if (::write(descriptor_, question.data(), question.size()) < 0)
            return std::nullopt;
        std::string line;
        char c = 0;
        while (::read(descriptor_, &c, 1) == 1 && c != '\n' && c != interrupt)
            line += c;
        return c == '\n' ? std::optional{std::move(line)} : std::nullopt;
    }

private:
    int descriptor_;
    termios before_{};
    bool changed_ = false;
};

} // namespace

std::optional<std::string> ask_for_password(std::string const& user, std::string& fault) {
    silent_terminal const terminal;
    if (!terminal.opened() || !terminal.silent()) {
        fault = "there is no terminal to ask for the password: give it on standard input, with --stdin";
        return std::nullopt;
    }
    auto first = terminal.ask("Password of " + user + ": ");
    auto const second = first ? terminal.ask("Again: ") : std::nullopt;
    if (!second || *first != *second) {
        fault = second ? "the two passwords differ" : "no password was given";
        return std::nullopt;
    }
    return first;
}

std::optional<std::string> read_password(std::istream& from, std::string& fault) {
    std::string line;
    if (std::getline(from, line))
        return line;
    fault = "standard input is empty: a line with the password is expected there";
    return std::nullopt;
}

} // namespace tickhub::app
