#include "app/command_line.hpp"

#include <iostream>

int main(int count, char** words) {
    return tickhub::app::main(count, words, TICKHUB_VERSION, std::cout, std::cerr);
}
