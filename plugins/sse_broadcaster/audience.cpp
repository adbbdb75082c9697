#include "audience.hpp"

#include <algorithm>
#include <limits>

namespace tickhub::sse_broadcaster {

namespace {

constexpr auto no_home = std::numeric_limits<std::uint16_t>::max();

// The element at the index; makes room for it.
template <class Element>
Element& slot(std::vector<Element>& elements, std::size_t index, Element initial) {
    if (index >= elements.size())
        elements.resize(index + 1, initial);
    return elements[index];
}

} // namespace

audience::audience(http_service const& server) : server_{server}, everyone_{server.create_group()} {}

tickhub_group audience::everything(std::uint8_t record, std::uint16_t publisher) {
    auto& group = slot(topics_[record].everything, publisher, tickhub_group{0});
    if (group == 0) {
        group = server_.create_group();
        for (auto const& [client, what] : clients_) {
            if (what.topics.contains(record) && what.every_instrument)
                server_.join(client, group, http_service::join_with::only_new);
        }
    }
    return group;
}

tickhub_group audience::market(std::uint8_t record, std::uint16_t publisher) {
    auto& group = slot(topics_[record].market, publisher, tickhub_group{0});
    if (group == 0) {
        group = server_.create_group();
        for (auto const& [client, what] : clients_) {
            if (what.topics.contains(record))
                server_.join(client, group, http_service::join_with::only_new);
        }
    }
    return group;
}

tickhub_group audience::instrument(std::uint8_t record, tickhub_instrument_id id) {
    auto& group = slot(topics_[record].instrument, id, tickhub_group{0});
    if (group == 0)
        group = server_.create_group(); // whoever named the instrument made it, and is in it
    return group;
}

std::uint16_t audience::home_of(tickhub_instrument_id id, std::uint16_t publisher) {
    auto& home = slot(home_, id, no_home);
    if (home == no_home)
        home = publisher;
    return home;
}

std::span<tickhub_group const> audience::of(event e) {
    if (auto const* gap = e.as<tickhub_gap>())
        return of_gap(e, *gap);
    if (auto const* news = e.as<tickhub_news>())
        return of_news(e, *news);
    if (e.instrument() == 0) {
        result_[0] = market(e.record(), e.header().publisher_id);
        return {result_.data(), 1};
    }
    result_[0] = everything(e.record(), home_of(e.instrument(), e.header().publisher_id));
    result_[1] = instrument(e.record(), e.instrument());
    return {result_.data(), 2};
}

std::span<tickhub_group const> audience::of_gap(event e, tickhub_gap const& gap) {
    auto const topic = e.text(gap.topic);
    if (topic.empty()) {
        result_[0] = everyone_;
        return {result_.data(), 1};
    }
    auto const record = record_from_name(topic);
    if (record == TICKHUB_RECORD_NONE)
        return {};
    result_[0] = market(record, e.header().publisher_id);
    return {result_.data(), 1};
}

std::span<tickhub_group const> audience::of_news(event e, tickhub_news const& news) {
    mentioned_.clear();
    if (e.instrument() != 0)
        mentioned_.push_back(e.instrument());
    auto const* ids = reinterpret_cast<std::uint64_t const*>(e.bytes().data() + news.symbols.offset);
    for (std::uint32_t i = 0; i < news.symbols.count; ++i)
        mentioned_.push_back(static_cast<tickhub_instrument_id>(ids[i]));
    std::sort(mentioned_.begin(), mentioned_.end());
    mentioned_.erase(std::unique(mentioned_.begin(), mentioned_.end()), mentioned_.end());

    if (mentioned_.empty() || mentioned_.size() >= result_.size()) {
        result_[0] = market(TICKHUB_RECORD_NEWS, e.header().publisher_id);
        return {result_.data(), 1};
    }
    result_[0] = everything(TICKHUB_RECORD_NEWS, e.header().publisher_id);
    std::transform(mentioned_.begin(), mentioned_.end(), result_.begin() + 1,
                   [this](auto id) { return instrument(TICKHUB_RECORD_NEWS, id); });
    return {result_.data(), mentioned_.size() + 1};
}

void audience::admit(tickhub_connection client, subscription const& what) {
    auto const join_all = [&](std::vector<tickhub_group> const& groups) {
        for (auto const group : groups) {
            if (group != 0)
                server_.join(client, group, http_service::join_with::current);
        }
    };
    server_.join(client, everyone_, http_service::join_with::current);
    for (auto const record : servable_topics) {
        if (!what.topics.contains(record))
            continue;
        join_all(topics_[record].market);
        if (what.every_instrument)
            join_all(topics_[record].everything);
        for (auto const id : what.instruments)
            server_.join(client, instrument(record, id), http_service::join_with::current);
    }
    clients_.emplace(client, what);
}

void audience::dismiss(tickhub_connection client) {
    clients_.erase(client);
}

void audience::forget(std::uint16_t publisher) {
    auto const clear = [&](std::vector<tickhub_group> const& groups, std::size_t index) {
        if (index < groups.size() && groups[index] != 0)
            server_.clear(groups[index]);
    };
    for (auto const record : servable_topics) {
        if (outlives_reset.contains(record))
            continue;
        auto const& groups = topics_[record];
        clear(groups.everything, publisher);
        clear(groups.market, publisher);
        for (std::size_t id = 0; id < home_.size(); ++id) {
            if (home_[id] == publisher)
                clear(groups.instrument, id);
        }
    }
}

} // namespace tickhub::sse_broadcaster
