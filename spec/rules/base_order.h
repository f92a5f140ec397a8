// The nodes that rules order, and the order between them that every schedule
// of a class keeps: happens-before, and where attempts may stand.
//
// Nodes 0 .. events-1 are the transitions of the trace. Behind them come
// points of time that are no transition: the attempt at a blocking operation,
// somewhere between the context's previous transition and the operation's
// first; and the publication of a fence that is visible from the start, or the
// signal of one that is signalled, before everything. Must not know: rules,
// solvers.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/model/trace.h"

namespace picket {

using NodeId = Id<struct NodeTag>;

enum class NodeKind : std::uint8_t {
  transition,
  attempt,
  published_at_start,
  signaled_at_start,
};

// What a node is, for those who have to name it.
struct NodeFacts {
  NodeKind kind = NodeKind::transition;
  ContextId context;  // none: at the start
  StepId step;        // none: at the start, or a transition without a step
  EventId event;      // the transition; an attempt's first one, if it had any
  ObjectId object;    // at the start: the fence
};

struct BaseEdge {
  NodeId from, to;
  friend auto operator<=>(const BaseEdge&, const BaseEdge&) = default;
};

// Reused from trace to trace; allocates only while it grows. Not thread-safe.
class BaseOrder {
 public:
  // Forgets all nodes and takes the transitions of `trace`, which must stay.
  void reset(const Trace& trace);

  static NodeId node(EventId event) { return NodeId(event.value); }

  // The attempt of the operation whose first transition is `first`. With
  // `held_back` it stands right before that transition: a thread whose
  // `starts` had to come true cannot have attempted anything before.
  NodeId attempt(EventId first, bool held_back);
  // The attempt of an operation that never got that far.
  NodeId pending_attempt(ContextId context, StepId step, bool held_back);
  // A fence visible, or signalled, from the start. Those are ordered as they
  // are added.
  NodeId published_at_start(ObjectId fence);
  NodeId signaled_at_start(ObjectId fence);

  std::size_t size() const { return marks_.size(); }
  const Trace& trace() const { return *trace_; }
  NodeFacts facts(NodeId node) const;
  ContextId context(NodeId n) const { return marks_[n.index()].context; }

  // How many transitions the context has taken.
  std::int32_t count(ContextId c) const { return ends_[c.index()]; }

  // Is `a` before `b` in every schedule of the class?
  bool before(NodeId a, NodeId b) const {
    const Mark& x = marks_[a.index()];
    const Mark& y = marks_[b.index()];
    if (x.context == y.context) return x.position < y.position;
    if (!x.context.valid()) return true;
    if (!y.context.valid()) return false;
    return 2 * std::int32_t{y.row[x.context.index()]} >= x.position;
  }

  // Edges whose transitive closure is this order, few of them superfluous;
  // sorted by their later node's place.
  void edges(std::vector<BaseEdge>& out) const;

  // Where a node stands in its context: transitions at twice their ordinal,
  // attempts one before.
  std::int32_t position(NodeId n) const { return marks_[n.index()].position; }

 private:
  struct Mark {
    ContextId context;  // none: at the start
    std::int32_t position = 0;
    const std::uint16_t* row = nullptr;  // events of each context before it
  };
  struct Extra {
    NodeKind kind;
    StepId step;
    EventId event;
    ObjectId object;
  };

  NodeId add(const Mark& mark, const Extra& extra);
  NodeId at_start(NodeKind kind, ObjectId fence);
  const std::uint16_t* row(std::int32_t event) const;
  void edges_into(NodeId node, std::vector<BaseEdge>& out) const;
  NodeId at(ContextId context, std::int32_t ordinal) const;

  const Trace* trace_ = nullptr;
  std::vector<Mark> marks_;
  std::vector<Extra> extras_;
  std::vector<NodeId> attempt_of_;      // per event
  std::vector<NodeId> pending_of_;      // per context
  std::vector<std::int32_t> previous_;  // per event: of the same context, or -1
  std::vector<std::int32_t> last_;      // per context: its last event, or -1
  std::vector<std::uint16_t> zeros_, ends_;
};

}  // namespace picket
