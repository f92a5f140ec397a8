#include "spec/model/scenario.h"

namespace picket {

FunctionId added_callback(const Step& step) {
  if (step.op != Op::dma_fence_add_callback) return {};
  const Operand& function = step.operands[1];
  return function.given() ? FunctionId(function.value) : FunctionId{};
}

std::size_t Scenario::thread_count() const {
  std::size_t n = 0;
  for (const Context& c : contexts) n += !c.work.valid();
  return n;
}

ObjectId Scenario::own_lock(ObjectId fence) const {
  const ObjectId lock = object(fence).lock;
  // A point's is that of its timeline.
  if (object(fence).parent.valid()) return {};
  return lock.valid() && object(lock).implicit ? lock : ObjectId{};
}

}  // namespace picket
