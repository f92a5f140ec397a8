// The only file that knows Z3.
#include "explorer/check/z3_solver.h"

#include <z3++.h>

#include <algorithm>
#include <unordered_map>

#include "spec/base/contract.h"

namespace picket {
namespace {

z3::solver difference_solver(z3::context& context) {
  z3::solver s(context, z3::solver::simple());
  z3::params p(context);
  p.set("arith.solver", 1u);  // Bellman-Ford difference logic
  p.set("random_seed", 0u);
  s.set(p);
  return s;
}

}  // namespace

// The clock of a node by a number that is the same in every trace: for a
// transition its context (from 1) and ordinal, for other nodes 0 and a count.
using Clock = std::uint32_t;

Clock clock_number(std::size_t row, std::size_t column) {
  return static_cast<Clock>((row << 16) | column);
}

struct Before {
  Clock first, then;
  friend bool operator==(const Before&, const Before&) = default;
};

struct Z3Solver::Impl {
  z3::context context;
  z3::solver solver = difference_solver(context);
  std::unordered_map<Clock, z3::expr> clocks;  // kept for all traces
  std::vector<z3::expr> guards;                // one per edge number, for cores
  std::unordered_map<std::uint64_t, z3::expr> atoms;
  const BaseOrder* base = nullptr;
  const CaseList* cases = nullptr;
  std::vector<BaseEdge> edges;
  // What is asserted of the base. Most of Z3's work is to take that in, so as
  // much as possible stays from trace to trace. Program order is the same in
  // all of them and asserted for good. Of the rest the next trace begins like
  // the last: one level for every node's edges, and those that differ go.
  std::vector<std::size_t> program_order;  // per context: transitions chained
  std::vector<Before> wanted, asserted;
  std::vector<std::size_t> levels;  // edges asserted up to the end of each
  bool asked = false;               // one more level: the question

  Clock clock_of(NodeId n) const {
    const auto& events = base->trace().events;
    if (n.index() >= events.size())
      return clock_number(0, n.index() - events.size());
    const Event& e = events[n.index()];
    return clock_number(e.context.index() + 1,
                        static_cast<std::size_t>(e.ordinal));
  }

  Before before(NodeId a, NodeId b) const { return {clock_of(a), clock_of(b)}; }
  Before before(const BaseEdge& e) const { return before(e.from, e.to); }

  const z3::expr& clock(Clock i) {
    const auto it = clocks.find(i);
    if (it != clocks.end()) return it->second;
    const std::string name =
        "n" + std::to_string(i >> 16) + "." + std::to_string(i & 0xffff);
    return clocks.emplace(i, context.int_const(name.c_str())).first->second;
  }

  const z3::expr& guard(std::size_t i) {
    while (guards.size() <= i)
      guards.push_back(
          context.bool_const(("g" + std::to_string(guards.size())).c_str()));
    return guards[i];
  }

  const z3::expr& atom(const Before& b) {
    const std::uint64_t key = (std::uint64_t{b.first} << 32) | b.then;
    const auto it = atoms.find(key);
    if (it != atoms.end()) return it->second;
    const z3::expr first = clock(b.first), then = clock(b.then);
    return atoms.emplace(key, first - then <= -1).first->second;
  }

  z3::expr clause(std::span<const OrderAtom> of) {
    if (of.size() == 1) return atom(before(of[0].first, of[0].then));
    z3::expr_vector any(context);
    for (const OrderAtom& a : of) any.push_back(atom(before(a.first, a.then)));
    return z3::mk_or(any);
  }

  z3::expr question() {
    z3::expr_vector any(context);
    for (std::size_t c = 0; c < cases->size(); ++c) {
      z3::expr_vector all(context);
      for (std::size_t i = 0; i < cases->clauses(c); ++i)
        all.push_back(clause(cases->clause(c, i)));
      any.push_back(z3::mk_and(all));
    }
    return z3::mk_or(any);
  }

  void drop_question() {
    if (asked) solver.pop();
    asked = false;
  }

  void put_question() {
    drop_question();
    solver.push();
    asked = true;
  }

  void pop_levels(std::size_t edges_kept) {
    unsigned pops = 0;
    while (!levels.empty() && levels.back() > edges_kept)
      levels.pop_back(), ++pops;
    if (pops > 0) solver.pop(pops);
    asserted.resize(levels.empty() ? 0 : levels.back());
  }

