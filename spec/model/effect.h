// What one attempt at a transition did, or why it could not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "spec/base/id.h"
#include "spec/model/finding.h"
#include "spec/model/footprint.h"

namespace picket {

enum class Outcome : std::uint8_t {
  stepped,  // the state has changed to the successor
  blocked,  // the context cannot take this alternative now; state unchanged
  crashed,  // a misuse or a failed assertion: the context stops here for good
  limited,  // an unrolled loop ran out: the context stops, nothing is proved
};

// What is off while a context spins; `none`: it sleeps.
enum class Spin : std::uint8_t { none, preemption, bottom_halves, interrupts };

// What a blocked context waits for. `provides()` in semantics/provide.h says
// which steps could give it.
struct Want {
  enum class Kind : std::uint8_t {
    nothing,     // finished, idle, or not blocked
    lock,        // `object` is free (for this kind of taking)
    signal,      // the fence `object` (or one of `list`) is signalled
    completion,  // the count of `object` is not zero
    wake_up,     // a wake-up of queue `object` (none: of the task itself)
    condition,   // `condition` holds (starts)
    work,        // the item `object` has finished
    queue,       // every item of workqueue `object` has finished
    slot,        // a pending item: workqueue `object` lets one more run
    count,       // semaphore `object` has a count
    cpu,         // those who keep it off its CPU
    line,        // its interrupt line is enabled
    thread,      // the thread `context` has ended
    point,       // a fence for a point of the drm_syncobj `object`
    exit,        // the kthread `context` has ended, with what it ran
    park,        // the kthread `context` has parked
    unpark,      // somebody lets this kthread go on
    readers,     // a grace period of `object` is over
    callbacks,   // every callback that call_rcu has queued has run
  };
  Kind kind = Kind::nothing;
  ObjectId object;
  ContextId context;       // thread, interrupts, exit, park
  ExprId condition;        // wake_up: of the wait_event, if it has one
  std::int32_t list = -1;  // index into Scenario::object_lists
  bool shared = false;     // lock: wants it as a reader
  bool bounded = false;    // timed or interruptible: never in a cycle
  Spin spin = Spin::none;  // how it waits
};

// The result of semantics/step.h: step(). Reused from call to call.
struct Effect {
  Footprint footprint;   // also of a blocked attempt: what it would touch
  StepId step;           // where the context stood
  int alternatives = 1;  // how many this transition has; 0.. are valid
  bool begins = false;   // first transition of the operation: its attempt
  bool happens = false;  // the operation's own event is this transition
  bool ends = false;     // last transition of the operation
  bool exits = false;    // the task ends
  // An interrupt begins, and cannot do its first step yet; nothing else.
  bool enters = false;
  ObjectId signals;    // this transition set the bit of that fence
  ObjectId published;  // this transition made that fence visible
  ObjectId takes;      // a lock taken on the way by an operation that is
  ObjectId drops;      // not about it, or dropped: a fence's, wait_event's;
                       // the queue of the item that a worker takes up
  std::int32_t section = -1;  // begin/end_signalling: the slot opened or closed
  Want want;                  // if blocked
  std::optional<Misuse> misuse;  // if crashed; none: failed assertion
  ObjectId culprit;              // object of the misuse
  std::int32_t result = 0;       // what the operation returned, if it has

  void clear(StepId at) {
    *this = Effect{};
    step = at;
  }
};

}  // namespace picket
