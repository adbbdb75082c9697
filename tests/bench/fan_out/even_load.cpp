#include "fan_out/even_load.hpp"

#include "fan_out/publishing.hpp"
#include "tools/cpu_time.hpp"
#include "tools/fail.hpp"
#include "tools/user_share.hpp"

#include <algorithm>

namespace bench {

measured run(contender const& what, load const& how_much) {
    child_process server{server_core, [&](channel& parent) {
                             raise_file_limit();
                             auto const program = what.make();
                             parent.say(program->port());
                             program->wait_for_clients(how_much.clients);
                             parent.signal();
                             parent.wait();
                             parent.say(publish_for(*program, how_much.events_per_second, how_much.seconds));
                             parent.wait();
                             program->close_all();
                         }};
    auto const port = server.talk().hear<std::uint16_t>();
    reading_clients clients{{.port = port,
                             .clients = how_much.clients,
                             .how = what.how,
                             .look_at_every = how_much.events_per_second == 0 ? 16 : 1}};
    server.talk().wait();
    user_share const sampled{server.id()};
    double const before = cpu_us(server.id());
    server.talk().signal();
    auto const published = server.talk().hear<std::uint64_t>();
    double const used = cpu_us(server.id()) - before;
    auto const samples = sampled.read();
    server.talk().signal();
    measured result;
    result.seen = clients.finish();
    if (result.seen.events != published * static_cast<std::uint64_t>(how_much.clients))
        fail("events were lost");
    result.cpu_us = used / static_cast<double>(result.seen.events);
    result.user_samples = samples ? static_cast<double>(samples->user) : -1;
    result.all_samples = samples ? static_cast<double>(samples->all) : 0;
    return result;
}

} // namespace bench
