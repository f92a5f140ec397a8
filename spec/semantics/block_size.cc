#include "spec/semantics/block_size.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/model/containment.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/grace_period.h"
#include "spec/semantics/rcu_callback.h"
#include "spec/semantics/store_buffer.h"

namespace picket {
namespace {

// How many callbacks an rcu_head has room for: its caller may execute the step
// again before the first has run.
std::int32_t most_callbacks(const Scenario& s, const Object& head) {
  const FunctionId function = s.step(head.call).function;
  const bool once = head.caller.valid() &&
                    s.context(head.caller).body == function &&
                    !s.context(head.caller).work.valid();
  const bool loops =
      std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& other) {
        return other.function == function && other.back;
      });
  return (once ? 1 : 3) + (loops ? 3 : 0);
}

// Does the scenario ever wait for work items?
bool waits_for_work(const Scenario& s) {
  return std::any_of(s.steps.begin(), s.steps.end(), [](const Step& step) {
    switch (step.op) {
      case Op::flush_work:
      case Op::flush_delayed_work:
      case Op::kthread_flush_work:
      case Op::cancel_work_sync:
      case Op::cancel_delayed_work_sync:
      case Op::flush_workqueue: return true;
      default: return false;
    }
  });
}

// How many fences a merge can leave in the array; 0: nothing is merged there.
std::int32_t most_merged(const Scenario& s, ObjectId array) {
  if (array != s.stub && s.stub.valid() &&
      std::any_of(s.objects.begin(), s.objects.end(), [&](const Object& o) {
        return o.merged == array || (o.stands_for && &o == &s.object(array));
      }))
    return static_cast<std::int32_t>(
        std::count_if(s.objects.begin(), s.objects.end(), [&](const Object& o) {
          return o.type == ObjectType::dma_fence &&
                 std::find(o.around.begin(), o.around.end(), array) !=
                     o.around.end();
        }));
  return 0;
}

// How often a context may execute the operation on the fence, by whatever name.
std::int32_t most_on_fence(const Scenario& s, Op op, ObjectId fence) {
  std::int32_t n = 0;
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (may_mean(s, ObjectId(i), fence))
      n += most_executions(s, op, ObjectId(i));
  return std::min(n, 64);
}

// How many callbacks containers can have with the fence at once.
std::int32_t container_callbacks(const Scenario& s, const Containment& all,
                                 ObjectId fence) {
  std::int32_t n = 0;
  const auto count = [&](const std::vector<ObjectId>& members) {
    return static_cast<std::int32_t>(std::count_if(
        members.begin(), members.end(),
        [&](ObjectId member) { return may_mean(s, member, fence); }));
  };
  for (const ObjectId container : all.around[fence.index()]) {
    if (s.object(container).type == ObjectType::dma_fence_chain) {
      ++n;
      continue;
    }
    if (!is_container(s.object(container).type)) continue;
    std::int32_t most = count(s.object(container).fences);
    for (const Step& step : s.steps)
      if (step.op == Op::dma_fence_array_create &&
          step.operands[0].object() == container)
        most = std::max(most, count(members_of(s, step)));
    n += most_merged(s, container) > 0 ? std::max(most, 1) : most;
  }
  return n;
}

// The most members an array ever has.
std::int32_t most_members(const Scenario& s, ObjectId array) {
  std::size_t most = s.object(array).fences.size();
  for (const Step& step : s.steps)
    if (step.op == Op::dma_fence_array_create &&
        step.operands[0].object() == array)
      most = std::max(most, members_of(s, step).size());
  return std::max(static_cast<std::int32_t>(most), most_merged(s, array));
}

// Words of a container behind those of the fence: who has queued its irq_work,
// then as fence_array.cc and fence_chain.cc say.
std::int32_t words_inside(const Scenario& s, ObjectId id) {
  switch (s.object(id).type) {
    case ObjectType::dma_fence_array:
      return 3 + most_members(s, id) + s.object(id).stands_for;
    case ObjectType::dma_fence_chain: return 6;
    default: return 0;
  }
}

// Does anybody ask who holds the map?
bool is_asserted(const Scenario& s, ObjectId map) {
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    return step.op == Op::lockdep_assert_held &&
           step.operands[0].object() == map;
  });
}

}  // namespace

std::int32_t count_steps(const Scenario& s, Op op) {
  return static_cast<std::int32_t>(
      std::count_if(s.steps.begin(), s.steps.end(),
                    [&](const Step& step) { return step.op == op; }));
}

