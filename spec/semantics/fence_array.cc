// dma_fence_array: a fence that signals when its members have.
//
// Follows drivers/dma-buf/dma-fence-array.c of Linux 6.12. Words behind those
// of every container: how many members must still signal, how many there are,
// the members. The error is 1 until the array or a failed member settles it.
// An array that nobody has enabled counts nothing: who polls it polls the
// members.
#include <utility>

#include "spec/semantics/container.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/fence_stage.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/reclaim.h"

namespace picket {
namespace {

constexpr Allocation kArray{.gfp = Gfp::kernel,
                            .stage = static_cast<int>(FenceStage::allocating)};

struct Array {
  Word& pending;
  Word& count;
  Word* members;  // + 1

  explicit Array(Word* inside)
      : pending(inside[1]), count(inside[2]), members(inside + 3) {}
  ObjectId operator[](Word i) const { return ObjectId(members[i] - 1); }
};

Array array_of(Run& run, ObjectId array) {
  return Array(inside_of(run, array));
}

// Only the first error, and none after the array is settled.
void latch_error(Run& run, ObjectId array, ObjectId member) {
  run.reads(member);
  const Word error = run.block(member)[kFenceError];
  if (error == 0) return;
  run.reads(array);
  if (run.block(array)[kFenceError] != kPendingError) return;
  run.writes(array);
  run.block(array)[kFenceError] = error;
}

void settle_error(Run& run, ObjectId array) {
  run.reads(array);
  if (run.block(array)[kFenceError] != kPendingError) return;
  run.writes(array);
  run.block(array)[kFenceError] = 0;
}

Act done(Run& run, ObjectId array) {
  settle_error(run, array);
  return run.result(1);
}

// Counts one member; was it the last that was needed? What comes after that
// one is not counted any more: nobody asks how far below zero the count is.
bool counts_last(Run& run, ObjectId array) {
  Array a = array_of(run, array);
  reads_inside(run, array);
  if (a.pending == 0) return false;
  writes_inside(run, array);
  return --a.pending == 0;
}

void fill(Array a, const std::vector<ObjectId>& members, bool any) {
  a.count = static_cast<Word>(members.size());
  a.pending = any ? 1 : a.count;
  for (std::size_t i = 0; i < members.size(); ++i)
    a.members[i] = members[i].value + 1;
}

// A name among the members stands for a fence from now on.
void settle_names(const Run& run, Array a) {
  for (Word i = 0; i < a.count; ++i) a.members[i] = run.meant(a[i]).value + 1;
}

Act create(Run& run) {
  const ObjectId array = run.named();
  const auto& members = members_of(run.scenario(), run.step());
  for (const ObjectId name : members) {
    const ObjectId f = run.meant(name);
    if (auto no = unusable(run, f)) return *no;
    if (is_container(run, f)) return run.misuse(Misuse::nested_container, f);
  }
  if (in_use(run, array) || run.object() != array) return Act::limited;
  make_fence(run, array);
  run.block(array)[kFenceError] = kPendingError;
  fill(array_of(run, array), members, run.operand(2).value != 0);
  settle_names(run, array_of(run, array));
  return Act::done;
}

}  // namespace

ArrayMembers array_members(Run& run, ObjectId array) {
  const Array a = array_of(run, array);
  reads_inside(run, array);
  return {a.members, a.count};
}

void wait_for_members(Run& run, ObjectId array) {
  const Array a = array_of(run, array);
  a.pending = a.count;
}

void initialise_array(const Program& program, Word* words, ObjectId id) {
  const Object& o = program.scenario.object(id);
  const ObjectLayout& at = program.layout.objects[id.index()];
  if (o.fences.empty()) return;
  words[at.words + kFenceError] = kPendingError;
  fill(Array(words + at.words + at.inside), o.fences, o.signal_on_any);
}

// Of an array that nobody has enabled, all are to be signalled that `pending`
// counts.
std::vector<ObjectId> needed_by_array(const Program& program, const Word* words,
                                      ObjectId id) {
  const ObjectLayout& at = program.layout.objects[id.index()];
  const Array a(const_cast<Word*>(words) + at.words + at.inside);
  if (a.pending == 0) return {};
  std::vector<ObjectId> out;
  for (Word i = 0; i < a.count; ++i)
    if (!fence_signaled(program, words, a[i])) out.push_back(a[i]);
  const bool any = a.pending == 1 && a.count > 1;
  const bool enabled = words[at.words + kFenceFlags] & kFenceEnabled;
  return any && !enabled && out.size() < static_cast<std::size_t>(a.count)
             ? std::vector<ObjectId>{}
             : out;
}

// dma_fence_array_create: memory of its own, and the references to the members.
Act make_array(Run& run) {
  const Act memory = allocate(run, kArray);
  return memory == Act::done ? create(run) : memory;
}

// dma_fence_array_enable_signaling, the array's lock held. Scratch word 1 is
// the member in work. Each callback holds a reference to the array.
Act enable_array(Run& run) {
  enum { kNext, kAdding, kDropping };
  const ObjectId array = run.object();
  if (auto gone = dead(run, array)) return *gone;
  const Array a = array_of(run, array);
  reads_inside(run, array);
  Word& i = scratch(run, 1);
  const bool added = std::exchange(scratch(run, 0), 0) == 0;
  if (stage(run) == kAdding && added) ++i;
  if (stage(run) == kAdding && !added) {
    latch_error(run, array, a[i]);
    set_stage(run, kDropping);
    if (auto act = drop_inside(run, array)) return *act;
  }
  if (stage(run) == kDropping) {
    if (counts_last(run, array)) {
      settle_error(run, array);
      return run.result(0);
    }
    ++i;
  }
  if (i == a.count) return run.result(1);
  take_reference(run, array);
  set_stage(run, kAdding);
  return run_own(run, run.scenario().object(a[i]).add);
}

// dma_fence_array_signaled. Scratch word 1 is the member in work, word 2 how
// many must still be found signalled.
Act ask_array(Run& run) {
  enum { kBegin, kPolling };
  const ObjectId array = run.object();
  const Array a = array_of(run, array);
  reads_inside(run, array);
  Word& i = scratch(run, 1);
  Word& pending = scratch(run, 2);
  const bool answer = std::exchange(scratch(run, 0), 0) != 0;
  bool known = stage(run) == kPolling;
  if (!known) {
    if (looks_signaled(run, array)) return run.result(1);
    pending = a.pending;
    if (run.block(array)[kFenceFlags] & kFenceEnabled)
      return pending == 0 ? done(run, array) : run.result(0);
  }
  for (; i < a.count; ++i, known = false) {
    const ObjectId member = a[i];
    if (auto gone = dead(run, member)) return *gone;
    const bool signaled = known ? answer : looks_signaled(run, member);
    if (!known && !signaled && has_driver(run, member)) {
      set_stage(run, kPolling);
      return run_own(run, run.scenario().object(member).poll);
    }
    if (signaled && --pending == 0) return done(run, array);
  }
  return run.result(0);
}

// dma_fence_array_release.
Act release_array(Run& run) {
  const Array a = array_of(run, run.object());
  reads_inside(run, run.object());
  scratch(run, 0) = 0;
  for (Word& i = scratch(run, 1); i < a.count;)
    if (auto act = drop_inside(run, a[i++])) return *act;
  return Act::done;
}

// dma_fence_array_cb_func: the member's lock is held.
std::optional<Act> array_member_done(Run& run, ObjectId array,
                                     ObjectId member) {
  if (auto gone = dead(run, array)) return gone;
  latch_error(run, array, member);
  if (!counts_last(run, array)) return drop_inside(run, array);
  queue_irq_work(run, array);
  return {};
}

}  // namespace picket