  void assert_program_order() {
    program_order.resize(std::max(program_order.size(), base->trace().contexts),
                         1);
    for (std::size_t c = 0; c < base->trace().contexts; ++c) {
      const auto length = static_cast<std::size_t>(base->count(ContextId(c)));
      std::size_t& k = program_order[c];
      if (k < length) pop_levels(0);
      for (; k < length; ++k)
        solver.add(atom({clock_number(c + 1, k), clock_number(c + 1, k + 1)}));
    }
  }

  bool in_program_order(const BaseEdge& e) const {
    const std::size_t events = base->trace().events.size();
    return e.from.index() < events && e.to.index() < events &&
           base->context(e.from) == base->context(e.to);
  }

  void assert_base() {
    drop_question();
    assert_program_order();
    wanted.clear();
    for (const BaseEdge& e : edges)
      if (!in_program_order(e)) wanted.push_back(before(e));
    std::size_t same = 0;
    while (same < wanted.size() && same < asserted.size() &&
           wanted[same] == asserted[same])
      ++same;
    pop_levels(same);
    while (asserted.size() < wanted.size()) {
      const Clock node = wanted[asserted.size()].then;
      solver.push();
      while (asserted.size() < wanted.size() &&
             wanted[asserted.size()].then == node) {
        solver.add(atom(wanted[asserted.size()]));
        asserted.push_back(wanted[asserted.size()]);
      }
      levels.push_back(asserted.size());
    }
  }

  // After an answer of unknown the solver may have lost its way.
  void start_afresh() {
    solver = difference_solver(context);
    asked = false;
    levels.clear();
    asserted.clear();
    program_order.clear();
    assert_base();
  }
};

Z3Solver::Z3Solver() : impl_(std::make_unique<Impl>()) {}
Z3Solver::~Z3Solver() = default;

void Z3Solver::begin(const BaseOrder& base) {
  impl_->base = &base;
  base.edges(impl_->edges);
  impl_->assert_base();
}

Answer Z3Solver::ask(const CaseList& cases) {
  impl_->cases = &cases;
  if (cases.empty()) return Answer::impossible;
  impl_->put_question();
  impl_->solver.add(impl_->question());
  switch (impl_->solver.check()) {
    case z3::sat: return Answer::possible;
    case z3::unsat: return Answer::impossible;
    case z3::unknown: break;
  }
  impl_->start_afresh();
  return Answer::unknown;
}

// The model says which case holds and by which atoms; of the orders that keep
// those, the one that any other solver would show.
std::size_t Z3Solver::linear_order(std::vector<NodeId>& out) {
  const z3::model model = impl_->solver.get_model();
  const auto time = [&](NodeId n) {
    return model.eval(impl_->clock(impl_->clock_of(n)), true)
        .get_numeral_int64();
  };
  const CaseList& cases = *impl_->cases;
  std::vector<OrderAtom> atoms;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    atoms.clear();
    for (std::size_t i = 0; i < cases.clauses(c); ++i)
      for (const OrderAtom& a : cases.clause(c, i)) {
        if (time(a.first) >= time(a.then)) continue;
        atoms.push_back(a);
        break;
      }
    if (atoms.size() < cases.clauses(c)) continue;
    linearise(*impl_->base, atoms, out);
    return c;
  }
  PICKET_REQUIRE(false, "a model makes a case true");
  return 0;
}

// A solver of its own, where every edge has a guard.
std::vector<BaseEdge> Z3Solver::core() {
  z3::solver solver = difference_solver(impl_->context);
  z3::expr_vector assumptions(impl_->context);
  for (std::size_t i = 0; i < impl_->edges.size(); ++i) {
    solver.add(z3::implies(impl_->guard(i),
                           impl_->atom(impl_->before(impl_->edges[i]))));
    assumptions.push_back(impl_->guard(i));
  }
  solver.add(impl_->question());
  PICKET_REQUIRE(solver.check(assumptions) == z3::unsat,
                 "a core is asked for after a refusal");
  std::vector<BaseEdge> out;
  for (const z3::expr& g : solver.unsat_core()) {
    const std::string name = g.decl().name().str();
    out.push_back(impl_->edges[std::stoul(name.substr(1))]);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string z3_version() {
  unsigned major = 0, minor = 0, build = 0, revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return std::to_string(major) + "." + std::to_string(minor) + "." +
         std::to_string(build);
}

}  // namespace picket
