#include "spec/yaml/runners.h"

#include <algorithm>
#include <map>

#include "spec/model/container_code.h"
#include "spec/yaml/function_uses.h"

namespace picket {
namespace {

// Where the kernel runs the function.
ContextKind kind_of(ObjectType type) {
  switch (type) {
    case ObjectType::timer_list: return ContextKind::softirq;
    case ObjectType::hrtimer:
    case ObjectType::irq_work: return ContextKind::hardirq;
    default: return ContextKind::kthread;
  }
}

// It runs nothing itself: its body is empty.
void add_without_steps(Scenario& scenario, Context context) {
  Function nothing;
  nothing.name = context.name;
  nothing.span = context.span;
  context.body = FunctionId(scenario.functions.size());
  context.fires = true;
  scenario.functions.push_back(std::move(nothing));
  scenario.contexts.push_back(std::move(context));
}

void add_timer(Scenario& scenario, const Context& runner) {
  Context timer = runner;
  timer.name = runner.name + ".timer";
  timer.family = runner.family + ".timer";
  timer.kind = ContextKind::softirq;
  add_without_steps(scenario, std::move(timer));
}

bool asks_kthread(Op op) {
  switch (op) {
    case Op::kthread_stop:
    case Op::kthread_park:
    case Op::kthread_unpark:
    case Op::kthread_queue_work: return true;
    default: return false;
  }
}

void add_queue(Scenario& scenario, ContextId thread) {
  for (const Object& object : scenario.objects)
    if (object.thread == thread) return;
  Object queue;
  queue.type = ObjectType::kthread_worker;
  queue.name = queue.family = scenario.context(thread).name;
  queue.span = scenario.context(thread).span;
  queue.implicit = true;
  queue.thread = thread;
  scenario.objects.push_back(std::move(queue));
}

// Which functions a context may run: its body, what that calls, and what
// anybody may be made to run.
class RunBy {
 public:
  explicit RunBy(const Scenario& s) : s_(s), uses_(function_uses(s)) {}

  bool includes(FunctionId body, FunctionId function) {
    seen_.assign(s_.functions.size(), false);
    visit(body);
    for (std::size_t f = 0; f < uses_.size(); ++f)
      if (uses_[f].inside_a_thread) visit(FunctionId(f));
    return seen_[function.index()];
  }

 private:
  void visit(FunctionId f) {
    if (!f.valid() || seen_[f.index()]) return;
    seen_[f.index()] = true;
    for (const Step& step : s_.steps)
      if (step.function == f && step.op == Op::call_)
        visit(FunctionId(step.operands[0].value));
  }

  const Scenario& s_;
  std::vector<FunctionUse> uses_;
  std::vector<bool> seen_;
};

bool waits_for_readers(Op op) {
  return op == Op::synchronize_rcu || op == Op::call_rcu ||
         op == Op::rcu_barrier;
}

bool is_callback(const Scenario& s, const Context& c) {
  return c.work.valid() && s.object(c.work).type == ObjectType::rcu_head;
}

// None if there is one already: callbacks that call it share one.
bool has_head(const Scenario& s, StepId call, ContextId caller) {
  return std::any_of(s.objects.begin(), s.objects.end(), [&](const Object& o) {
    return o.type == ObjectType::rcu_head && o.call == call &&
           o.caller == caller;
  });
}

void add_head(Scenario& s, StepId call, ContextId caller) {
  if (has_head(s, call, caller)) return;
  const FunctionId function(s.step(call).operands[0].value);
  Object head;
  head.type = ObjectType::rcu_head;
  head.name = head.family = s.function(function).name;
  head.span = s.step(call).span;
  head.implicit = true;
  head.function = function;
  head.call = call;
  head.caller = caller;
  Context runner;
  runner.name = runner.family = head.name;
  runner.kind = ContextKind::softirq;
  runner.body = function;
  runner.work = ObjectId(s.objects.size());
  runner.span = head.span;
  s.objects.push_back(std::move(head));
  s.contexts.push_back(std::move(runner));
}

// Several of one function are told apart like the members of a family.
void number_callbacks(Scenario& s) {
  std::map<std::string, int> bearers, numbered;
  for (const Context& c : s.contexts) ++bearers[c.name];
  for (Context& c : s.contexts) {
    if (!is_callback(s, c) || bearers[c.family] < 2) continue;
    c.name += "[" + std::to_string(numbered[c.family]++) + "]";
    s.objects[c.work.index()].name = c.name;
  }
}

// Does the context store to a variable, in a function of its own or in one that
// it may be made to run?
bool stores(const Scenario& s, RunBy& run_by, const Context& c) {
  const bool borrows = c.work.valid() && has_irq_work(s.object(c.work).type);
  return !c.fires && !borrows && c.body.valid() &&
         std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
           return step.op == Op::set_ && run_by.includes(c.body, step.function);
         });
}

