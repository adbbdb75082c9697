// How the processes of a run tell each other where they are.
#pragma once

#include <cstddef>
#include <type_traits>

namespace bench {

/// One end of a pair; small values pass whole. A partner that is gone ends the program.
class channel {
public:
    struct pair;
    static pair make();
    explicit channel(int end) noexcept : end_{end} {}
    channel(channel&& other) noexcept : end_{other.end_} { other.end_ = -1; }
    channel& operator=(channel&&) = delete;
    ~channel() { close(); }

    template <class T>
    requires std::is_trivially_copyable_v<T>
    void say(T const& what) { write(&what, sizeof(what)); }
    template <class T>
    requires std::is_trivially_copyable_v<T>
    [[nodiscard]] T hear() {
        T what;
        read(&what, sizeof(what));
        return what;
    }
    /// A step is done, or may begin.
    void signal() { say('.'); }
    void wait() { static_cast<void>(hear<char>()); }
    void close() noexcept;

private:
    void write(void const* data, std::size_t size);
    void read(void* data, std::size_t size);
    int end_;
};

struct channel::pair {
    channel mine;
    channel theirs;
};

} // namespace bench
