// The contexts that no thread of the file is: what runs items and timers.
#pragma once

#include <string>
#include <vector>

#include "spec/yaml/reading.h"

namespace picket {

// One for each object that runs a function later, behind the threads; one more
// for the timer of a delayed work item.
void add_runners(Reading& reading);

// What the steps say of threads: those that others stop, park or give items to
// are kthreads, the latter with a queue. When all bodies are read.
void settle_kthreads(Reading& reading);

// RCU, if somebody waits for its readers, and one context for the callbacks of
// each call_rcu and each context that executes it. When all bodies are read.
void add_rcu_callbacks(Reading& reading);

// One for the store buffer of each CPU that stores to variables, where the
// configuration has such. When all other contexts are known.
void add_store_buffers(Reading& reading);

// The contexts of callbacks that go by the name of their function.
std::vector<std::string> callbacks_named(const Scenario& scenario,
                                         const std::string& name);

}  // namespace picket
