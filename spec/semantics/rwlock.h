// What the two kinds of reader/writer lock have in common: their words.
//
// Words: the writer (context + 1), the set of waiting writers, the number of
// read holds of each context (a byte each).
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// Read holds of a context.
std::int32_t readers(const Program& program, const Word* block,
                     ContextId context);
bool any_reader(const Program& program, const Word* block);
void add_reader(const Program& program, Word* block, ContextId context,
                std::int32_t delta);

bool writer_waits(const Program& program, const Word* block);
bool waits_to_write(const Word* block, ContextId context);
void set_waits_to_write(Word* block, ContextId context, bool waits);

}  // namespace picket
