#include "tools/user_share.hpp"

#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace bench {

user_share::user_share(pid_t process) {
    perf_event_attr what{};
    what.size = sizeof(what);
    what.type = PERF_TYPE_SOFTWARE;
    what.config = PERF_COUNT_SW_TASK_CLOCK;
    what.sample_period = 191'000; // nanoseconds; no multiple of anything that the programs do
    for (auto const& task : std::filesystem::directory_iterator{"/proc/" + std::to_string(process) + "/task"}) {
        int const thread = std::atoi(task.path().filename().c_str());
        auto const event =
            static_cast<int>(::syscall(SYS_perf_event_open, &what, thread, -1, -1, PERF_FLAG_FD_CLOEXEC));
        void* const pages =
            event < 0 ? MAP_FAILED : ::mmap(nullptr, all_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, event, 0);
        rings_.push_back({event, pages});
        complete_ = complete_ && pages != MAP_FAILED;
    }
}

user_share::~user_share() {
    for (ring const& r : rings_) {
        if (r.pages != MAP_FAILED)
            ::munmap(r.pages, all_bytes);
        if (r.event >= 0)
            ::close(r.event);
    }
}

std::optional<user_share::counted> user_share::read() const {
    if (!complete_)
        return std::nullopt;
    counted sum;
    for (ring const& r : rings_) {
        auto* const page = static_cast<perf_event_mmap_page*>(r.pages);
        std::uint64_t const end = std::atomic_ref{page->data_head}.load(std::memory_order_acquire);
        auto const* const data = static_cast<char const*>(r.pages) + page->data_offset;
        // Nothing was taken out yet, so that the ring has not turned over; when full, it has lost what came later.
        for (std::uint64_t at = 0; at < end;) {
            auto const& header = *reinterpret_cast<perf_event_header const*>(data + at);
            if (header.type == PERF_RECORD_SAMPLE) {
                ++sum.all;
                if ((header.misc & PERF_RECORD_MISC_CPUMODE_MASK) == PERF_RECORD_MISC_USER)
                    ++sum.user;
            }
            at += header.size;
        }
        if (end + 64 > data_bytes)
            return std::nullopt;
    }
    return sum;
}

} // namespace bench
