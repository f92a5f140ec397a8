// Shows lockdep what a schedule does: each operation as the acquires and
// releases of maps that the kernel's function of that name makes, on the
// attempt.
//
// Follows the lockdep calls in the kernel files that each observer_*.cc names.
//
// Must not know: how dependencies are judged (lockdep.h), how fences are
// annotated (fence_maps.h).
#pragma once

#include "spec/model/event_facts.h"
#include "spec/policies/cross_edge.h"
#include "spec/policies/fence_maps.h"

namespace picket {

class Observer {
 public:
  Observer(const Scenario& scenario, const LockMaps& maps, FenceMaps& fences,
           Lockdep& lockdep);

  // An operation that has begun and not ended; callbacks run inside it.
  struct Open {
    StepId step;
    bool signals = false;  // holds the fence's lock until it ends
    bool section = false;  // has taken the fence's map
    bool reclaims = false;
  };
  // What is known of one flow of control on its way.
  struct Context {
    Flow flow;
    ShortVector<Open, 4> open;
    ShortVector<MapId, 4> sections;  // by slot; not valid: a no-op
    ObjectId queue;                  // of the item that runs
    bool runs = false;               // a worker: its item is running
    std::vector<ObjectId> signaled;  // fences it has seen signalled, sorted
  };

  // Before its first event.
  Context start(ContextId context);
  // What lockdep has learnt before stays.
  void observe(Context& c, const EventFacts& e);
  // Blocked for good at the first transition of this step.
  void observe_attempt(Context& c, StepId step);
  // What an automatic policy concludes from a signaller's history.
  void observe(const CrossEdge& edge);

 private:
  void operation(Context& c, const Step& step, const EventFacts& e);
  void attempt(Context& c, const Step& step, StepId id, const EventFacts* e);
  void done(Context& c, const Step& step, StepId id, const EventFacts& e,
            const Open& open);
  void crash(Context& c, const EventFacts& e);
  void worker(Context& c, const EventFacts& e);
  void finish(Context& c, StepId last);

  // By group; true if the operation is one of it.
  bool lock_attempt(Context& c, const Step& step, StepId id);
  bool lock_done(Context& c, const Step& step, StepId id, const EventFacts& e);
  void container_attempt(Context& c, const Step& step, StepId id);
  void fence_attempt(Context& c, const Step& step, StepId id,
                     const EventFacts* e);
  void fence_done(Context& c, const Step& step, StepId id, const EventFacts& e,
                  const Open& open);
  void wait_attempt(Context& c, const Step& step, StepId id,
                    const EventFacts* e);
  void work_attempt(Context& c, const Step& step, StepId id,
                    const EventFacts* e);
  void memory_attempt(Context& c, const Step& step, StepId id,
                      const EventFacts* e);
  void context_done(Context& c, const Step& step, StepId id);
  void rcu_done(Context& c, const Step& step, StepId id);
  void annotation_done(Context& c, const Step& step, StepId id);

  void take(Context& c, ObjectId lock, StepId id, int read = 0,
            bool trylock = false, int subclass = 0, ObjectId nest = {});
  void drop(Context& c, ObjectId lock, StepId id);
  void take_inside(Context& c, const Step& step, ObjectId lock, StepId id);
  void drop_inside(Context& c, const Step& step, ObjectId lock, StepId id);
  void fence_lock(Context& c, ObjectId fence, StepId id);
  void queue_lock(Context& c, const Step& step, StepId id);
  void begin_signal(Context& c, ObjectId fence, StepId id, Open& open);
  void end_signal(Context& c, ObjectId fence, StepId id, const Open& open);
  void might_alloc(Context& c, const std::string& gfp, StepId id);
  bool enters_reclaim(const Context& c, const std::string& gfp) const;
  void touch(Context& c, MapId map, StepId id, int read = 0);
  void might_wait(Context& c, const std::vector<ObjectId>& fences, StepId id);
  void wait_for_reservation(Context& c, const Step& step, StepId id);
  void note_signaled(Context& c, ObjectId fence);
  ObjectId lock_of(ObjectId fence) const;
  MapId map_of(ObjectId fence) const;
  const std::string& word(const Step& step, std::size_t operand) const;

  void begin_flow(Context& begun, ContextId self);
  void end_flow(Context& c, StepId last);
  bool is_sleeping_lock(ObjectId lock) const;
  void bh_off(Context& c, StepId id);
  void irq_off(Context& c, bool save);
  void irq_on(Context& c, StepId id);
  void irq_restore(Context& c, StepId id);
  void bh_on(Context& c, StepId id);

  const Scenario& s_;
  const LockMaps& maps_;
  FenceMaps& fences_;
  Lockdep& lockdep_;
  bool asks_reservations_ = false;  // some step waits for one
};

}  // namespace picket
