// Keeps secrets out of everything that people read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// Knows the secrets of one configuration and replaces them in texts. Filled while the file is read; after that only
/// read, from any thread.
class masker {
public:
    /// Hides this text from now on, and its longer lines when it has several. The empty text is ignored. [control]
    void add(std::string_view secret);

    /// The text with every secret in it replaced by `***`. [any thread]
    [[nodiscard]] std::string mask(std::string_view text) const;

    [[nodiscard]] bool empty() const noexcept { return secrets_.empty(); }

private:
    std::vector<std::string> secrets_; // longest first, so that a secret inside a longer one leaves no rest
};

} // namespace tickhub::config
