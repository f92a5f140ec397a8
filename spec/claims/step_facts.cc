#include "spec/claims/step_facts.h"

#include "spec/claims/step_reading.h"
#include "spec/model/containment.h"
#include "spec/rules/selection.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/own_interrupts.h"
#include "spec/semantics/reach.h"
#include "spec/semantics/reclaim.h"
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

bool has(Op op, std::string_view part) {
  return facts(op).name.find(part) != std::string_view::npos;
}

bool turns_interrupts_off(Op op) {
  switch (group_of(op)) {
    case OpGroup::spin:
    case OpGroup::rwlock:
    case OpGroup::context: return has(op, "_irq");
    default: return false;
  }
}

bool turns_bottom_halves_off(const Scenario& s) {
  return std::any_of(s.steps.begin(), s.steps.end(),
                     [](const Step& step) { return has(step.op, "_bh"); });
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

// Queued once, by who does so once, it runs once; else its next run waits for
// the end of the one before.
bool may_run_again(const Scenario& s, ObjectId item) {
  std::size_t times = 0;
  for (std::size_t i = 0; i < s.steps.size(); ++i) {
    const Step& step = s.steps[i];
    if (set_going(step) != item && s.object(item).call != StepId(i)) continue;
    ++times;
    std::size_t runners = 0;
    for (const Context& c : s.contexts) {
      runners += c.body == step.function;
      if (c.body == step.function && c.work.valid()) return true;
    }
    const bool loops =
        std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& other) {
          return other.function == step.function && other.back;
        });
    if (runners != 1 || loops) return true;
  }
  return times > 1;
}

// As far as its gfp word goes; a scope may forbid it besides.
bool may_run(const Scenario& s, const Step& allocation,
             const ReclaimEntry& entry) {
  if (allocation.op != Op::kmalloc) return true;
  const Gfp gfp = gfp_named(
      s.words[static_cast<std::size_t>(allocation.operands[0].value)]);
  if (!may_block(gfp)) return false;
  switch (entry.needs) {
    case ReclaimEntry::Needs::nothing: return true;
    case ReclaimEntry::Needs::io: return gfp != Gfp::noio;
    case ReclaimEntry::Needs::fs: return gfp == Gfp::kernel;
  }
  return true;
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
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].type == ObjectType::rcu_state) rcu = ObjectId(i);
  signalled.resize(s.contexts.size());
  for (const Step& step : s.steps)
    if (step.op == Op::signal_pending)
      signalled[ContextId(step.operands[0].value).index()] = 1;
  interrupted_by.resize(s.contexts.size());
  interrupts.resize(s.contexts.size());
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    note_interrupts(ContextId(c));
}

// The runner of each item that may interrupt the context, its armer, and all
// that share its CPU.
void ProgramText::note_interrupts(ContextId armer) {
  const std::int32_t cpu = scenario.context(armer).cpu;
  for (std::size_t i = 0; i < scenario.objects.size(); ++i) {
    const ObjectId item(i);
    const bool irq_work =
        scenario.objects[i].type == ObjectType::irq_work &&
        may_queue_irq_work(scenario, scenario.context(armer).body);
    if (!irq_work && !may_interrupt(scenario, item, armer)) continue;
    for (std::size_t c = 0; c < scenario.contexts.size(); ++c) {
      const bool here = ContextId(c) == armer ||
                        (cpu >= 0 && scenario.contexts[c].cpu == cpu);
      if (here && scenario.contexts[c].work != item)
        interrupted_by[c].push_back(item);
    }
    const ContextId runner = work.worker[i];
    if (cpu >= 0 && runner.valid()) interrupts[runner.index()].push_back(cpu);
  }
}

StepReader::StepReader(const Scenario& scenario)
    : text_(std::make_unique<ProgramText>(scenario)) {}

StepReader::~StepReader() = default;

const Scenario& StepReader::scenario() const { return text_->scenario; }
const Resources& StepReader::resources() const { return text_->resources; }

