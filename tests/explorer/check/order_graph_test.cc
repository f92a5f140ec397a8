#include "explorer/check/order_graph.h"

#include "explorer/check/z3_solver.h"
#include "explorer/search/execution.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// Two contexts of two transitions each, 0 1 and 2 3, with 1 before 2.
Trace two_by_two() {
  Trace trace;
  trace.contexts = 2;
  for (int i = 0; i < 4; ++i) {
    Event e;
    e.context = ContextId(i / 2);
    e.footprint.write(i == 1 || i == 2 ? 9u : static_cast<std::uint32_t>(i));
    append_event(trace, e);
  }
  return trace;
}

// The same without the edge.
Trace two_chains() {
  Trace trace;
  trace.contexts = 2;
  for (int i = 0; i < 4; ++i) {
    Event e;
    e.context = ContextId(i / 2);
    append_event(trace, e);
  }
  return trace;
}

}  // namespace

// Both solvers, one after the other, on the same questions.
TEST_GROUP(order_solvers) {
  OrderGraph graph;
  Z3Solver z3;
  OrderSolver* solvers[2] = {&graph, &z3};
  BaseOrder base;
  CaseList cases;

  bool both_say(const Trace& trace, OrderAnswer answer) {
    base.reset(trace);
    bool same = true;
    for (OrderSolver* s : solvers) {
      s->begin(base);
      same = same && s->ask(cases) == answer;
    }
    return same;
  }
  void one_case(std::initializer_list<OrderAtom> atoms) {
    cases.clear();
    cases.begin();
    for (const OrderAtom& a : atoms) cases.require(a.first, a.then);
    cases.end();
  }
};

TEST(order_solvers, an_order_against_the_base_is_impossible) {
  const Trace trace = two_by_two();
  one_case({{NodeId(3), NodeId(0)}});
  CHECK(both_say(trace, OrderAnswer::impossible));
  for (OrderSolver* s : solvers) LONGS_EQUAL(3, s->core().size());
}

TEST(order_solvers, an_order_that_the_base_leaves_open_is_possible) {
  const Trace trace = two_chains();
  one_case({{NodeId(3), NodeId(0)}});
  CHECK(both_say(trace, OrderAnswer::possible));
  for (OrderSolver* s : solvers) {
    std::vector<NodeId> order;
    LONGS_EQUAL(0, s->linear_order(order));
    const std::vector<NodeId> expected{NodeId(2), NodeId(3), NodeId(0),
                                       NodeId(1)};
    CHECK(expected == order);
  }
}

TEST(order_solvers, atoms_can_contradict_each_other_through_the_base) {
  const Trace trace = two_chains();
  one_case({{NodeId(1), NodeId(2)}, {NodeId(3), NodeId(0)}});
  CHECK(both_say(trace, OrderAnswer::impossible));
  for (OrderSolver* s : solvers) LONGS_EQUAL(2, s->core().size());
}

TEST(order_solvers, a_case_without_clauses_is_true) {
  one_case({});
  CHECK(both_say(two_chains(), OrderAnswer::possible));
}

TEST(order_solvers, no_case_is_no_violation) {
  cases.clear();
  CHECK(both_say(two_chains(), OrderAnswer::impossible));
}

TEST(order_solvers, a_clause_needs_one_of_its_atoms) {
  const Trace trace = two_by_two();
  cases.clear();
  cases.begin();
  cases.either(NodeId(3), NodeId(0));  // against the base
  cases.either(NodeId(0), NodeId(3));
  cases.end_clause();
  cases.end();
  CHECK(both_say(trace, OrderAnswer::possible));
}

TEST(order_solvers, clauses_are_searched_for_atoms_that_fit_together) {
  const Trace trace = two_chains();
  cases.clear();
  cases.begin();
  cases.either(NodeId(3), NodeId(0));
  cases.either(NodeId(1), NodeId(2));
  cases.end_clause();
  cases.either(NodeId(0), NodeId(3));  // excludes the first choice above
  cases.end_clause();
  cases.require(NodeId(0), NodeId(2));
  cases.end();
  CHECK(both_say(trace, OrderAnswer::possible));
}

TEST(order_solvers, the_next_trace_forgets_the_last) {
  one_case({{NodeId(3), NodeId(0)}});
  const Trace tied = two_by_two(), open = two_chains();
  CHECK(both_say(tied, OrderAnswer::impossible));
  CHECK(both_say(open, OrderAnswer::possible));
  CHECK(both_say(tied, OrderAnswer::impossible));
}

TEST(order_solvers, z3_tells_its_version) { CHECK(!z3_version().empty()); }
