#include "spec/claims/step_facts.h"

#include "spec/claims/step_reading.h"
#include "spec/model/containment.h"
#include "spec/rules/selection.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/runners.h"

namespace picket {
namespace {

// Fences that the step names, and those inside of them.
std::vector<ObjectId> fences_worked_on(const Scenario& s, const Step& step) {
  std::vector<ObjectId> out = objects_of(s, step);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const ObjectId f : s.object(out[i]).inside)
      if (std::find(out.begin(), out.end(), f) == out.end()) out.push_back(f);
  return out;
}

bool turns_interrupts_off(Op op) {
  switch (group_of(op)) {
    case OpGroup::spin:
    case OpGroup::rwlock:
    case OpGroup::context:
      return facts(op).name.find("_irq") != facts(op).name.npos;
    default: return false;
  }
}

// With code of the scenario's in between: a fence's functions run with
// interrupts off.
bool may_keep_interrupts_off(const Scenario& s, const Context& c) {
  if (c.work.valid() && is_container(s.object(c.work).type)) return false;
  if (c.kind == ContextKind::hardirq) return true;
  return std::any_of(s.steps.begin(), s.steps.end(),
                     [&](const Step& step) {
                       return turns_interrupts_off(step.op) ||
                              added_callback(step).valid();
                     }) ||
         std::any_of(s.objects.begin(), s.objects.end(), [&](const Object& o) {
           return o.enable_signaling.valid() &&
                  !s.function(o.enable_signaling).implicit;
         });
}

}  // namespace

ProgramText::ProgramText(const Scenario& s)
    : scenario(s),
      resources(s),
      work(queued_work(s)),
      sleepers(picket::sleepers(s, runners(s))),
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

// The irq_work of a container runs when the fences inside have signalled, and
// whoever keeps interrupts off on the way lets it.
void StepReader::add_members(ObjectId container, StepFacts& out) const {
  for (const ObjectId f : scenario().object(container).inside)
    add_once(out.needs, resources().of(f));
  for (std::size_t c = 0; c < scenario().contexts.size(); ++c)
    if (may_keep_interrupts_off(scenario(), scenario().contexts[c]))
      add_once(out.needs, resources().end_of(ContextId(c)));
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
  if (is_container(scenario().object(c.work).type)) add_members(c.work, out);
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
  const bool is_item =
      item.valid() && !is_container(scenario().object(item).type);
  out.gives = {is_item ? resources().of(item) : resources().end_of(context)};
  out.changes = out.gives;
  return out;
}

std::vector<RunFunction> StepReader::runs(StepId id) const {
  using Why = RunFunction::Why;
  const Scenario& s = scenario();
  const Step& step = s.step(id);
  std::vector<RunFunction> out;
  const auto run = [&](FunctionId f, Why why, ObjectId fence) {
    // What a container does with the fences inside is read with the step.
    if (f.valid() && !s.function(f).implicit) out.push_back({f, why, fence});
  };
  if (step.op == Op::call_)
    run(FunctionId(step.operands[0].value), Why::call, {});
  if (may_reclaim(step.op))
    for (const ReclaimEntry& r : s.reclaim) run(r.function, Why::reclaim, {});
  if (!may_run_callbacks(step.op)) return out;
  const std::vector<ObjectId> named = fences_worked_on(s, step);
  const bool any = picket::group_of(step.op) == OpGroup::resv;
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const Object& f = s.objects[i];
    const ObjectId fence(i);
    if (!type_fits(f.type, "fence")) continue;
    if (!any && std::find(named.begin(), named.end(), fence) == named.end())
      continue;
    run(f.enable_signaling, Why::enable, fence);
    run(f.release, Why::release, fence);
    for (const Step& other : s.steps)
      if (added_callback(other).valid() &&
          may_mean(s, other.operands[0].object(), fence))
        run(added_callback(other), Why::callback, fence);
  }
  return out;
}

}  // namespace picket
