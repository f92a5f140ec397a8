// Threads and functions: who runs, and what.
#pragma once

#include "spec/yaml/families.h"

namespace picket {

// Enters the names; the bodies are read when every name is known.
void declare_functions(Reading& reading, const Node* map);
std::vector<Member> declare_threads(Reading& reading, const Node& map);

// Steps of functions and threads, flattened.
void read_bodies(Reading& reading, const Node* functions,
                 const std::vector<Member>& threads);

void read_reclaim(Reading& reading, const Node* list);

}  // namespace picket
