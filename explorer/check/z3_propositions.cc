// Formulas as Z3 reads them.
#include <z3++.h>

#include <vector>

#include "explorer/check/propositions.h"

namespace picket {
namespace {

class Translation {
 public:
  Translation(z3::context& context, const Propositions& p)
      : context_(context), p_(p) {
    for (const Propositions::Node& node : p.nodes()) add(node);
  }

  z3::expr of(Formula f) const {
    const auto i = static_cast<std::size_t>(f > 0 ? f : -f) - 1;
    return f > 0 ? terms_[i] : !terms_[i];
  }

 private:
  void add(const Propositions::Node& node) {
    switch (node.kind) {
      case Propositions::Node::Kind::variable:
        terms_.push_back(
            context_.bool_const(("v" + std::to_string(terms_.size())).c_str()));
        return;
      case Propositions::Node::Kind::all:
        if (node.count == 0) {
          terms_.push_back(context_.bool_val(true));
          return;
        }
        terms_.push_back(z3::mk_and(parts(node)));
        return;
      case Propositions::Node::Kind::at_most:
        terms_.push_back(z3::atmost(parts(node), node.most));
        return;
    }
  }

  z3::expr_vector parts(const Propositions::Node& node) const {
    z3::expr_vector list(context_);
    for (const Formula f : p_.parts(node)) list.push_back(of(f));
    return list;
  }

  z3::context& context_;
  const Propositions& p_;
  std::vector<z3::expr> terms_;
};

}  // namespace

Solution solve(const Propositions& p, unsigned effort) {
  z3::context context;
  z3::solver solver(context, "QF_FD");
  z3::params params(context);
  params.set("random_seed", 0u);
  if (effort > 0) params.set("rlimit", effort);
  solver.set(params);
  const Translation translation(context, p);
  for (const Formula f : p.required()) solver.add(translation.of(f));
  Solution out;
  switch (solver.check()) {
    case z3::unsat: out.answer = Satisfiable::no; return out;
    case z3::unknown: return out;
    case z3::sat: break;
  }
  out.answer = Satisfiable::yes;
  const z3::model model = solver.get_model();
  out.values.assign(p.nodes().size(), 0);
  for (std::size_t i = 0; i < p.nodes().size(); ++i) {
    if (p.nodes()[i].kind != Propositions::Node::Kind::variable) continue;
    const z3::expr value =
        model.eval(translation.of(static_cast<Formula>(i) + 1), true);
    out.values[i] = value.is_true();
  }
  return out;
}

}  // namespace picket
