// The events that the rules of a scenario talk about, in one trace.
//
// An operation has one event of its own; a blocking one also an attempt; a
// fence is signalled, and published, by the transition that does it, whatever
// operation that belongs to. Locks held and sections open are intervals of one
// context, known as soon as the trace is. Must not know: patterns, solvers.
#pragma once

#include <vector>

#include "spec/rules/base_order.h"
#include "spec/rules/rule_plan.h"

namespace picket {

// An event that a selector selects.
struct Selected {
  NodeId node;
  std::int32_t variable = -1;
  ObjectId object;
  bool idle = false;  // a signal or publish that changed nothing
};

// A lock held or a section open, from one event of a context to another; or a
// fence pending, between events that all of them write it.
struct Hold {
  NodeId open;
  NodeId close;       // none: lasts to the end
  ContextId context;  // none: pending
  ObjectId object;    // the lock, the fence
  ClassId klass;      // signalling
};

// An operation that may wait, from its attempt to its own event.
struct Attempt {
  NodeId node;
  NodeId event;  // none: it never came to that
  StepId step;
  ContextId context;
};

// Reused from trace to trace. One per worker.
class RuleEvents {
 public:
  explicit RuleEvents(const RulePlans& plans);

  // `trace` must stay while the events are looked at.
  void read(const Trace& trace);

  const RulePlans& plans() const { return plans_; }
  const Trace& trace() const { return order_.trace(); }
  const BaseOrder& order() const { return order_; }
  const std::vector<Selected>& selected(SelectionId s) const {
    return selected_[s.index()];
  }
  const std::vector<Hold>& locks() const { return locks_; }
  const std::vector<Hold>& sections() const { return sections_; }
  const std::vector<Hold>& pending() const { return pending_; }
  const std::vector<Attempt>& attempts() const { return attempts_; }
  // Transitions that end the schedule.
  const std::vector<NodeId>& crashes() const { return crashes_; }

  // Does the exemption apply to the operation this node is part of?
  bool exempt(SelectionId unless, NodeId node, const Binding& binding) const;

 private:
  struct Open {
    std::int32_t hold = -1;  // index of the hold, while depth > 0
    std::int32_t depth = 0;
  };
  struct Fence {
    bool published = false, signaled = false;
    std::int32_t hold = -1;  // index of the hold, while pending
  };

  void clear();
  void read_start();
  void read_event(EventId id, const Event& e);
  void read_attempt(const Event& e, EventId id);
  void read_own_event(const Event& e, NodeId node);
  void read_scope(const Event& e);
  bool never_reclaims(const Event& e) const;
  void read_locks(const Event& e, NodeId node);
  Open& open_lock(ContextId context, ObjectId lock);
  void take(ContextId context, ObjectId lock, NodeId node);
  void drop(ContextId context, ObjectId lock, NodeId node);
  void read_section(const Event& e, NodeId node);
  void read_fence(const Event& e, NodeId node);
  void update(ObjectId fence, NodeId node);
  void read_pending(const PendingAttempt& p);
  void select(const Match& match, NodeId node, ContextId context, bool idle);
  bool held_back(ContextId context, std::int32_t ordinal) const;

  const RulePlans& plans_;
  const Scenario& s_;
  BaseOrder order_;
  std::vector<std::vector<Selected>> selected_;
  std::vector<Hold> locks_, sections_, pending_;
  std::vector<Attempt> attempts_;
  std::vector<NodeId> crashes_;
  std::vector<Open> open_locks_;           // context * locks watched
  std::vector<std::int32_t> lock_number_;  // per object; -1 not watched
  std::size_t lock_count_ = 0;
  std::vector<Fence> fences_;                             // per object
  std::vector<std::vector<std::int32_t>> open_sections_;  // context, slot
  std::vector<std::int32_t> noreclaim_;  // per context: scopes, runs of reclaim
};

}  // namespace picket
