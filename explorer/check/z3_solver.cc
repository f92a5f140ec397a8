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

struct Z3Solver::Impl {
  z3::context context;
  z3::solver solver = difference_solver(context);
  std::vector<z3::expr> clocks, guards;  // by number; kept for all traces
  std::unordered_map<std::uint64_t, z3::expr> atoms;
  const BaseOrder* base = nullptr;
  const CaseList* cases = nullptr;
  std::vector<BaseEdge> edges;
  std::vector<NodeId> nodes;         // of the question, earlier ones first
  std::vector<std::size_t> earlier;  // per node of the base, while sorting
  std::vector<NodeId> next_to;       // of one node: right before it
  bool asked = false;

  const z3::expr& clock(std::size_t i) {
    while (clocks.size() <= i)
      clocks.push_back(
          context.int_const(("n" + std::to_string(clocks.size())).c_str()));
    return clocks[i];
  }

  const z3::expr& guard(std::size_t i) {
    while (guards.size() <= i)
      guards.push_back(
          context.bool_const(("g" + std::to_string(guards.size())).c_str()));
    return guards[i];
  }

  const z3::expr& atom(NodeId first, NodeId then) {
    const std::uint64_t key =
        (std::uint64_t{first.index()} << 32) | then.index();
    const auto it = atoms.find(key);
    if (it != atoms.end()) return it->second;
    clock(std::max(first.index(), then.index()));
    return atoms
        .emplace(key, clocks[first.index()] - clocks[then.index()] <= -1)
        .first->second;
  }

  z3::expr clause(std::span<const OrderAtom> of) {
    if (of.size() == 1) return atom(of[0].first, of[0].then);
    z3::expr_vector any(context);
    for (const OrderAtom& a : of) any.push_back(atom(a.first, a.then));
    return z3::mk_or(any);
  }

  z3::expr question() {
    z3::expr_vector any(context);
    for (std::size_t c = 0; c < cases->size(); ++c) {
      z3::expr_vector all(context);
      for (std::size_t i = 0; i < cases->clauses(c); ++i)
        all.push_back(clause(cases->clause(c, i)));
      any.push_back(all.size() == 1 ? all[0] : z3::mk_and(all));
    }
    return any.size() == 1 ? any[0] : z3::mk_or(any);
  }

  void collect_nodes() {
    nodes.clear();
    for (std::size_t c = 0; c < cases->size(); ++c)
      for (std::size_t i = 0; i < cases->clauses(c); ++i)
        for (const OrderAtom& a : cases->clause(c, i)) {
          nodes.push_back(a.first);
          nodes.push_back(a.then);
        }
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    earlier.assign(base->size(), 0);
    for (const NodeId a : nodes)
      for (const NodeId b : nodes) earlier[b.index()] += base->before(a, b);
    std::stable_sort(nodes.begin(), nodes.end(), [&](NodeId a, NodeId b) {
      return earlier[a.index()] < earlier[b.index()];
    });
  }

  // Most of Z3's work is to take an order in, so it gets no more of it than the
  // question is about: a cycle of atoms and happens-before is one of atoms and
  // happens-before between the nodes of atoms.
  void assert_order() {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      next_to.clear();
      for (std::size_t j = i; j-- > 0;) {
        if (!base->before(nodes[j], nodes[i])) continue;
        const bool implied = std::any_of(
            next_to.begin(), next_to.end(),
            [&](NodeId between) { return base->before(nodes[j], between); });
        if (implied) continue;
        next_to.push_back(nodes[j]);
        solver.add(atom(nodes[j], nodes[i]));
      }
    }
  }

  void put_question() {
    if (asked) solver.pop();
    solver.push();
    asked = true;
    collect_nodes();
    assert_order();
    solver.add(question());
  }

  // After an answer of unknown the solver may have lost its way.
  void start_afresh() {
    solver = difference_solver(context);
    asked = false;
  }
};

Z3Solver::Z3Solver() : impl_(std::make_unique<Impl>()) {}
Z3Solver::~Z3Solver() = default;

void Z3Solver::begin(const BaseOrder& base) { impl_->base = &base; }

OrderAnswer Z3Solver::ask(const CaseList& cases) {
  impl_->cases = &cases;
  if (cases.empty()) return OrderAnswer::impossible;
  impl_->put_question();
  switch (impl_->solver.check()) {
    case z3::sat: return OrderAnswer::possible;
    case z3::unsat: return OrderAnswer::impossible;
    case z3::unknown: break;
  }
  impl_->start_afresh();
  return OrderAnswer::unknown;
}

// The model says which case holds and by which atoms; of the orders that keep
// those, the one that any other solver would show.
std::size_t Z3Solver::linear_order(std::vector<NodeId>& out) {
  const z3::model model = impl_->solver.get_model();
  const auto time = [&](NodeId n) {
    return model.eval(impl_->clock(n.index()), true).get_numeral_int64();
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

// A solver of its own, which knows every edge of happens-before by a guard.
std::vector<BaseEdge> Z3Solver::core() {
  impl_->base->edges(impl_->edges);
  z3::solver solver = difference_solver(impl_->context);
  z3::expr_vector assumptions(impl_->context);
  for (std::size_t i = 0; i < impl_->edges.size(); ++i) {
    const BaseEdge& edge = impl_->edges[i];
    solver.add(z3::implies(impl_->guard(i), impl_->atom(edge.from, edge.to)));
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
