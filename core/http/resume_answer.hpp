// What a client that comes back is told, before it is sent anything: see docs/protocol/sse.md.
#pragma once

#include "http/command.hpp"
#include "http/replay.hpp"

#include <span>
#include <string>

namespace tickhub::http {

/// The data of `event: resume`: {"news":{"recovered":true,"replayed":12},"trades":{"recovered":false,"missed":40310}};
/// `missed` is null where it isn't known. As many answers as topics.
[[nodiscard]] std::string resume_answer(std::span<resumed_topic const> topics, std::span<recovery const> answers);

} // namespace tickhub::http
