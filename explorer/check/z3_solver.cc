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
  std::vector<z3::expr> clocks;  // one per node number, kept for all traces
  std::vector<z3::expr> guards;  // one per edge number, for cores
  std::unordered_map<std::uint64_t, z3::expr> atoms;
  const BaseOrder* base = nullptr;
  const CaseList* cases = nullptr;
  std::vector<BaseEdge> edges;
  int depth = 0;  // of pushes

  const z3::expr& clock(NodeId n) {
    while (clocks.size() <= n.index())
      clocks.push_back(
          context.int_const(("n" + std::to_string(clocks.size())).c_str()));
    return clocks[n.index()];
  }

  const z3::expr& guard(std::size_t i) {
    while (guards.size() <= i)
      guards.push_back(
          context.bool_const(("g" + std::to_string(guards.size())).c_str()));
    return guards[i];
  }

  const z3::expr& before(NodeId a, NodeId b) {
    const std::uint64_t key = (std::uint64_t{a.index()} << 32) | b.index();
    const auto it = atoms.find(key);
    if (it != atoms.end()) return it->second;
    clock(a), clock(b);
    return atoms.emplace(key, clock(a) - clock(b) <= -1).first->second;
  }

  z3::expr clause(std::span<const OrderAtom> atoms_of) {
    if (atoms_of.size() == 1)
      return before(atoms_of[0].first, atoms_of[0].then);
    z3::expr_vector any(context);
    for (const OrderAtom& a : atoms_of) any.push_back(before(a.first, a.then));
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

  void pop_to(int wanted) {
    if (depth > wanted) solver.pop(static_cast<unsigned>(depth - wanted));
    depth = std::min(depth, wanted);
  }

  void push() {
    solver.push();
    ++depth;
  }

  // After an answer of unknown: the solver may have lost its way.
  void start_afresh() {
    solver = difference_solver(context);
    depth = 0;
    begin();
  }

  void begin() {
    pop_to(0);
    push();
    for (const BaseEdge& e : edges) solver.add(before(e.from, e.to));
  }
};

Z3Solver::Z3Solver() : impl_(std::make_unique<Impl>()) {}
Z3Solver::~Z3Solver() = default;

void Z3Solver::begin(const BaseOrder& base) {
  impl_->base = &base;
  base.edges(impl_->edges);
  impl_->begin();
}

Answer Z3Solver::ask(const CaseList& cases) {
  impl_->cases = &cases;
  impl_->pop_to(1);
  if (cases.empty()) return Answer::impossible;
  impl_->push();
  impl_->solver.add(impl_->question());
  switch (impl_->solver.check()) {
    case z3::sat: return Answer::possible;
    case z3::unsat: return Answer::impossible;
    case z3::unknown: break;
  }
  impl_->start_afresh();
  return Answer::unknown;
}

std::size_t Z3Solver::linear_order(std::vector<NodeId>& out) {
  const BaseOrder& base = *impl_->base;
  const z3::model model = impl_->solver.get_model();
  std::vector<std::int64_t> value(base.size());
  out.clear();
  for (std::size_t i = 0; i < base.size(); ++i) {
    value[i] = model.eval(impl_->clock(NodeId(i)), true).get_numeral_int64();
    out.push_back(NodeId(i));
  }
  // Nodes of equal clocks are not ordered: the least context first.
  std::sort(out.begin(), out.end(), [&](NodeId a, NodeId b) {
    if (value[a.index()] != value[b.index()])
      return value[a.index()] < value[b.index()];
    if (base.context(a) != base.context(b))
      return base.context(a) < base.context(b);
    return base.position(a) < base.position(b);
  });
  return case_that_holds(*impl_->cases, out);
}

std::vector<BaseEdge> Z3Solver::core() {
  impl_->pop_to(0);
  impl_->push();
  z3::expr_vector assumptions(impl_->context);
  for (std::size_t i = 0; i < impl_->edges.size(); ++i) {
    const BaseEdge& e = impl_->edges[i];
    impl_->solver.add(
        z3::implies(impl_->guard(i), impl_->before(e.from, e.to)));
    assumptions.push_back(impl_->guard(i));
  }
  impl_->solver.add(impl_->question());
  PICKET_REQUIRE(impl_->solver.check(assumptions) == z3::unsat,
                 "a core is asked for after a refusal");
  std::vector<BaseEdge> out;
  for (const z3::expr& g : impl_->solver.unsat_core()) {
    const std::string name = g.decl().name().str();
    out.push_back(impl_->edges[std::stoul(name.substr(1))]);
  }
  std::sort(out.begin(), out.end());
  impl_->begin();
  return out;
}

std::string z3_version() {
  unsigned major = 0, minor = 0, build = 0, revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return std::to_string(major) + "." + std::to_string(minor) + "." +
         std::to_string(build);
}

}  // namespace picket
