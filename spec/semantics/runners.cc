#include "spec/semantics/runners.h"

namespace picket {
namespace {

class Callees {
 public:
  explicit Callees(const Scenario& s) : scenario_(s) {}

  std::vector<bool> from(FunctionId body) {
    seen_.assign(scenario_.functions.size(), false);
    visit(body);
    for (const Step& step : scenario_.steps) visit(added_callback(step));
    for (const Object& o : scenario_.objects) {
      visit(o.enable_signaling);
      visit(o.release);
    }
    for (const ReclaimEntry& r : scenario_.reclaim) visit(r.function);
    return seen_;
  }

 private:
  void visit(FunctionId f) {
    if (!f.valid() || seen_[f.index()]) return;
    seen_[f.index()] = true;
    for (const Step& step : scenario_.steps)
      if (step.function == f && step.op == Op::call_)
        visit(FunctionId(step.operands[0].value));
  }

  const Scenario& scenario_;
  std::vector<bool> seen_;
};

}  // namespace

std::vector<std::vector<ContextId>> runners(const Scenario& s) {
  std::vector<std::vector<ContextId>> out(s.functions.size());
  Callees callees(s);
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    const std::vector<bool> its = callees.from(s.contexts[c].body);
    for (std::size_t f = 0; f < its.size(); ++f)
      if (its[f]) out[f].push_back(ContextId(c));
  }
  return out;
}

}  // namespace picket
