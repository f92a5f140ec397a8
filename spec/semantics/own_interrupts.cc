#include "spec/semantics/own_interrupts.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/semantics/reach.h"
#include "spec/semantics/work_item.h"

namespace picket {
namespace {

// Does the step take a lock that the other contexts of its CPU spin for?
bool is_spinning(OpGroup group) {
  return group == OpGroup::spin || group == OpGroup::rwlock;
}

bool locks(const Scenario& s, const std::vector<StepId>& steps, ObjectId lock) {
  return std::any_of(steps.begin(), steps.end(), [&](StepId id) {
    const Step& step = s.step(id);
    return is_spinning(group_of(step.op)) &&
           step.operands[0].kind == Operand::Kind::object &&
           step.operands[0].object() == lock;
  });
}

// Its own lock is taken by everything that is done to a fence.
bool locks_fence_of(const Scenario& s, const std::vector<StepId>& steps) {
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].lock.valid() && locks(s, steps, s.objects[i].lock))
      return true;
  return false;
}

bool goes_back(const Step& step, StepId at) {
  const auto back = [&](StepId next) {
    return next.valid() && next.value <= at.value;
  };
  return back(step.next) || back(step.other) ||
         std::any_of(step.branches.begin(), step.branches.end(), back);
}

// May the function spin until the context has done something?
bool may_spin_for(const Scenario& s, FunctionId function,
                  const std::vector<StepId>& armer) {
  const auto steps = own_steps_from(s, function);
  return std::any_of(steps.begin(), steps.end(), [&](StepId id) {
    const Step& step = s.step(id);
    if (goes_back(step, id)) return true;
    switch (group_of(step.op)) {
      case OpGroup::spin:
      case OpGroup::rwlock:
        return step.operands[0].kind != Operand::Kind::object ||
               locks(s, armer, step.operands[0].object());
      case OpGroup::fence:
      case OpGroup::containers:
      case OpGroup::resv:
      case OpGroup::implicit: return locks_fence_of(s, armer);
      default: return false;
    }
  });
}

bool sets_going(const Scenario& s, const std::vector<StepId>& steps,
                ObjectId item) {
  return std::any_of(steps.begin(), steps.end(), [&](StepId id) {
    const Step& step = s.step(id);
    const bool timer = step.op == Op::mod_timer || step.op == Op::hrtimer_start;
    return (timer && step.operands[0].object() == item) ||
           (step.op == Op::call_rcu && s.object(item).call == id);
  });
}

// What the context may set going to interrupt it, itself or through what it has
// set going.
std::vector<ObjectId> set_going(const Scenario& s, ContextId armer) {
  std::vector<ObjectId> items;
  std::vector<StepId> steps = own_steps_from(s, s.context(armer).body);
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const Object& o = s.objects[i];
    const ObjectId id(i);
    if (!is_own_interrupt(o.type) || !o.function.valid() ||
        (o.type == ObjectType::rcu_head && o.caller != armer) ||
        std::find(items.begin(), items.end(), id) != items.end() ||
        !sets_going(s, steps, id))
      continue;
    items.push_back(id);
    const auto more = own_steps_from(s, o.function);
    steps.insert(steps.end(), more.begin(), more.end());
    i = std::size_t(-1);  // what stands before may be armed by that
  }
  return items;
}

// A hardirq may interrupt a softirq that came in the same way.
bool may_spin_on_top(const Scenario& s, ObjectId above, ObjectId below) {
  return s.object(above).type == ObjectType::hrtimer &&
         s.object(below).type != ObjectType::hrtimer &&
         may_spin_for(s, s.object(above).function,
                      own_steps_from(s, s.object(below).function));
}

}  // namespace

bool is_own_interrupt(ObjectType type) {
  return type == ObjectType::timer_list || type == ObjectType::hrtimer ||
         type == ObjectType::rcu_head;
}

bool may_interrupt(const Scenario& s, ObjectId item, ContextId armer) {
  const Object& o = s.object(item);
  const Context& c = s.context(armer);
  const bool lends_cpu = !c.work.valid() || is_work_item(s.object(c.work).type);
  if (s.config.preempt_rt || !is_own_interrupt(o.type) || !lends_cpu ||
      c.fires || !o.function.valid())
    return false;
  if (o.type == ObjectType::rcu_head && o.caller != armer) return false;
  const auto items = set_going(s, armer);
  if (std::find(items.begin(), items.end(), item) == items.end()) return false;
  if (c.cpu >= 0 || may_spin_for(s, o.function, own_steps_from(s, c.body)))
    return true;
  return std::any_of(items.begin(), items.end(), [&](ObjectId other) {
    return may_spin_on_top(s, item, other) || may_spin_on_top(s, other, item);
  });
}

}  // namespace picket
