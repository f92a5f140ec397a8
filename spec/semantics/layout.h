// Where everything stands in the flat state of a scenario, and which location
// of a footprint stands for what.
//
// Must not know: what an operation does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/model/containment.h"
#include "spec/model/scenario.h"
#include "spec/model/state.h"
#include "spec/semantics/queued_work.h"
#include "spec/semantics/running_as.h"
#include "spec/semantics/sleepers.h"

namespace picket {

// Offsets of the words of one context; -1: the scenario never needs it.
struct ContextLayout {
  Runs runs = Runs::as_task;
  std::int32_t control = 0;  // see semantics/context.h
  std::int32_t task = -1;    // task state and flags
  std::int32_t atomic = -1;  // preemption, bottom halves, interrupts
  std::int32_t memalloc = -1;
  std::int32_t rcu = -1;       // depth of rcu_read_lock
  std::int32_t kthread = -1;   // what others ask of it
  std::int32_t value = -1;     // of its body, for kthread_stop
  std::int32_t sections = -1;  // count, then one word per open section
  std::int32_t section_capacity = 0;
  std::int32_t stack = 0;  // frames
  std::int32_t stack_words = 0;
  std::int32_t line = -1;  // of a handler: how often its line was disabled
  std::int32_t cpu = -1;   // index into Layout::cpus, if others may run there
};

// A CPU that several contexts are pinned to, or one of a context of its own, if
// that may be interrupted by an irq_work.
struct CpuLayout {
  std::int32_t number = 0;  // as the scenario calls it; -1: it does not
  std::vector<ContextId> contexts;
  std::uint32_t location = 0;
  // The words that say which guests run here (guest.h). -1: none ever does.
  std::int32_t irq_work = -1;
};

// Words of one object, and its location.
struct ObjectLayout {
  std::int32_t words = 0;  // offset of its block
  std::int32_t size = 0;   // words in it
  // 0 alive, 1 freed, 2 its stack frame is gone. A fence's own lock has the
  // word of its fence.
  std::int32_t life = -1;
  std::uint32_t location = 0;
  std::int32_t capacity = 0;  // of the list in the block, if it has one
  // Locations of parts of the block that other operations look at than at the
  // rest: the list (callbacks of a fence, fences of a reservation) and the
  // count of references. Else the location of the whole.
  std::uint32_t list_location = 0;
  std::uint32_t count_location = 0;
  // Of a container: where in the block its own words begin, and their location.
  std::int32_t inside = 0;
  std::uint32_t inside_location = 0;
  // The word that says which fence the name stands for, + 1 (0: for itself);
  // -1: it always stands for itself.
  std::int32_t alias = -1;
  // It shows whether it is held (a spinlock that some step tries to take), in
  // use (a fence initialised again), or on top of who armed it (a timer).
  bool watched = false;
};

struct FrameLayout {
  std::int32_t scratch_words = 0;
  std::int32_t local_words = 0;  // 0, or one word of marks and one per local
  std::int32_t size() const { return 2 + scratch_words + local_words; }
};

struct Layout {
  std::vector<ContextLayout> contexts;
  std::vector<CpuLayout> cpus;  // by number
  std::vector<ObjectLayout> objects;
  std::vector<FrameLayout> frames;   // per function
  std::vector<std::int32_t> stamps;  // per class: ww stamp counter or -1
  std::vector<std::uint32_t> context_location;
  std::vector<std::uint32_t> stamp_location;  // per class
  QueuedWork work;
  std::vector<std::vector<ContextId>> runners;  // per function (runners.h)
  Sleepers sleepers;
  Containment containment;
  // Locks whose block begins with their one owner, and the others: who ends
  // must hold none.
  std::vector<ObjectId> owned_locks;
  std::vector<ObjectId> shared_locks;
  ObjectId rcu;                     // the rcu_state; none: nobody waits for it
  std::vector<ObjectId> rcu_heads;  // one per caller of call_rcu
  std::vector<char> may_read_rcu;   // per context
  // Per context the store_buffer of its CPU, or none; empty: nobody has one.
  std::vector<ObjectId> store_buffers;
  std::int32_t words = 0;
  std::uint32_t locations = 0;
};

Layout lay_out(const Scenario& scenario);

// "CPU 0", "the CPU of gpu".
std::string cpu_name(const Scenario& scenario, const CpuLayout& cpu);

// "mutex m", "thread waiter": for tests and debugging.
std::string location_name(const Scenario& scenario, const Layout& layout,
                          std::uint32_t location);

}  // namespace picket
