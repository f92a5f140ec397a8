#include "spec/semantics/store_buffer.h"

#include <algorithm>

#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/lifetime.h"

namespace picket {
namespace {

// The words of one buffer.
class Stores {
 public:
  explicit Stores(Word* words) : words_(words) {}

  std::int32_t count() const { return words_[0]; }
  ObjectId variable(std::int32_t i) const {
    return ObjectId(words_[1 + 2 * i]);
  }
  std::int32_t value(std::int32_t i) const { return words_[2 + 2 * i]; }
  void append(ObjectId variable, std::int32_t value) {
    words_[1 + 2 * words_[0]] = variable.value;
    words_[2 + 2 * words_[0]] = value;
    ++words_[0];
  }
  void drop_first() {
    const std::int32_t n = words_[0]--;
    std::copy(words_ + 3, words_ + 1 + 2 * n, words_ + 1);
    words_[2 * n - 1] = words_[2 * n] = 0;
  }

 private:
  Word* words_;
};

// By group: what neither orders memory nor waits.
bool orders_nothing(Op op) {
  switch (group_of(op)) {
    case OpGroup::control:
    case OpGroup::sections:
    case OpGroup::annotation:
    case OpGroup::context: return !facts(op).blocking;
    case OpGroup::data:
      return op == Op::set_ || op == Op::read_ || op == Op::assert_;
    case OpGroup::memory: return !may_reclaim(op) && !facts(op).blocking;
    case OpGroup::rcu:
      return op != Op::call_rcu && op != Op::srcu_read_lock &&
             op != Op::srcu_read_unlock && !facts(op).blocking;
    default: return false;
  }
}

// A look at what may be slept for, or at what is only polled, before anything
// is queued or locked.
bool only_looks(Op op) {
  switch (op) {
    case Op::waitqueue_active:
    case Op::swait_active:
    case Op::wait_event:
    case Op::wait_event_interruptible:
    case Op::wait_event_killable:
    case Op::wait_event_timeout:
    case Op::wait_event_interruptible_timeout:
    case Op::wait_event_exclusive:
    case Op::wait_event_interruptible_exclusive:
    case Op::swait_event:
    case Op::kthread_should_stop:
    case Op::dma_fence_test_signaled_flag:
    case Op::dma_fence_is_signaled: return true;
    default: return false;
  }
}

}  // namespace

std::int32_t store_buffer_words(const Scenario& s) {
  std::size_t most = kStores;
  for (const auto& list : s.assignment_lists)
    most = std::max(most, list.size());
  return 1 + 2 * static_cast<std::int32_t>(most);
}

ObjectId own_buffer(const Run& run) {
  const Layout& layout = run.program.layout;
  if (layout.store_buffers.empty()) return {};
  const auto cpu = host_of(run.program, run.words, run.self);
  if (cpu < 0) return layout.store_buffers[run.self.index()];
  const ContextId first =
      layout.cpus[static_cast<std::size_t>(cpu)].contexts[0];
  return layout.store_buffers[first.index()];
}

std::int32_t load(Run& run, ObjectId variable) {
  if (const ObjectId buffer = own_buffer(run); buffer.valid()) {
    // Others of the CPU may have stored something, or may yet.
    if (present_cpu(run) >= 0) run.reads(buffer);
    const Stores stores(run.block(buffer));
    for (std::int32_t i = stores.count(); i-- > 0;) {
      if (stores.variable(i) != variable) continue;
      run.reads(buffer);
      return stores.value(i);
    }
  }
  run.reads(variable);
  return run.block(variable)[0];
}

bool has_room(Run& run, std::int32_t stores) {
  const ObjectId buffer = own_buffer(run);
  if (!buffer.valid()) return true;
  run.reads(buffer);
  const std::int32_t size = run.program.layout.objects[buffer.index()].size - 1;
  return 2 * (run.block(buffer)[0] + stores) <= size;
}

void store(Run& run, ObjectId variable, std::int32_t value) {
  const ObjectId buffer = own_buffer(run);
  if (!buffer.valid()) {
    run.writes(variable);
    run.block(variable)[0] = value;
    return;
  }
  run.writes(buffer);
  Stores(run.block(buffer)).append(variable, value);
}

bool waits_for_buffer(Run& run) {
  const ObjectId buffer = own_buffer(run);
  if (!buffer.valid()) return false;
  const Op op = run.step().op;
  if (orders_nothing(op) || (only_looks(op) && stage(run) == 0)) return false;
  run.reads(buffer);
  return run.block(buffer)[0] > 0;
}

// Memory that was freed meanwhile takes nothing any more.
Act bring_to_memory(Run& run) {
  const ObjectId buffer = run.scenario().context(run.self).work;
  Stores stores(run.block(buffer));
  run.reads(buffer);
  if (stores.count() == 0) return run.blocked({});
  const ObjectId variable = stores.variable(0);
  run.writes(buffer);
  run.writes(variable);
  if (life(run, variable) == Life::alive)
    run.block(variable)[0] = stores.value(0);
  stores.drop_first();
  return Act::done;
}

bool holds_stores(const Program& program, const Word* words, ObjectId buffer) {
  return words[program.layout.objects[buffer.index()].words] > 0;
}

}  // namespace picket
