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
    const Containment all = containment(s_);
    for (std::size_t i = 0; i < s_.objects.size(); ++i) {
      s_.objects[i].inside = all.inside[i];
      s_.objects[i].around = all.around[i];
      if (is_container(s_.objects[i].type)) write_container(ObjectId(i));
      if (!all.related[i].empty() && s_.objects[i].lock.valid())
        write_member(ObjectId(i));
    }
  }

 private:
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
  return facts(op).group == OpGroup::implicit ||
         op == Op::dma_fence_chain_find_seqno;
}

std::vector<FunctionId> member_code(const Scenario& s, ObjectId container) {
  std::vector<FunctionId> out;
  for (const Object& o : s.objects) {
    if (std::find(o.around.begin(), o.around.end(), container) ==
            o.around.end() &&
        &o != &s.object(container))
      continue;
    for (const FunctionId own : {o.add, o.poll, o.put})
      if (own.valid()) out.push_back(own);
  }
  return out;
}

bool has_irq_work(ObjectType type) { return is_container(type); }

}  // namespace picket
