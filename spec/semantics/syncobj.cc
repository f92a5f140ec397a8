// drm_syncobj: a box with a fence in it, or with the newest node of a timeline.
//
// Follows drivers/gpu/drm/drm_syncobj.c of Linux 6.12. A fence that is put in
// wakes whoever waits for one to appear; the waiter then looks for its point,
// has the driver promise to signal and sleeps on. It can always be interrupted.
// The syncobj's own lock is not modelled: nothing that is run under it waits.
// Word: the fence in it, + 1.
#include <utility>

#include "spec/semantics/container.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_chain.h"
#include "spec/semantics/fence_enable.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

constexpr Word kETime = -62;

// Stages of a wait behind those of the walk to its point.
enum : std::uint8_t {
  kWalked = 8,  // the reference to the newest node is dropped
  kPolled,      // ops->signaled has answered
  kEnabled,     // the callback is added
  kSleeping,
  kOver,  // the reference to the fence is dropped
};

// Scratch words beside those of the walk: the newest node when it began, + 1;
// the result.
Word& head(const Run& run) { return scratch(run, 3); }
Word& result(const Run& run) { return scratch(run, 4); }
Word& node(const Run& run) { return scratch(run, 1); }  // + 1

struct Terms {
  Word point = 0;
  bool for_submit = false;
  bool available = false;
  bool timed = false;
  bool polls = false;

  explicit Terms(const Run& run) {
    const Operand& flags = run.operand(2);
    const Operand& timeout = run.operand(3);
    point = run.operand(1).given() ? run.operand(1).value : 0;
    for_submit = flags.given() && (flags.value & kWaitForSubmit);
    available = flags.given() && (flags.value & kWaitAvailable);
    timed = timeout.given() && timeout.value > 0;
    polls = timeout.given() && timeout.value == 0;
  }
};

bool holds_anything(Run& run) {
  if (run.own.sections >= 0 && run.words[run.own.sections] > 0) return true;
  const Scenario& s = run.scenario();
  for (std::size_t o = 0; o < s.objects.size(); ++o) {
    const ObjectType type = s.objects[o].type;
    if (type_fits(type, "lock") && type != ObjectType::semaphore &&
        holds(run, ObjectId(o)))
      return true;
  }
  return false;
}

// Asleep: alternative 0 goes on when `over`, 1 times out, 2 is interrupted.
Act sleep(Run& run, const Terms& terms, bool over, Want want) {
  run.effect.alternatives = 3;
  want.bounded = true;
  switch (run.alternative) {
    case 0: return over ? Act::done : run.blocked(want);
    case 1: return !over && terms.timed ? run.result(kETime) : run.blocked({});
    default:
      return !over && signal_pending(run) ? run.result(kERestartSys)
                                          : run.blocked({});
  }
}

// Over, with this result: the reference to the fence goes.
Act end(Run& run, Word value) {
  const ObjectId fence(std::exchange(node(run), 0) - 1);
  result(run) = value;
  set_stage(run, kOver);
  if (fence.valid())
    if (auto act = drop_inside(run, fence)) return *act;
  return run.result(value);
}

// Is there a fence for the point? Else it is waited for, or that is an error.
Act look_into(Run& run, const Terms& terms) {
  const ObjectId box = run.object();
  run.reads(box);
  const ObjectId fence(run.block(box)[0] - 1);
  const bool there =
      fence.valid() && (terms.point == 0 || has_point(run, fence, terms.point));
  if (there && terms.available) return run.result(0);
  if (there) {
    if (auto gone = dead(run, fence)) return *gone;
    take_reference(run, fence);
    head(run) = fence.value + 1;
    return Act::stay;
  }
  if (!terms.for_submit && !terms.available) return run.result(kEInval);
  if (terms.polls) return run.result(kETime);
  Want want;
  want.kind = Want::Kind::point;
  want.object = box;
  return sleep(run, terms, false, want);
}

// The walk to the point, if it is one of a timeline.
std::optional<Act> walk_to_point(Run& run, const Terms& terms) {
  const ObjectId newest(head(run) - 1);
  if (terms.point == 0) {
    node(run) = std::exchange(head(run), 0);
    set_stage(run, kWalked);
    return {};
  }
  if (auto act = find_point(run, newest, terms.point)) return act;
  head(run) = 0;
  set_stage(run, kWalked);
  return drop_inside(run, newest);
}

