// The order graph, Z3 and the enumeration of all linear orders agree on random
// partial orders and random questions about them.
#include <algorithm>
#include <random>
#include <string>

#include "explorer/check/order_graph.h"
#include "explorer/check/z3_solver.h"
#include "explorer/search/execution.h"
#include "tests/support/linear_orders.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using picket::test::Precedence;

namespace {

constexpr unsigned kSeeds = 4000;

using Random = std::mt19937;

int pick(Random& random, int n) {
  return static_cast<int>(random() % static_cast<unsigned>(n));
}

Trace random_trace(Random& random) {
  Trace trace;
  trace.contexts = static_cast<std::size_t>(2 + pick(random, 3));
  const int events = 1 + pick(random, 7);
  for (int i = 0; i < events; ++i) {
    Event e;
    e.context = ContextId(pick(random, static_cast<int>(trace.contexts)));
    e.begins = true;
    const auto location = static_cast<std::uint32_t>(pick(random, 5));
    if (pick(random, 2))
      e.footprint.write(location);
    else
      e.footprint.read(location);
    append_event(trace, e);
  }
  return trace;
}

void add_extras(Random& random, const Trace& trace, BaseOrder& base) {
  for (int k = pick(random, 3); k > 0; --k) {
    if (pick(random, 3) == 0) {
      base.published_at_start(ObjectId(0));
    } else if (pick(random, 2)) {
      base.attempt(EventId(pick(random, static_cast<int>(trace.events.size()))),
                   false);
    } else {
      base.pending_attempt(
          ContextId(pick(random, static_cast<int>(trace.contexts))), {}, false);
    }
  }
}

void random_cases(Random& random, std::size_t nodes, CaseList& cases) {
  cases.clear();
  const auto node = [&] {
    return NodeId(pick(random, static_cast<int>(nodes)));
  };
  for (int c = 1 + pick(random, 2); c > 0; --c) {
    cases.begin();
    for (int i = pick(random, 5); i > 0; --i) {
      const int atoms = 1 + pick(random, 3);
      for (int a = 0; a < atoms; ++a) cases.either(node(), node());
      cases.end_clause();
    }
    cases.end();
  }
}

Precedence precedence(const BaseOrder& base) {
  Precedence p(base.size(), std::vector<char>(base.size(), 0));
  for (std::size_t a = 0; a < base.size(); ++a)
    for (std::size_t b = 0; b < base.size(); ++b)
      p[a][b] = base.before(NodeId(a), NodeId(b));
  return p;
}

bool holds(const CaseList& cases, std::size_t c,
           const std::vector<int>& place) {
  for (std::size_t i = 0; i < cases.clauses(c); ++i) {
    bool any = false;
    for (const OrderAtom& a : cases.clause(c, i))
      any |= place[a.first.index()] < place[a.then.index()];
    if (!any) return false;
  }
  return true;
}

bool some_order_holds(const Precedence& p, const CaseList& cases) {
  return test::each_linear_order(p, [&](const std::vector<int>& order) {
    std::vector<int> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    for (std::size_t c = 0; c < cases.size(); ++c)
      if (holds(cases, c, place)) return false;
    return true;
  });
}

std::string name(const char* who, unsigned seed) {
  return std::string(who) + ", seed " + std::to_string(seed);
}

void check_witness(OrderSolver& solver, const BaseOrder& base,
                   const CaseList& cases, const std::string& where) {
  std::vector<NodeId> order;
  const std::size_t which = solver.linear_order(order);
  UNSIGNED_LONGS_EQUAL_TEXT(base.size(), order.size(), where.c_str());
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = i + 1; j < order.size(); ++j)
      CHECK_TEXT(!base.before(order[j], order[i]), where.c_str());
  std::vector<int> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    place[order[i].index()] = static_cast<int>(i);
  CHECK_TEXT(which < cases.size() && holds(cases, which, place), where.c_str());
}

// The edges of the core alone exclude every case.
void check_core(OrderSolver& solver, const BaseOrder& base,
                const CaseList& cases, const std::string& where) {
  Precedence p(base.size(), std::vector<char>(base.size(), 0));
  for (const BaseEdge& e : solver.core()) {
    CHECK_TEXT(base.before(e.from, e.to), where.c_str());
    p[e.from.index()][e.to.index()] = 1;
  }
  if (base.size() > 6) return;  // the weaker the order, the more orders
  test::close(p);
  CHECK_TEXT(!some_order_holds(p, cases), where.c_str());
}

}  // namespace

TEST_GROUP(linear_orders){};

TEST(linear_orders, the_edges_of_a_base_make_up_its_order) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Random random(seed);
    const Trace trace = random_trace(random);
    BaseOrder base;
    base.reset(trace);
    add_extras(random, trace, base);
    Precedence closed(base.size(), std::vector<char>(base.size(), 0));
    std::vector<BaseEdge> edges;
    base.edges(edges);
    for (const BaseEdge& e : edges) closed[e.from.index()][e.to.index()] = 1;
    test::close(closed);
    CHECK_TEXT(closed == precedence(base), name("edges", seed).c_str());
  }
}

TEST(linear_orders, order_graph_and_z3_agree_with_enumeration) {
  OrderGraph native;
  Z3Solver z3;
  BaseOrder base;
  CaseList cases;
  int possible = 0;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Random random(seed);
    const Trace trace = random_trace(random);
    base.reset(trace);
    add_extras(random, trace, base);
    random_cases(random, base.size(), cases);
    const OrderAnswer expected = some_order_holds(precedence(base), cases)
                                     ? OrderAnswer::possible
                                     : OrderAnswer::impossible;
    possible += expected == OrderAnswer::possible;
    for (OrderSolver* solver :
         {static_cast<OrderSolver*>(&native), static_cast<OrderSolver*>(&z3)}) {
      const std::string where = name(solver == &z3 ? "z3" : "native", seed);
      solver->begin(base);
      CHECK_TEXT(solver->ask(cases) == expected, where.c_str());
      if (expected == OrderAnswer::possible)
        check_witness(*solver, base, cases, where);
      else if (!cases.empty())
        check_core(*solver, base, cases, where);
    }
  }
  CHECK(possible > static_cast<int>(kSeeds / 10));
  CHECK(possible < static_cast<int>(kSeeds * 9 / 10));
}
