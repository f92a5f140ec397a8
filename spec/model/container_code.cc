#include "spec/model/container_code.h"

#include <algorithm>

#include "spec/model/containment.h"

namespace picket {
namespace {

Operand object_operand(ObjectId id) {
  return {Operand::Kind::object, id.value};
}

class Writing {
 public:
  explicit Writing(Scenario& s) : s_(s) {}

  void run() {
    add_results_of_merges();
    const Containment all = containment(s_);
    for (std::size_t i = 0; i < s_.objects.size(); ++i) {
      s_.objects[i].inside = all.inside[i];
      s_.objects[i].around = all.around[i];
    }
    for (std::size_t i = 0; i < s_.objects.size(); ++i) {
      if (is_container(s_.objects[i].type)) write_container(ObjectId(i));
      if (!all.related[i].empty() && type_fits(s_.objects[i].type, "fence"))
        write_member(ObjectId(i));
    }
  }

 private:
  ObjectId add_fence(ObjectType type, const Object& like) {
    Object lock, fence;
    lock.type = ObjectType::spinlock_t;
    lock.name = lock.family = like.name + ".lock";
    lock.klass = klass(lock.name);
    lock.implicit = fence.implicit = true;
    s_.objects.push_back(std::move(lock));
    fence.type = type;
    fence.name = like.name;
    fence.family = like.family;
    fence.timeline = like.name;
    fence.klass = klass("dma_fence");
    fence.span = like.span;
    fence.lock = ObjectId(s_.objects.size() - 1);
    s_.objects.push_back(std::move(fence));
    return ObjectId(s_.objects.size() - 1);
  }

  ClassId klass(const std::string& name) {
    const auto at = std::find(s_.classes.begin(), s_.classes.end(), name);
    if (at != s_.classes.end())
      return ClassId(static_cast<std::size_t>(at - s_.classes.begin()));
    s_.classes.push_back(name);
    return ClassId(s_.classes.size() - 1);
  }

  // Where nothing is left to wait for: one fence, signalled from the start. A
  // file that two are merged into: the array that may come of it.
  void add_results_of_merges() {
    bool any = false;
    for (std::size_t i = 0; i < s_.steps.size(); ++i) {
      const Step& step = s_.steps[i];
      const bool files = step.op == Op::sync_file_merge;
      if (!files && step.op != Op::dma_fence_unwrap_merge) continue;
      any = true;
      const ObjectId result = step.operands[0].object();
      s_.objects[result.index()].stands_for = true;
      if (!files || s_.object(result).merged.valid()) continue;
      const Object file = s_.object(result);
      const ObjectId array = add_fence(ObjectType::dma_fence_array, file);
      Object& o = s_.objects[array.index()];
      o.initialized = o.published = false;
      s_.objects[result.index()].merged = array;
    }
    for (Object& o : s_.objects)
      o.stands_for |= o.type == ObjectType::sync_file;
    if (!any) return;
    Object stub;
    stub.name = stub.family = "stub";
    s_.stub = add_fence(ObjectType::dma_fence, stub);
    s_.objects[s_.stub.index()].signaled = true;
  }

  FunctionId function(const std::string& name) {
    Function f;
    f.name = name;
    f.implicit = true;
    s_.functions.push_back(std::move(f));
    return FunctionId(s_.functions.size() - 1);
  }

  StepId step(FunctionId f, Op op, ObjectId object) {
    Step step;
    step.op = op;
    step.function = f;
    step.operands[0] = object_operand(object);
    s_.steps.push_back(std::move(step));
    const StepId id(s_.steps.size() - 1);
    StepId& entry = s_.functions[f.index()].entry;
    if (!entry.valid()) entry = id;
    return id;
  }

  FunctionId one_step(Op op, ObjectId object) {
    const FunctionId f = function(s_.object(object).name);
    step(f, op, object);
    return f;
  }

  void write_member(ObjectId fence) {
    Object& o = s_.objects[fence.index()];
    o.add = one_step(Op::dma_fence_add_callback, fence);
    o.poll = one_step(Op::dma_fence_is_signaled, fence);
    o.enable = one_step(Op::dma_fence_enable_sw_signaling, fence);
    if (may_be_freed(s_, fence)) o.put = one_step(Op::dma_fence_put, fence);
  }

  void write_container(ObjectId id) {
    Object& o = s_.objects[id.index()];
    const bool chain = o.type == ObjectType::dma_fence_chain;
    o.enable_signaling =
        one_step(chain ? Op::chain_enable : Op::array_enable, id);
    o.signaled_code =
        one_step(chain ? Op::chain_signaled : Op::array_signaled, id);
    if (may_be_freed(s_, id))
      o.release = one_step(chain ? Op::chain_release : Op::array_release, id);
    add_context(o, id, chain ? chain_work(id) : array_work(id));
  }

  void then_put(StepId last, ObjectId id) {
    if (!may_be_freed(s_, id)) return;
    const FunctionId f = s_.step(last).function;
    const StepId put = step(f, Op::dma_fence_put, id);
    s_.steps[last.index()].next = put;
  }

  FunctionId array_work(ObjectId id) {
    const FunctionId work = function(s_.object(id).name);
    then_put(step(work, Op::dma_fence_signal, id), id);
    return work;
  }

  // Signals unless there is another fence to wait for.
  FunctionId chain_work(ObjectId id) {
    const FunctionId work = function(s_.object(id).name);
    const StepId again = step(work, Op::chain_irq_work, id);
    const StepId signal = step(work, Op::dma_fence_signal, id);
    const LocalId rearmed(s_.locals.size());
    s_.locals.emplace_back("rearmed");
    s_.functions[work.index()].locals = {rearmed};
    Expr read;
    read.kind = ExprKind::local;
    read.value = rearmed.value;
    s_.expressions.push_back(read);
    Expr not_rearmed;
    not_rearmed.kind = ExprKind::not_;
    not_rearmed.left = ExprId(s_.expressions.size() - 1);
    s_.expressions.push_back(not_rearmed);
    s_.steps[again.index()].into = rearmed;
    s_.steps[again.index()].next = signal;
    s_.steps[signal.index()].when = ExprId(s_.expressions.size() - 1);
    then_put(signal, id);
    return work;
  }

  void add_context(const Object& o, ObjectId id, FunctionId body) {
    Context c;
    c.name = o.name;
    c.family = o.family;
    c.kind = ContextKind::hardirq;
    c.body = body;
    c.work = id;
    c.span = o.span;
    s_.contexts.push_back(std::move(c));
  }

  Scenario& s_;
};

}  // namespace

void add_container_code(Scenario& scenario) { Writing(scenario).run(); }

bool works_on_members(Op op) {
  switch (op) {
    case Op::dma_fence_chain_find_seqno:
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_merge:
    case Op::sw_sync_inc:
    case Op::drm_syncobj_replace_fence:
    case Op::drm_syncobj_add_point:
    case Op::drm_syncobj_wait: return true;
    default: return group_of(op) == OpGroup::implicit;
  }
}

std::vector<FunctionId> member_code(const Scenario& s, ObjectId container) {
  std::vector<FunctionId> out;
  for (const Object& o : s.objects) {
    if (std::find(o.around.begin(), o.around.end(), container) ==
            o.around.end() &&
        &o != &s.object(container))
      continue;
    for (const FunctionId own : {o.add, o.poll, o.put, o.enable})
      if (own.valid()) out.push_back(own);
  }
  return out;
}

bool has_irq_work(ObjectType type) {
  return is_container(type) || type == ObjectType::irq_work;
}

}  // namespace picket