void add_store_buffer(Scenario& s, ContextId owner) {
  const Context& c = s.context(owner);
  Object buffer;
  buffer.type = ObjectType::store_buffer;
  buffer.name = buffer.family =
      (c.cpu >= 0 ? "cpu" + std::to_string(c.cpu) : c.name) + ".stores";
  buffer.span = c.span;
  buffer.implicit = true;
  buffer.caller = owner;
  Context flow;
  flow.name = flow.family = buffer.name;
  flow.work = ObjectId(s.objects.size());
  flow.span = c.span;
  s.objects.push_back(std::move(buffer));
  add_without_steps(s, std::move(flow));
}

}  // namespace

std::vector<std::string> callbacks_named(const Scenario& s,
                                         const std::string& name) {
  std::vector<std::string> names;
  for (const Context& c : s.contexts)
    if (is_callback(s, c) && (c.name == name || c.family == name))
      names.push_back(c.name);
  return names;
}

void add_rcu_callbacks(Reading& reading) {
  Scenario& s = reading.scenario;
  if (std::none_of(s.steps.begin(), s.steps.end(),
                   [](const Step& step) { return waits_for_readers(step.op); }))
    return;
  Object rcu;
  rcu.type = ObjectType::rcu_state;
  rcu.name = rcu.family = "RCU";
  rcu.implicit = true;
  s.objects.push_back(std::move(rcu));
  RunBy run_by(s);
  // The list grows: callbacks may call it too.
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    for (std::size_t i = 0; i < s.steps.size(); ++i) {
      const Step& step = s.steps[i];
      if (step.op != Op::call_rcu ||
          step.operands[0].kind != Operand::Kind::function ||
          !s.contexts[c].body.valid() ||
          !run_by.includes(s.contexts[c].body, step.function))
        continue;
      const bool callback = is_callback(s, s.contexts[c]);
      add_head(s, StepId(i), callback ? ContextId{} : ContextId(c));
    }
  number_callbacks(s);
}

void add_store_buffers(Reading& reading) {
  Scenario& s = reading.scenario;
  if (!s.config.store_buffers) return;
  RunBy run_by(s);
  std::vector<std::int32_t> cpus;
  const std::size_t contexts = s.contexts.size();
  for (std::size_t c = 0; c < contexts; ++c) {
    const std::int32_t cpu = s.contexts[c].cpu;
    const bool has = cpu >= 0 && std::count(cpus.begin(), cpus.end(), cpu) > 0;
    if (has || !stores(s, run_by, s.contexts[c])) continue;
    if (cpu >= 0) cpus.push_back(cpu);
    add_store_buffer(s, ContextId(c));
  }
}

void settle_kthreads(Reading& reading) {
  auto& scenario = reading.scenario;
  for (const Step& step : scenario.steps) {
    const Operand& target = step.operands[0];
    if (!asks_kthread(step.op) || target.kind != Operand::Kind::context)
      continue;
    const ContextId thread(target.value);
    Context& context = scenario.contexts[thread.index()];
    if (context.kind == ContextKind::task) context.kind = ContextKind::kthread;
    if (step.op == Op::kthread_queue_work) add_queue(scenario, thread);
  }
}

void add_runners(Reading& reading) {
  auto& scenario = reading.scenario;
  for (std::size_t k = 0; k < scenario.objects.size(); ++k) {
    const Object& object = scenario.objects[k];
    if (!runs_later(object.type)) continue;
    Context context;
    context.name = object.name;
    context.family = object.family;
    context.kind = kind_of(object.type);
    context.body = object.function;
    context.work = ObjectId(k);
    context.span = object.span;
    scenario.contexts.push_back(context);
    if (object.type == ObjectType::delayed_work) add_timer(scenario, context);
  }
}

}  // namespace picket
