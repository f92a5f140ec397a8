#include "spec/yaml/function_uses.h"

namespace picket {

std::vector<FunctionUse> function_uses(const Scenario& scenario) {
  std::vector<FunctionUse> uses(scenario.functions.size());
  const auto mark = [&](FunctionId f, bool FunctionUse::*how) {
    if (f.valid()) uses[f.index()].*how = true;
  };
  for (const Context& context : scenario.contexts)
    mark(context.body, &FunctionUse::own_context);
  for (const Object& object : scenario.objects) {
    mark(object.enable_signaling, &FunctionUse::inside_a_thread);
    mark(object.release, &FunctionUse::inside_a_thread);
  }
  for (const ReclaimEntry& entry : scenario.reclaim)
    mark(entry.function, &FunctionUse::inside_a_thread);
  for (const Step& step : scenario.steps)
    for (const Operand& operand : step.operands)
      if (operand.kind == Operand::Kind::function)
        mark(FunctionId(operand.value),
             step.op == Op::call_      ? &FunctionUse::called
             : step.op == Op::call_rcu ? &FunctionUse::own_context
                                       : &FunctionUse::inside_a_thread);
  return uses;
}

}  // namespace picket
