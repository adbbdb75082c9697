// Who is sent what: the groups of the http service, one for each way in which clients can want a record.
#pragma once

#include "subscription.hpp"

#include <tickhub/http.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace tickhub::sse_broadcaster {

/// Keeps the groups, and the clients in them.
///
/// A record about an instrument goes to the clients that named it and to those that want every instrument; a record
/// about none goes to all subscribers of its topic. News about many instruments goes to who named any of them; about
/// more than 63, to all subscribers. A client in several groups of one broadcast gets it once. What everyone gets is
/// kept in a group for each publisher, because a `reset` ends what one publisher said, and a group's current messages
/// are cleared as a whole. An instrument belongs to the publisher that was heard of it first, normally its feed: what
/// others derive of it ends with it. All functions: [serialised].
class audience {
public:
    explicit audience(http_service const& server);

    /// The groups that the record is sent to; empty when it is for nobody. Valid until the next call. Allocates only
    /// for instruments and publishers that are new, and for news about several instruments.
    [[nodiscard]] std::span<tickhub_group const> of(event e);

    /// The client gets what its subscription holds, the current state first.
    void admit(tickhub_connection client, subscription const& what);
    void dismiss(tickhub_connection client);

    /// What clients that come later are not sent any more: the state of the publisher's market.
    void forget(std::uint16_t publisher);

    [[nodiscard]] std::size_t size() const noexcept { return clients_.size(); }

private:
    static constexpr std::size_t most_groups = 64; // of one broadcast

    // What is made for each topic; 0 = no group yet.
    struct topic_groups {
        std::vector<tickhub_group> everything; // by publisher: about instruments of its, for who wants every one
        std::vector<tickhub_group> market;     // by publisher: about no one instrument, for all subscribers
        std::vector<tickhub_group> instrument; // by instrument: for who named it
    };

    [[nodiscard]] tickhub_group everything(std::uint8_t record, std::uint16_t publisher);
    [[nodiscard]] tickhub_group market(std::uint8_t record, std::uint16_t publisher);
    [[nodiscard]] tickhub_group instrument(std::uint8_t record, tickhub_instrument_id id);
    [[nodiscard]] std::uint16_t home_of(tickhub_instrument_id id, std::uint16_t publisher);
    [[nodiscard]] std::span<tickhub_group const> of_gap(event e, tickhub_gap const& gap);
    [[nodiscard]] std::span<tickhub_group const> of_news(event e, tickhub_news const& news);

    http_service const& server_;
    tickhub_group everyone_; // gaps in several topics; every client joins it, whatever else there is
    std::vector<tickhub_instrument_id> mentioned_;
    std::array<topic_groups, TICKHUB_RECORD_COUNT> topics_;
    std::vector<std::uint16_t> home_; // by instrument
    std::map<tickhub_connection, subscription> clients_;
    std::array<tickhub_group, most_groups> result_{};
};

} // namespace tickhub::sse_broadcaster
