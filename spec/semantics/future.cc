#include "spec/semantics/future.h"

#include "spec/semantics/frame.h"

namespace picket {
namespace {

bool merge(Footprint& into, const Footprint& from) {
  bool grew = false;
  const auto join = [&](auto& a, const auto& b) {
    for (std::size_t i = 0; i < Footprint::kWords; ++i) {
      grew |= (b[i] & ~a[i]) != 0;
      a[i] |= b[i];
    }
  };
  join(into.reads, from.reads);
  join(into.writes, from.writes);
  join(into.adds, from.adds);
  return grew;
}

// Operations that only look at their objects.
bool only_reads(Op op) {
  switch (op) {
    case Op::read_:
    case Op::waitqueue_active:
    case Op::completion_done:
    case Op::dma_fence_test_signaled_flag:
    case Op::lockdep_assert_held: return true;
    default: return false;
  }
}

// Annotations touch nothing.
bool touches_nothing(Op op) {
  switch (op) {
    case Op::lock_map_acquire:
    case Op::lock_map_acquire_read:
    case Op::lock_map_release:
    case Op::might_lock:
    case Op::might_lock_read:
    case Op::lock_sync:
    case Op::link_: return true;
    default: return false;
  }
}

void read_expression(const Program& program, ExprId id, Footprint& out) {
  if (!id.valid()) return;
  const Expr& e = program.scenario.expr(id);
  switch (e.kind) {
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done:
      out.read(program.layout.objects[static_cast<std::size_t>(e.value)].location);
      break;
    default: break;
  }
  read_expression(program, e.left, out);
  read_expression(program, e.right, out);
}

void touch(const Program& program, ObjectId id, bool read, Footprint& out) {
  const Object& o = program.scenario.object(id);
  const ObjectLayout& at = program.layout.objects[id.index()];
  for (const std::uint32_t part :
       {at.location, at.list_location, at.count_location}) {
    if (read) out.read(part);
    if (!read) out.write(part);
  }
  if (read) return;
  if (o.lock.valid())
    out.write(program.layout.objects[o.lock.index()].location);
  if (o.signaled_op.valid()) read_expression(program, o.signaled_op, out);
  if (o.type == ObjectType::ww_acquire_ctx) {
    const auto k = o.klass.index();
    if (program.layout.stamps[k] >= 0)
      out.write(program.layout.stamp_location[k]);
  }
}

// Locations that an operation reaches through others: the tasks it wakes, the
// queue of a work item, every transaction of a ww class, every fence of a
// reservation.
void touch_indirectly(const Program& program, const Step& step,
                      Footprint& out) {
  const OpGroup group = facts(step.op).group;
  const auto every = [&](auto matches) {
    for (std::size_t i = 0; i < program.scenario.objects.size(); ++i)
      if (matches(program.scenario.objects[i].type))
        touch(program, ObjectId(i), false, out);
  };
  // An item's worker has a location of its own: flushing looks there.
  if (group == OpGroup::wait_queue || group == OpGroup::ww ||
      group == OpGroup::work)
    for (const std::uint32_t at : program.layout.context_location)
      out.write(at);
  if (group == OpGroup::ww)
    every([](ObjectType t) { return t == ObjectType::ww_acquire_ctx; });
  if (group == OpGroup::work)
    every([](ObjectType t) {
      return t == ObjectType::work_struct || t == ObjectType::workqueue_struct;
    });
  if (group == OpGroup::resv || step.op == Op::dma_resv_unlock)
    every([](ObjectType t) { return t == ObjectType::dma_fence; });
}

}  // namespace

Future::Future(const Program& program)
    : program_(program),
      from_(program.scenario.steps.size()),
      idle_(program.scenario.contexts.size()) {
  const Scenario& s = program.scenario;
  for (const Step& step : s.steps)
    if (step.op == Op::dma_fence_add_callback)
      callbacks_.push_back(FunctionId(step.operands[1].value));
  for (const Object& o : s.objects) {
    if (o.enable_signaling.valid()) callbacks_.push_back(o.enable_signaling);
    if (o.release.valid()) callbacks_.push_back(o.release);
  }
  for (std::size_t i = 0; i < s.steps.size(); ++i)
    add_step(s.steps[i], from_[i]);
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t i = s.steps.size(); i-- > 0;) grew |= grow(StepId(i));
  }
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    const Context& context = s.contexts[c];
    idle_[c].write(program.layout.context_location[c]);
    read_expression(program, context.starts, idle_[c]);
    for (std::size_t o = 0; o < s.objects.size(); ++o) {
      const bool mine = s.objects[o].on_stack_of == ContextId(c);
      const bool queue = context.work.valid() &&
                         s.objects[o].type == ObjectType::workqueue_struct;
      if (mine || queue) touch(program, ObjectId(o), false, idle_[c]);
    }
    if (context.work.valid()) touch(program, context.work, false, idle_[c]);
  }
}

void Future::add_step(const Step& step, Footprint& out) const {
  read_expression(program_, step.when, out);
  if (touches_nothing(step.op)) return;
  const bool read = only_reads(step.op);
  for (const Operand& operand : step.operands) {
    const auto i = static_cast<std::size_t>(operand.value);
    switch (operand.kind) {
      case Operand::Kind::object:
        touch(program_, operand.object(), read, out);
        break;
      case Operand::Kind::objects:
        for (ObjectId o : program_.scenario.object_lists[i])
          touch(program_, o, read, out);
        break;
      case Operand::Kind::expression:
        read_expression(program_, operand.expression(), out);
        break;
      case Operand::Kind::context:
        out.write(program_.layout.context_location[i]);
        break;
      case Operand::Kind::assignments:
        for (const Assignment& a : program_.scenario.assignment_lists[i]) {
          touch(program_, a.variable, false, out);
          read_expression(program_, a.value, out);
        }
        break;
      default: break;
    }
  }
  touch_indirectly(program_, step, out);
}

void Future::add_functions_run_by(const Step& step, Footprint& out) const {
  const auto add = [&](FunctionId f) {
    const StepId entry = program_.scenario.function(f).entry;
    if (entry.valid()) merge(out, from_[entry.index()]);
  };
  if (step.op == Op::call_) add(FunctionId(step.operands[0].value));
  if (may_run_callbacks(step.op))
    for (FunctionId f : callbacks_) add(f);
  if (may_reclaim(step.op))
    for (const ReclaimEntry& r : program_.scenario.reclaim) add(r.function);
}

// One round of the fixed point: a step's future contains its successors'.
bool Future::grow(StepId id) {
  const Step& step = program_.scenario.step(id);
  Footprint sum = from_[id.index()];
  const auto add = [&](StepId next) {
    if (next.valid()) merge(sum, from_[next.index()]);
  };
  add(step.next);
  add(step.other);
  for (StepId branch : step.branches) add(branch);
  add_functions_run_by(step, sum);
  return merge(from_[id.index()], sum);
}

Footprint Future::of(const Word* state, ContextId context) const {
  Footprint out = idle_[context.index()];
  const Status now = status(program_, state, context);
  if (now == Status::idle) {
    const FunctionId body = program_.scenario.context(context).body;
    const StepId entry = program_.scenario.function(body).entry;
    if (entry.valid()) merge(out, from_[entry.index()]);
    return out;
  }
  if (now != Status::running) return Footprint{};
  Effect effect;
  Run run{program_, const_cast<Word*>(state), context, 0, effect};
  std::int32_t offset = control(run).top;
  do {
    const StepId at = position_at(run, offset);
    if (at.valid()) merge(out, from_[at.index()]);
  } while (next_below(run, offset));
  return out;
}

}  // namespace picket
