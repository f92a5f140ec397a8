// dma_fence_unwrap_merge, and sync_file, whose merge is made of it.
//
// Follows drivers/dma-buf/dma-fence-unwrap.c and sync_file.c of Linux 6.12.
// What is inside of the fences is polled, memory allocated, and what is not
// signalled then is collected, the latest of each timeline. If that is one
// fence or none the result is that fence, or one signalled from the start: the
// name stands for it from then on. Nodes are not taken out of chains on the
// way. Word of a file, and behind the members of an array that may be merged
// into: the fence that the name stands for, + 1.
#include <algorithm>
#include <utility>

#include "spec/semantics/container.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_chain.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/fence_stage.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/reclaim.h"

namespace picket {
namespace {

constexpr Allocation kMemory{.gfp = Gfp::kernel,
                             .stage = static_cast<int>(FenceStage::allocating)};

// Calls `visit` for each fence inside that holds no others, newest node first,
// until it says what to return.
template <typename Visit>
std::optional<Act> for_each_leaf(Run& run, ObjectId fence, const Visit& visit) {
  if (auto no = unusable(run, fence)) return no;
  const ObjectType type = run.scenario().object(fence).type;
  if (type == ObjectType::dma_fence) return visit(fence);
  if (type == ObjectType::dma_fence_array) {
    const auto [members, count] = array_members(run, fence);
    for (Word i = 0; i < count; ++i)
      if (auto act = for_each_leaf(run, ObjectId(members[i] - 1), visit))
        return act;
    return {};
  }
  const ChainNode node = chain_node(run, fence);
  if (auto act = for_each_leaf(run, node.fence, visit)) return act;
  return node.prev.valid() ? for_each_leaf(run, node.prev, visit)
                           : std::nullopt;
}

// The fences that are merged, in order.
template <typename Visit>
std::optional<Act> for_each_merged(Run& run, const Visit& visit) {
  if (run.step().op == Op::sync_file_merge) {
    for (const std::size_t k : {1, 2})
      if (auto act = for_each_leaf(run, run.object(k), visit)) return act;
    return {};
  }
  for (const ObjectId f : members_of(run.scenario(), run.step()))
    if (auto act = for_each_leaf(run, run.meant(f), visit)) return act;
  return {};
}

// Scratch word 1 counts the fences that were looked at, and polled if they have
// a driver to ask.
std::optional<Act> poll_leaves(Run& run) {
  Word seen = 0;
  return for_each_merged(run, [&](ObjectId leaf) -> std::optional<Act> {
    if (seen++ < scratch(run, 1)) return {};
    ++scratch(run, 1);
    if (looks_signaled(run, leaf) || !has_driver(run, leaf)) return {};
    set_stage(run, FenceStage::scanning);
    return run_own(run, run.scenario().object(leaf).poll);
  });
}

// Puts the fence among the members, by timeline, unless a later one of its
// timeline is there.
void collect(const Run& run, ObjectId leaf, Word* members, Word& count) {
  const Object& o = run.scenario().object(leaf);
  Word* end = members + count;
  Word* at = std::find_if(members, end, [&](Word m) {
    return run.scenario().object(ObjectId(m - 1)).timeline >= o.timeline;
  });
  if (at != end) {
    const Object& other = run.scenario().object(ObjectId(*at - 1));
    if (other.timeline == o.timeline) {
      if (o.seqno > other.seqno) *at = leaf.value + 1;
      return;
    }
  }
  std::move_backward(at, end, end + 1);
  *at = leaf.value + 1;
  ++count;
}

// What the merge came to: the array, or the one fence that is left.
struct Merged {
  std::optional<Act> act;
  ObjectId fence;
};

Merged merge_into(Run& run, ObjectId array) {
  if (in_use(run, array) || run.meant(array) != array)
    return {Act::limited, {}};
  make_fence(run, array);
  run.block(array)[kFenceError] = kPendingError;
  const ArrayMembers all = array_members(run, array);
  Word* const members = all.members;
  Word& count = all.count;
  const auto act =
      for_each_merged(run, [&](ObjectId leaf) -> std::optional<Act> {
        if (!looks_signaled(run, leaf)) collect(run, leaf, members, count);
        return {};
      });
  if (act) return {act, {}};
  for (Word i = 0; i < count; ++i)
    take_reference(run, ObjectId(members[i] - 1));
  if (count > 1) {
    wait_for_members(run, array);
    return {{}, array};
  }
  const ObjectId left =
      count == 1 ? ObjectId(members[0] - 1) : run.scenario().stub;
  std::fill_n(members, count, 0);
  unmake_fence(run, array);
  return {{}, left};
}

void stand_for(Run& run, ObjectId name, ObjectId fence) {
  const auto at = run.program.layout.objects[name.index()].alias;
  run.writes(name);
  run.words[at] = fence.value + 1;
}

ObjectId array_of(const Run& run) {
  const ObjectId name = run.named();
  const ObjectId merged = run.scenario().object(name).merged;
  return merged.valid() ? merged : name;
}

}  // namespace

// dma_fence_unwrap_merge and sync_file_merge.
Act merge_fences(Run& run) {
  const ObjectId name = run.named();
  if (fence_stage(run) != FenceStage::allocating) {
    if (!is_container(run, name))
      if (auto gone = gone_name(run, name)) return *gone;
    scratch(run, 0) = 0;
    if (auto act = poll_leaves(run)) return *act;
    scratch(run, 1) = 0;
  }
  const Act memory = allocate(run, kMemory);
  if (memory != Act::done) return memory;
  const ObjectId array = array_of(run);
  const Merged merged = merge_into(run, array);
  if (merged.act) return *merged.act;
  if (merged.fence == name) return Act::done;
  if (run.scenario().object(name).published_if_made) publish(run, merged.fence);
  stand_for(run, name, merged.fence);
  return Act::done;
}

// A file is made once: nobody else uses its name for something else meanwhile.
Act make_file(Run& run) {
  const ObjectId file = run.named();
  const ObjectId fence = run.object(1);
  if (fence_stage(run) != FenceStage::allocating) {
    if (auto gone = gone_name(run, file)) return *gone;
    if (auto no = unusable(run, fence)) return *no;
  }
  const Act memory = allocate(run, kMemory);
  if (memory != Act::done) return memory;
  if (auto no = unusable(run, fence)) return *no;
  if (run.meant(file) != file) return Act::limited;
  take_reference(run, fence);
  stand_for(run, file, fence);
  return Act::done;
}

Act get_file_fence(Run& run) {
  const ObjectId fence = run.object();
  if (auto no = unusable(run, fence)) return *no;
  take_reference(run, fence);
  return Act::done;
}

}  // namespace picket
