#include "config/hub_config.hpp"

namespace tickhub::config {

std::string hub_config::name_of(route const& route) const {
    return (route.from == config::route::hub ? "hub" : components[route.from].name) + " -> " +
           components[route.to].name;
}

} // namespace tickhub::config
