// Is this batch fit to be published? Checked as a whole before anything of it is taken.
#pragma once

#include <tickhub/abi.h>

#include <cstdint>
#include <string_view>

namespace tickhub::routing {

enum class batch_fault : std::uint8_t {
    none,
    misaligned,         ///< the batch does not begin at a multiple of 8
    bad_count,          ///< count and bytes do not agree with the records
    bad_size,           ///< not a multiple of 8, shorter than the record's struct, or over TICKHUB_MAX_RECORD_SIZE
    unknown_record,     ///< not a record of events.h
    private_record,     ///< execution reports and portfolios never travel on routes
    unknown_instrument, ///< over the most instruments that a hub has
    malformed           ///< see tickhub::valid_record
};

/// What is wrong, for the author of the plugin. [any thread]
[[nodiscard]] std::string_view describe(batch_fault fault) noexcept;

struct batch_verdict {
    batch_fault fault = batch_fault::none;
    std::uint32_t index = 0; ///< of the first faulty record
};

/// Reads no byte outside the batch, whatever is in it. [any thread]
[[nodiscard]] batch_verdict check(tickhub_batch const& batch) noexcept;

} // namespace tickhub::routing
