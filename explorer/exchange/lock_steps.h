// The steps that take, hold and wait for what a class of a log stands for.
//
// Must not know: how the classes of a report hang together.
#pragma once

#include "explorer/exchange/draft.h"
#include "explorer/exchange/lock_kind.h"

namespace picket {

// A class of the report as an object of the scenario.
struct Modelled {
  LockKind kind = LockKind::mutex;
  std::string name;     // of the object, or of the item's for a work
  std::string klass;    // as in the log
  std::string context;  // of a transaction: its ww_acquire_ctx, else ""
  std::string by = {};  // the function that waits for it, if the log says
};

// Steps before and after what happens inside.
struct Section {
  DraftSteps open, close;
};

Section held_section(const Modelled& object, bool read,
                     const std::string& note);
// Taking it in order to have it taken: blocks while it is held.
DraftSteps waiting_steps(const Modelled& object, bool read,
                         const std::string& note);

// What sets an item off; `queue` for those that need one, "" for none.
DraftStep starting_step(const Modelled& item, const std::string& queue);
// Has it a queue, though nobody named one?
bool needs_queue(LockKind kind);

// The type of its object; "" for what has none.
std::string object_type(LockKind kind);

// Does its object carry the log's class? Some classes belong to the type; the
// fence's is the annotation's; a timer has none.
bool keeps_class(LockKind kind);

// Why the type is not the kernel's own; "" if it is.
std::string stand_in(LockKind kind);

}  // namespace picket