std::int32_t most_executions(const Scenario& s, Op op, ObjectId object) {
  const auto contexts = static_cast<std::int32_t>(s.contexts.size());
  std::int32_t n = 0;
  for (const Step& step : s.steps) {
    if (step.op != op || step.operands[0].object() != object) continue;
    if (s.function(step.function).implicit) continue;
    const auto in = [&](const auto& other) {
      return other.function == step.function;
    };
    const bool loops =
        std::any_of(s.steps.begin(), s.steps.end(),
                    [&](const Step& other) { return in(other) && other.back; });
    const bool is_body = std::any_of(
        s.contexts.begin(), s.contexts.end(), [&](const Context& c) {
          return c.body == step.function && !c.work.valid();
        });
    const auto calls =
        std::count_if(s.steps.begin(), s.steps.end(), [&](const Step& other) {
          return other.op == Op::call_ &&
                 FunctionId(other.operands[0].value) == step.function;
        });
    n += is_body ? 1 : contexts + 2 + static_cast<std::int32_t>(calls);
    n += loops ? 4 : 0;
  }
  return std::min(n, 64);
}

// One row per type.
// NOLINTNEXTLINE(readability-function-size)
BlockSize block_size(const Scenario& s, const Layout& layout, ObjectId id) {
  const QueuedWork& work = layout.work;
  const Object& o = s.object(id);
  const auto contexts = static_cast<std::int32_t>(s.contexts.size());
  const auto mask_words = (contexts + 31) / 32;
  const auto count_words = (contexts + 3) / 4;
  switch (o.type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t:
    case ObjectType::semaphore:
    case ObjectType::sync_file:
    case ObjectType::sw_sync_timeline:
    case ObjectType::drm_syncobj:
    case ObjectType::int_:
    case ObjectType::atomic_t: return {1, 0};
    case ObjectType::local_lock_t: return {mask_words, 0};
    case ObjectType::rwlock_t:
    case ObjectType::percpu_rw_semaphore:
    case ObjectType::rw_semaphore: return {1 + mask_words + count_words, 0};
    case ObjectType::ww_mutex: return {3 + contexts, contexts};
    case ObjectType::ww_acquire_ctx: return {6, 0};
    case ObjectType::dma_resv: {
      // Behind the lock: slots reserved, number of fences, the fences.
      const auto fences = most_executions(s, Op::dma_resv_add_fence, id);
      return {3 + contexts + 2 + fences, contexts};
    }
    case ObjectType::dma_fence:
    case ObjectType::dma_fence_array:
    case ObjectType::dma_fence_chain: {
      const auto callbacks = most_on_fence(s, Op::dma_fence_add_callback, id) +
                             container_callbacks(s, layout.containment, id);
      return {4 + callbacks + words_inside(s, id), callbacks};
    }
    case ObjectType::swait_queue_head:
    case ObjectType::wait_queue_head: return {1 + contexts, contexts};
    case ObjectType::rcu_state:
      return {domain_words(s.contexts.size(), false), 0};
    case ObjectType::srcu_struct:
      return {domain_words(s.contexts.size(), true), 0};
    case ObjectType::rcu_head: {
      const auto callbacks = most_callbacks(s, o);
      return {head_words(s.contexts.size(), callbacks), callbacks};
    }
    case ObjectType::completion:
      if (most_executions(s, Op::init_, id) > 0)
        return {2 + mask_words, mask_words};
      return {1 + (count_steps(s, Op::reinit_completion) > 0), 0};
    case ObjectType::work_struct:
    case ObjectType::delayed_work:
    case ObjectType::kthread_work: {
      const auto waiters = waits_for_work(s) ? mask_words : 0;
      return {3 + 2 * waiters, waiters};
    }
    case ObjectType::timer_list:
    case ObjectType::hrtimer: {
      const bool waits = count_steps(s, Op::timer_delete_sync) +
                             count_steps(s, Op::hrtimer_cancel) >
                         0;
      return {1 + (waits ? mask_words : 0), waits ? mask_words : 0};
    }
    case ObjectType::irq_work: return {1, 0};
    case ObjectType::store_buffer: return {store_buffer_words(s), 0};
    case ObjectType::kthread_worker:
    case ObjectType::workqueue_struct: {
      const auto& items = work.items[id.index()];
      const auto n = static_cast<std::int32_t>(items.size());
      return can_fill(o, items.size()) ? BlockSize{3 + n, n} : BlockSize{1, 0};
    }
    case ObjectType::lockdep_map: return {is_asserted(s, id) ? contexts : 0, 0};
    default: return {0, 0};
  }
}

}  // namespace picket
