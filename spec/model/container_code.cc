#include "spec/model/container_code.h"

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
    o.enable_signaling = one_step(Op::array_enable, id);
    o.signaled_code = one_step(Op::array_signaled, id);
    if (may_be_freed(s_, id)) o.release = one_step(Op::array_release, id);
    const FunctionId work = function(o.name);
    const StepId signal = step(work, Op::dma_fence_signal, id);
    if (may_be_freed(s_, id)) {
      const StepId put = step(work, Op::dma_fence_put, id);
      s_.steps[signal.index()].next = put;
    }
    add_context(o, id, work);
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

bool has_irq_work(ObjectType type) { return is_container(type); }

}  // namespace picket