// A worker never ends, its item does.
ResourceId StepReader::end_of(ContextId context) const {
  const ObjectId item = scenario().context(context).work;
  const bool is_item =
      item.valid() && !is_container(scenario().object(item).type);
  return is_item ? resources().of(item) : resources().end_of(context);
}

StepFacts StepReader::facts(ContextId context, StepId step) const {
  StepFacts out;
  StepReading(*text_, context, out).read(scenario().step(step));
  for (const ObjectId item : text_->interrupted_by[context.index()])
    add_once(out.needs, resources().of(item));
  std::vector<std::int32_t> cpus = text_->interrupts[context.index()];
  if (const std::int32_t own = scenario().context(context).cpu; own >= 0)
    cpus.push_back(own);
  for (const std::int32_t cpu : cpus) {
    add_once(out.needs, resources().cpu(cpu));
    if (out.spins) add_once(out.gives, resources().cpu(cpu));
  }
  return out;
}

// What interrupts a CPU waits until it is let in there: its neighbours do not
// nest, and what is off may stay off until its host ends.
void StepReader::add_hosts(ObjectId item, StepFacts& out) const {
  for (std::size_t c = 0; c < scenario().contexts.size(); ++c) {
    const auto& by = text_->interrupted_by[c];
    if (std::find(by.begin(), by.end(), item) == by.end()) continue;
    for (const ObjectId other : by)
      if (other != item) add_once(out.needs, resources().of(other));
    if (turns_bottom_halves_off(scenario()) ||
        may_keep_interrupts_off(scenario(), scenario().contexts[c]))
      add_once(out.needs, end_of(ContextId(c)));
  }
}

// The irq_work of a container runs when the fences inside have signalled, and
// whoever keeps interrupts off on the way lets it.
void StepReader::add_members(ObjectId container, StepFacts& out) const {
  for (const ObjectId f : scenario().object(container).inside)
    add_once(out.needs, resources().of(f));
  for (std::size_t c = 0; c < scenario().contexts.size(); ++c)
    if (may_keep_interrupts_off(scenario(), scenario().contexts[c]))
      add_once(out.needs, end_of(ContextId(c)));
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
  // Stopped before it is seen to do anything, it never does.
  for (const Step& step : scenario().steps)
    if (step.op == Op::kthread_stop &&
        ContextId(step.operands[0].value) == context)
      add_once(out.looks, resources().wake_up_of(context));
  if (!c.work.valid() || c.fires) return out;
  add_once(out.needs, resources().start_of(c.work));
  add_hosts(c.work, out);
  if (may_run_again(scenario(), c.work))
    add_once(out.needs, resources().of(c.work));
  if (scenario().object(c.work).type == ObjectType::rcu_head)
    StepReading(*text_, context, out).await_readers();
  if (is_container(scenario().object(c.work).type)) add_members(c.work, out);
  // A full queue makes it wait for its neighbours.
  for (std::size_t q = 0; q < text_->work.items.size(); ++q) {
    const std::vector<ObjectId>& items = text_->work.items[q];
    if (std::find(items.begin(), items.end(), c.work) == items.end()) continue;
    // Items of a kthread wait until its own function is over.
    if (const ContextId thread = scenario().objects[q].thread; thread.valid()) {
      add_once(out.needs, resources().end_of(thread));
      StepReading(*text_, thread, out).watch(scenario().context(thread).starts);
    }
    if (!can_fill(scenario().objects[q], items.size())) continue;
    for (const ObjectId other : items)
      if (other != c.work) add_once(out.needs, resources().of(other));
  }
  return out;
}

StepFacts StepReader::facts_of_end(ContextId context) const {
  StepFacts out;
  if (scenario().context(context).fires) return out;
  out.gives = {end_of(context)};
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
    for (const ReclaimEntry& r : s.reclaim)
      if (may_run(s, step, r)) run(r.function, Why::reclaim, {});
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
