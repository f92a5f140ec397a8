// One step of one context while its facts are read, operation by operation.
// Where the kernel's function takes a fence's lock, may run enable_signaling,
// or may signal on the way, so does the step here.
#pragma once

#include <algorithm>

#include "spec/claims/step_facts.h"
#include "spec/semantics/queued_work.h"
#include "spec/semantics/resv.h"
#include "spec/semantics/sleepers.h"

namespace picket {

// What the scenario's text says about all steps alike.
struct ProgramText {
  const Scenario& scenario;
  Resources resources;
  QueuedWork work;
  Sleepers sleepers;
  std::vector<char> read_locals;  // a value that some expression reads
  ObjectId rcu;                   // none: nobody waits for its readers
  std::vector<char> signalled;    // per context: by some signal_pending
  // Per context: what interrupts it once it was armed, by it or by a context
  // of its CPU; and the CPUs that it so interrupts itself.
  std::vector<std::vector<ObjectId>> interrupted_by;
  std::vector<std::vector<std::int32_t>> interrupts;

  explicit ProgramText(const Scenario& s);

 private:
  void note_interrupts(ContextId armer);
};

inline void add_once(std::vector<ResourceId>& list, ResourceId r) {
  if (std::find(list.begin(), list.end(), r) == list.end()) list.push_back(r);
}

class StepReading {
 public:
  StepReading(const ProgramText& text, ContextId context, StepFacts& out)
      : t_(text), s_(text.scenario), context_(context), out_(out) {}

  void read(const Step& step);
  void watch(ExprId id) {
    collect(id, out_.watches);
    look_for_end(id, true);
  }
  // Every present reader of RCU.
  void await_readers();

 private:
  ObjectId object(std::size_t i = 0) const {
    return step_->operands[i].object();
  }
  const Operand& operand(std::size_t i) const { return step_->operands[i]; }
  // Somebody reads the result.
  bool asked() const {
    return step_->into.valid() && t_.read_locals[step_->into.index()];
  }

  void need(ObjectId o) { add_once(out_.needs, t_.resources.of(o)); }
  void look(ResourceId r) { add_once(out_.looks, r); }
  void look(ObjectId o) { look(t_.resources.of(o)); }
  void change(ResourceId r) { add_once(out_.changes, r); }
  void change(ObjectId o) { change(t_.resources.of(o)); }
  void give(ResourceId r) {
    add_once(out_.gives, r);
    change(r);
  }
  // A fence that is signalled may have containers run their irq_work.
  void give(ObjectId o) {
    give(t_.resources.of(o));
    for (const ObjectId c : s_.object(o).around)
      if (is_container(s_.object(c).type)) give(t_.resources.start_of(c));
  }
  void take(ResourceId r) {
    add_once(out_.takes, r);
    change(r);
  }
  void take(ObjectId o) { take(t_.resources.of(o)); }

  // Every shared object that the expression reads.
  void collect(ExprId id, std::vector<ResourceId>& into) const;
  void look_at(ExprId id) { collect(id, out_.looks); }
  void look_for_end(ExprId id, bool positive);
  void look_at_operands();
  // An interrupted wait returns another value.
  void look_at_signals();

  void need_lock(ObjectId lock);
  void read_lock();
  void read_transactions();
  void read_data();
  void read_other();

  // step_reading_fences.cc
  std::vector<ObjectId> meant(ObjectId name) const;
  std::vector<ObjectId> with_inside(ObjectId name) const;
  void signal(ObjectId name);
  void work_on(ObjectId name, bool may_enable);
  void work_on_one(ObjectId fence, bool may_enable);
  void wait_for(ObjectId name, bool may_end);
  void read_containers();
  std::vector<ObjectId> boxed_in(ObjectId syncobj) const;
  void read_syncobj();
  void put(ObjectId fence);
  void read_fence();
  std::vector<ObjectId> fences_of(ObjectId resv, Usage usage) const;
  Usage asked_usage() const;
  void read_resv();

  // step_reading_waits.cc
  void wake(ObjectId queue);
  void sleep();
  void wait_event();
  void read_wait_queue();
  void read_completion();

  // step_reading_later.cc
  void queue_item(ObjectId item);
  void cancel_item(ObjectId item);
  void await_end(ObjectId item);
  void read_work();
  void read_kthread();
  void begin_to_read(ObjectId domain);
  void end_to_read(ObjectId domain);
  void read_rcu();

  const ProgramText& t_;
  const Scenario& s_;
  ContextId context_;
  StepFacts& out_;
  const Step* step_ = nullptr;
};

}  // namespace picket
