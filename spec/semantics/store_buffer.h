// The store buffer of a CPU: what a context has stored and others do not see
// yet.
//
// After the x86 memory model (Sewell and others, "x86-TSO", 2010), with
// config.store_buffers. A store to a variable goes to the end of the buffer,
// and from its front to memory at any later moment; who has it reads its own
// latest store. Contexts that are pinned to one CPU share its buffer, an
// irq_work has that of where it runs, every other has its own. What orders
// memory, on the kernel's word, waits until the buffer is empty: locks, waits,
// wake-ups, atomics and smp_mb.
// Words: how many stores it holds; then of each, the oldest first, the variable
// and the value.
#pragma once

#include <optional>

#include "spec/semantics/run.h"

namespace picket {

// Stores it has room for, at least.
constexpr std::int32_t kStores = 4;

std::int32_t store_buffer_words(const Scenario& scenario);

// The buffer of the running context; none: its stores go to memory at once.
ObjectId own_buffer(const Run& run);

// What the running context sees of a variable. Records the look.
std::int32_t load(Run& run, ObjectId variable);

// Is there room for that many stores? Records the look.
bool has_room(Run& run, std::int32_t stores);
void store(Run& run, ObjectId variable, std::int32_t value);

// Must the operation, where it stands, wait until the buffer is empty, and is
// it not? Records the look.
bool waits_for_buffer(Run& run);

// The buffer as a context: brings its oldest store to memory.
Act bring_to_memory(Run& run);

bool holds_stores(const Program& program, const Word* words, ObjectId buffer);

}  // namespace picket
