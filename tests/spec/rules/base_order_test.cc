#include "spec/rules/base_order.h"

#include "explorer/search/execution.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// Context 0 writes location 0, 1; context 1 writes 1, 2.
Trace small_trace() {
  Trace trace;
  trace.contexts = 2;
  const auto add = [&](int context, std::uint32_t location) {
    Event e;
    e.context = ContextId(context);
    e.begins = true;
    e.footprint.write(location);
    append_event(trace, e);
  };
  add(0, 0);
  add(0, 1);
  add(1, 1);
  add(1, 2);
  return trace;
}

}  // namespace

TEST_GROUP(base_order) {
  Trace trace = small_trace();
  BaseOrder base;
  void setup() override { base.reset(trace); }
};

TEST(base_order, transitions_keep_happens_before) {
  CHECK(base.before(NodeId(0), NodeId(1)));
  CHECK(base.before(NodeId(0), NodeId(3)));
  CHECK(!base.before(NodeId(3), NodeId(0)));
  CHECK(!base.before(NodeId(2), NodeId(2)));
}

TEST(base_order, an_attempt_floats_before_its_first_transition) {
  const NodeId attempt = base.attempt(EventId(2), false);
  CHECK(base.before(attempt, NodeId(2)));
  CHECK(base.before(attempt, NodeId(3)));
  CHECK(!base.before(NodeId(1), attempt));  // though it is before event 2
  const NodeId later = base.attempt(EventId(3), false);
  CHECK(base.before(NodeId(2), later));
  CHECK(base.before(NodeId(1), later));
  CHECK(base.before(attempt, later));
}

TEST(base_order, an_attempt_that_was_held_back_stands_at_its_transition) {
  const NodeId attempt = base.attempt(EventId(2), true);
  CHECK(base.before(NodeId(1), attempt));
  CHECK(base.before(attempt, NodeId(2)));
  CHECK(!base.before(NodeId(2), attempt));
}

TEST(base_order, a_pending_attempt_has_nothing_behind_it) {
  const NodeId attempt = base.pending_attempt(ContextId(0), {}, false);
  CHECK(base.before(NodeId(1), attempt));
  CHECK(!base.before(attempt, NodeId(2)));
  CHECK(!base.before(NodeId(3), attempt));
  CHECK(base.before(NodeId(3), base.pending_attempt(ContextId(1), {}, true)));
}

TEST(base_order, one_attempt_is_one_node) {
  CHECK(base.attempt(EventId(2), false) == base.attempt(EventId(2), false));
}

TEST(base_order,
     what_is_published_or_signalled_at_the_start_is_before_everything) {
  const NodeId first = base.published_at_start(ObjectId(0));
  const NodeId second = base.signaled_at_start(ObjectId(0));
  CHECK(base.before(first, NodeId(0)));
  CHECK(base.before(first, base.attempt(EventId(0), false)));
  CHECK(base.before(first, second));
  CHECK(!base.before(NodeId(0), first));
}
