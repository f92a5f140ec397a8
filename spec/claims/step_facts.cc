#include "spec/claims/step_facts.h"

#include "spec/claims/step_reading.h"
#include "spec/rules/selection.h"
#include "spec/semantics/frame.h"

namespace picket {

ProgramText::ProgramText(const Scenario& s)
    : scenario(s),
      resources(s),
      work(queued_work(s)),
      sleepers(picket::sleepers(s)),
      read_locals(s.locals.size(), 0) {
  for (const Expr& e : s.expressions)
    if (e.kind == ExprKind::local)
      read_locals[static_cast<std::size_t>(e.value)] = 1;
}

StepReader::StepReader(const Scenario& scenario)
    : text_(std::make_unique<ProgramText>(scenario)) {}

StepReader::~StepReader() = default;

const Scenario& StepReader::scenario() const { return text_->scenario; }
const Resources& StepReader::resources() const { return text_->resources; }

StepFacts StepReader::facts(ContextId context, StepId step) const {
  StepFacts out;
  StepReading(*text_, context, out).read(scenario().step(step));
  const std::int32_t cpu = scenario().context(context).cpu;
  if (cpu < 0) return out;
  add_once(out.needs, resources().cpu(cpu));
  if (out.spins) add_once(out.gives, resources().cpu(cpu));
  return out;
}

StepFacts StepReader::facts_of_start(ContextId context) const {
  StepFacts out;
  const Context& c = scenario().context(context);
  if (c.starts.valid()) StepReading(*text_, context, out).watch(c.starts);
  // A handler whose line may be off.
  for (const Step& step : scenario().steps)
    if (step.op == Op::disable_irq &&
        ContextId(step.operands[0].value) == context)
      add_once(out.needs, resources().wake_up_of(context));
  if (!c.work.valid()) return out;
  add_once(out.needs, resources().start_of(c.work));
  // A full queue makes it wait for its neighbours.
  for (std::size_t q = 0; q < text_->work.items.size(); ++q) {
    const std::vector<ObjectId>& items = text_->work.items[q];
    if (std::find(items.begin(), items.end(), c.work) == items.end()) continue;
    if (!can_fill(scenario().objects[q], items.size())) continue;
    for (const ObjectId other : items)
      if (other != c.work) add_once(out.needs, resources().of(other));
  }
  return out;
}

StepFacts StepReader::facts_of_end(ContextId context) const {
  StepFacts out;
  const ObjectId item = scenario().context(context).work;
  out.gives = {item.valid() ? resources().of(item)
                            : resources().end_of(context)};
  out.changes = out.gives;
  return out;
}

std::vector<RunFunction> StepReader::runs(StepId id) const {
  using Why = RunFunction::Why;
  const Scenario& s = scenario();
  const Step& step = s.step(id);
  std::vector<RunFunction> out;
  const auto run = [&](FunctionId f, Why why, ObjectId fence) {
    if (f.valid()) out.push_back({f, why, fence});
  };
  if (step.op == Op::call_)
    run(FunctionId(step.operands[0].value), Why::call, {});
  if (may_reclaim(step.op))
    for (const ReclaimEntry& r : s.reclaim) run(r.function, Why::reclaim, {});
  if (!may_run_callbacks(step.op)) return out;
  const std::vector<ObjectId> named = objects_of(s, step);
  const bool any = picket::facts(step.op).group == OpGroup::resv;
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const Object& f = s.objects[i];
    const ObjectId fence(i);
    if (!type_fits(f.type, "fence")) continue;
    if (!any && std::find(named.begin(), named.end(), fence) == named.end())
      continue;
    run(f.enable_signaling, Why::enable, fence);
    run(f.release, Why::release, fence);
    for (const Step& other : s.steps)
      if (other.op == Op::dma_fence_add_callback &&
          other.operands[0].object() == fence)
        run(FunctionId(other.operands[1].value), Why::callback, fence);
  }
  return out;
}

}  // namespace picket
