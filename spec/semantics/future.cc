#include "spec/semantics/future.h"

#include <algorithm>

#include "spec/semantics/frame.h"
#include "spec/semantics/touch.h"

namespace picket {
namespace {

bool merge(Footprint& into, const Footprint& from) {
  const Footprint before = into;
  join(into, from);
  return before.reads != into.reads || before.writes != into.writes ||
         before.adds != into.adds;
}

bool gets(const Step& step, ObjectId lock) {
  return lock.valid() && takes_lock(step.op) && !step.when.valid() &&
         step.operands[0].object() == lock;
}

// While another owns the lock it is only waited for, which may show; or
// released wrongly, which changes nothing.
Outlook outlook_of(const Program& program, Asks asks, const Step& step,
                   ObjectId until) {
  const bool on_lock =
      takes_lock(step.op) || (asks == Asks::states && releases_lock(step.op));
  const bool apart = until.valid() && on_lock && !step.when.valid() &&
                     step.operands[0].object() == until &&
                     !may_show_that_it_waits(program, step);
  Outlook out;
  out.all = touched(program, step, apart ? 1 : 0);
  const bool waits = waits_for_count(program, step) && !step.when.valid();
  out.observes = waits ? touched(program, step, 1) : out.all;
  const bool takes = takes_lock(step.op) || takes_count(program, step);
  out.gives = takes ? touched(program, step, 1) : out.all;
  out.gives.reads = {};
  return out;
}

}  // namespace

bool Outlook::merge(const Outlook& other) {
  const bool a = picket::merge(all, other.all);
  const bool b = picket::merge(observes, other.observes);
  const bool c = picket::merge(gives, other.gives);
  return a || b || c;
}

Future::Future(const Program& program, Asks asks)
    : program_(program), asks_(asks), tables_(program.scenario.objects.size()) {
  const Scenario& s = program.scenario;
  for (const Step& step : s.steps)
    if (added_callback(step).valid())
      callbacks_.push_back(added_callback(step));
  for (const Object& o : s.objects) {
    if (o.enable_signaling.valid()) callbacks_.push_back(o.enable_signaling);
    if (o.release.valid()) callbacks_.push_back(o.release);
  }
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    const Footprint f = touched_at_any_time(program, ContextId(c));
    idle_.push_back({f, f, f});
    const auto users = std::count_if(
        s.contexts.begin(), s.contexts.end(),
        [&](const Context& x) { return x.body == s.contexts[c].body; });
    own_body_.push_back(users == 1);
  }
  fill(whole_, {});
}

// The lock must not die: nobody waits for something that is gone.
bool Future::can_wait_for(ObjectId lock) const {
  return program_.layout.objects[lock.index()].life < 0;
}

const Future::Table& Future::table(ObjectId until) {
  if (!until.valid()) return whole_;
  auto& table = tables_[until.index()];
  if (!table) {
    table = std::make_unique<Table>();
    fill(*table, until);
  }
  return *table;
}

void Future::fill(Table& table, ObjectId until) const {
  const Scenario& s = program_.scenario;
  table.from.clear();
  for (const Step& step : s.steps)
    table.from.push_back(outlook_of(program_, asks_, step, until));
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t i = s.steps.size(); i-- > 0;)
      if (!gets(s.steps[i], until)) grew |= grow(table, StepId(i));
  }
  // Most contexts are never anywhere but in a body of their own.
  table.body = table.from;
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    if (!own_body_[c]) continue;
    for (std::size_t i = 0; i < s.steps.size(); ++i) {
      if (s.steps[i].function != s.contexts[c].body) continue;
      table.body[i].merge(idle_[c]);
      table.body[i].merge(again(table, ContextId(c)));
    }
  }
}

void Future::add_functions_run_by(const Table& table, const Step& step,
                                  Outlook& out) const {
  const auto add = [&](FunctionId f) {
    const StepId entry = program_.scenario.function(f).entry;
    if (entry.valid()) out.merge(table.from[entry.index()]);
  };
  if (step.op == Op::call_) add(FunctionId(step.operands[0].value));
  if (may_run_callbacks(step.op))
    for (FunctionId f : callbacks_) add(f);
  if (may_reclaim(step.op))
    for (const ReclaimEntry& r : program_.scenario.reclaim) add(r.function);
}

// One round of the fixed point: a step's future contains its successors'.
bool Future::grow(Table& table, StepId id) const {
  const Step& step = program_.scenario.step(id);
  Outlook sum = table.from[id.index()];
  const auto add = [&](StepId next) {
    if (next.valid()) sum.merge(table.from[next.index()]);
  };
  add(step.next);
  add(step.other);
  for (StepId branch : step.branches) add(branch);
  add_functions_run_by(table, step, sum);
  return table.from[id.index()].merge(sum);
}

const Outlook& Future::of(const Word* state, ContextId context, ObjectId until,
                          Outlook& scratch) {
  const Table& now = table(until);
  if (own_body_[context.index()]) {
    const ContextLayout& at = program_.layout.contexts[context.index()];
    const Control c = Control::unpack(state[at.control]);
    const Word stands = state[at.stack + c.top];
    if (c.status == Status::running && c.depth == 1 && stands >= 0)
      return now.body[static_cast<std::size_t>(stands)];
  }
  scratch = of_stack(now, state, context);
  return scratch;
}

// However far a worker's item is, somebody may queue it again.
Outlook Future::again(const Table& table, ContextId context) const {
  if (!program_.scenario.context(context).work.valid()) return {};
  const FunctionId body = program_.scenario.context(context).body;
  const StepId entry = program_.scenario.function(body).entry;
  return entry.valid() ? table.from[entry.index()] : Outlook{};
}

Outlook Future::of_stack(const Table& table, const Word* state,
                         ContextId context) const {
  const Status now = status(program_, state, context);
  if (now != Status::running && now != Status::idle) return {};
  Outlook out = idle_[context.index()];
  out.merge(again(table, context));
  if (now == Status::idle) return out;
  Effect effect;
  Run run{program_, const_cast<Word*>(state), context, 0, effect};
  std::int32_t offset = control(run).top;
  do {
    const StepId at = position_at(run, offset);
    if (at.valid()) out.merge(table.from[at.index()]);
  } while (next_below(run, offset));
  return out;
}

}  // namespace picket