std::optional<Act> poll_node(Run& run, ObjectId fence) {
  if (auto gone = dead(run, fence)) return gone;
  if (looks_signaled(run, fence)) return end(run, 0);
  set_stage(run, kPolled);
  if (!has_driver(run, fence)) return {};
  return run_own(run, run.scenario().object(fence).poll);
}

std::optional<Act> enable_node(Run& run, ObjectId fence) {
  if (std::exchange(scratch(run, 0), 0) != 0) return end(run, 0);
  set_stage(run, kEnabled);
  if (auto gone = dead(run, fence)) return gone;
  if (!needs_enabling(run, fence)) return {};
  return run_own(run, run.scenario().object(fence).enable);
}

// Whoever has added a callback takes it off under the fence's lock.
Act sleep_on(Run& run, const Terms& terms, ObjectId fence) {
  scratch(run, 0) = 0;
  if (auto gone = dead(run, fence)) return *gone;
  const bool over = looks_signaled(run, fence);
  Want want;
  want.kind = Want::Kind::signal;
  want.object = fence;
  if (!over && terms.polls) return end(run, kETime);
  const Act act = sleep(run, terms, over, want);
  if (act != Act::done) return act;
  if (auto taken = lock_taken(run, fence)) return *taken;
  return end(run, over ? 0 : run.effect.result);
}

}  // namespace

// drm_syncobj_replace_fence. The event is the exchange.
Act replace_fence(Run& run) {
  if (stage(run) != 0) return Act::ended;
  const ObjectId box = run.object();
  if (auto gone = dead(run, box)) return *gone;
  const ObjectId fence = run.operand(1).given() ? run.object(1) : ObjectId{};
  if (fence.valid()) {
    if (auto no = unusable(run, fence)) return *no;
    take_reference(run, fence);
    publish(run, fence);
  }
  run.writes(box);
  const ObjectId old(std::exchange(run.block(box)[0], fence.value + 1) - 1);
  run.happens();
  set_stage(run, 1);
  if (old.valid())
    if (auto act = drop_inside(run, old)) return *act;
  return Act::ended;
}

// drm_syncobj_add_point: then walks the chain once, which takes out what is
// signalled.
Act add_point(Run& run) {
  if (stage(run) == 0) {
    const ObjectId box = run.object();
    const ObjectId chain = run.object(1);
    const ObjectId fence = run.object(2);
    if (auto gone = dead(run, box)) return *gone;
    run.reads(box);
    const ObjectId prev(run.block(box)[0] - 1);
    const Act made =
        make_chain_node(run, chain, prev, fence, run.operand(3).value);
    if (made != Act::done) return made;
    take_reference(run, fence);
    publish(run, chain);
    run.writes(box);
    run.block(box)[0] = chain.value + 1;
    run.happens();
    if (!prev.valid()) return Act::ended;
    begin_walk(run, prev);
  }
  if (auto act = walk_to_end(run)) return *act;
  return Act::ended;
}

// drm_syncobj_array_wait_timeout for one syncobj.
Act wait_for_point(Run& run) {
  const Terms terms(run);
  if (stage(run) == kOver) return run.result(result(run));
  if (stage(run) == 0 && head(run) == 0) {
    if (auto gone = dead(run, run.object())) return *gone;
    if (!may_sleep(run))
      return run.misuse(Misuse::sleep_in_atomic, run.object());
    // It waits for user space, so nothing may be held.
    if ((terms.for_submit || terms.available) && holds_anything(run))
      return run.misuse(Misuse::wrong_context, run.object());
    return look_into(run, terms);
  }
  if (stage(run) < kWalked)
    if (auto act = walk_to_point(run, terms)) return *act;
  if (node(run) == 0) return run.result(0);
  const ObjectId fence(node(run) - 1);
  if (stage(run) == kWalked)
    if (auto act = poll_node(run, fence)) return *act;
  if (stage(run) == kPolled)
    if (auto act = enable_node(run, fence)) return *act;
  if (stage(run) == kEnabled) {
    set_stage(run, kSleeping);
    return Act::stay;
  }
  return sleep_on(run, terms, fence);
}

}  // namespace picket
