// Objects live and die: free, init, the last reference, the end of the stack
// frame they stand on. Every operation looks here first.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

enum class Life : std::uint8_t { alive, freed, off_stack };

Life life(const Run& run, ObjectId object);
void set_life(Run& run, ObjectId object, Life life);

// The misuse of touching the object now, if it is one; records the look.
// Use at the head of a primitive: if (auto m = dead(run, o)) return *m;
std::optional<Act> dead(Run& run, ObjectId object);

// The same of a file itself, not of the fence that its name stands for.
std::optional<Act> gone_name(Run& run, ObjectId object);

Act free_object(Run& run);  // free: object
Act init_object(Run& run);  // init: object

// What an object's block holds before anything has happened.
void initialise(const Program& program, Word* words, ObjectId object);

}  // namespace picket
