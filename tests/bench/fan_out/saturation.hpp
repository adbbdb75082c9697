// As many events as one core of servers delivers, through the whole hub from publish to socket.
#pragma once

namespace bench {

/// Prints. `rounds` runs of so many seconds, of the hub and of the plain program in turns.
void show_saturation(int clients, double seconds, int rounds);

} // namespace bench
