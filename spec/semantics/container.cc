#include "spec/semantics/container.h"

#include <algorithm>

#include "spec/semantics/deferred.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_callback.h"
#include "spec/semantics/fence_chain.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/step.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

bool has_callback_inside(Run& run, ObjectId container) {
  const auto& related = run.program.layout.containment.related;
  bool any = false;
  for (const ObjectId fence : related[container.index()])
    if (type_fits(run.scenario().object(fence).type, "fence"))
      any |= has_callback_of(run, fence, container);
  return any;
}

// Does a node of a chain still point at it?
bool stood_on(Run& run, ObjectId container) {
  const auto& related = run.program.layout.containment.related;
  for (const ObjectId o : related[container.index()]) {
    if (run.scenario().object(o).type != ObjectType::dma_fence_chain) continue;
    const ChainNode node = chain_node(run, o);
    if (o != container && (node.fence == container || node.prev == container))
      return true;
  }
  return false;
}

}  // namespace

Word* inside_of(Run& run, ObjectId container) {
  return run.block(container) +
         run.program.layout.objects[container.index()].inside;
}

void reads_inside(Run& run, ObjectId container) {
  const auto& at = run.program.layout.objects[container.index()];
  run.effect.footprint.read(at.inside_location);
}

void writes_inside(Run& run, ObjectId container) {
  const auto& at = run.program.layout.objects[container.index()];
  run.effect.footprint.write(at.inside_location);
}

bool is_container(const Run& run, ObjectId object) {
  return is_container(run.scenario().object(object).type);
}

bool in_use(Run& run, ObjectId container) {
  const ContextId work = runner_of(run, container);
  run.reads(work);
  run.reads(run.scenario().object(container).lock);
  if (irq_work_pending(run.program, run.words, container) ||
      status(run.program, run.words, work) != Status::idle)
    return true;
  return is_held(run, run.scenario().object(container).lock) ||
         has_callback_inside(run, container) || stood_on(run, container);
}

void make_fence(Run& run, ObjectId fence) {
  const ObjectLayout& at = run.program.layout.objects[fence.index()];
  const Object& o = run.scenario().object(fence);
  run.writes(fence);
  run.effect.footprint.write(at.list_location);
  run.effect.footprint.write(at.count_location);
  if (is_container(o.type)) writes_inside(run, fence);
  if (run.scenario().own_lock(fence).valid()) run.writes(o.lock);
  Word* block = run.block(fence);
  std::fill_n(block, at.size, 0);
  block[kFenceFlags] = kFenceInitialised;
  block[kFenceReferences] = 1;
  set_life(run, fence, Life::alive);
  if (o.published_if_made) publish(run, fence);
}

void unmake_fence(Run& run, ObjectId container) {
  const ObjectLayout& at = run.program.layout.objects[container.index()];
  std::fill_n(run.block(container), at.size, 0);
  run.effect.published = {};
}

std::optional<Act> member_done(Run& run, ObjectId container, ObjectId member) {
  return run.scenario().object(container).type == ObjectType::dma_fence_chain
             ? chain_member_done(run, container, member)
             : array_member_done(run, container, member);
}

std::optional<Act> drop_inside(Run& run, ObjectId fence) {
  const ObjectLayout& at = run.program.layout.objects[fence.index()];
  if (at.life < 0) return {};
  if (!has_last_reference(run, fence)) return drop_reference(run, fence);
  return run_own(run, run.scenario().object(fence).put);
}

std::vector<ObjectId> needed_by(const Program& program, const Word* words,
                                ObjectId container) {
  const Word* block = words + program.layout.objects[container.index()].words;
  const ObjectType type = program.scenario.object(container).type;
  if (!is_container(type)) return {};
  if ((block[kFenceFlags] & (kFenceInitialised | kFenceSignaled)) !=
      kFenceInitialised)
    return {};
  return type == ObjectType::dma_fence_chain
             ? needed_by_chain(program, words, container)
             : needed_by_array(program, words, container);
}

void count_references(const Program& program, Word* words, ObjectId container) {
  const auto count = [&](ObjectId fence) {
    if (!fence.valid()) return;
    const ObjectLayout& at = program.layout.objects[fence.index()];
    if (at.life >= 0) ++words[at.words + kFenceReferences];
  };
  const Object& o = program.scenario.object(container);
  for (const ObjectId fence : o.fences) count(fence);
  count(o.fence);
  count(o.prev);
}

Act run_own(Run& run, FunctionId function) {
  return push(run, function, FrameKind::own);
}

}  // namespace picket
