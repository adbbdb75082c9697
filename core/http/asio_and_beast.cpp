// The one place where Asio's and Beast's function bodies are compiled (BOOST_ASIO_SEPARATE_COMPILATION,
// BOOST_BEAST_SEPARATE_COMPILATION): every other file of core/http compiles in a fraction of the time.

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
