#include "spec/semantics/wait_queue.h"

#include "spec/base/contract.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/step.h"

namespace picket {
namespace {

struct Entry {
  ContextId context;
  bool exclusive = false;
  bool after_wake = false;  // queued after some wake-up of the queue

  static Entry unpack(Word w) {
    return {ContextId((w & 0xffff) - 1), (w & 0x10000) != 0,
            (w & 0x20000) != 0};
  }
  Word pack() const {
    return (context.value + 1) | (exclusive ? 0x10000 : 0) |
           (after_wake ? 0x20000 : 0);
  }
};

constexpr Word kWoken = 0x10000;  // in the first word, above the count

int count(const Word* block) { return block[0] & 0xffff; }
void set_count(Word* block, int n) { block[0] = (block[0] & ~0xffff) | n; }

// Where the context stands on the queue; -1: it does not.
int find(const Word* block, ContextId context) {
  for (int i = 0; i < count(block); ++i)
    if (Entry::unpack(block[1 + i]).context == context) return i;
  return -1;
}

void insert(Word* block, int at, Entry entry) {
  const int n = count(block);
  for (int i = n; i > at; --i) block[1 + i] = block[i];
  block[1 + at] = entry.pack();
  set_count(block, n + 1);
}

void remove(Word* block, int at) {
  const int n = count(block);
  for (int i = at; i + 1 < n; ++i) block[1 + i] = block[2 + i];
  block[n] = 0;
  set_count(block, n - 1);
}

// May anybody queue there from now on? Whether the queue was ever woken means
// something only to those. `except` is about to end.
bool has_future(const Run& run, ObjectId queue, ContextId except) {
  for (const ContextId c : run.program.layout.sleepers.of_queue[queue.index()])
    if (c != except && status(run.program, run.words, c) != Status::finished)
      return true;
  return false;
}

// Front to back, until `exclusive` exclusive waiters were really asleep (0:
// everybody). Whoever is woken leaves the queue; an entry whose task was awake
// stays and does not count.
Act wake_queue(Run& run, int exclusive, bool interruptible_only = false) {
  const ObjectId queue = run.object();
  if (auto gone = dead(run, queue)) return *gone;
  if (auto no = forbidden_to_block(run, queue)) return *no;
  if (run.scenario().object(queue).mute) return Act::done;
  Word* block = run.block(queue);
  bool changed = false;
  int i = 0;
  while (i < count(block)) {
    const Entry e = Entry::unpack(block[1 + i]);
    if (!wake(run, e.context, interruptible_only)) {
      ++i;
      continue;
    }
    remove(block, i);
    changed = true;
    if (e.exclusive && --exclusive == 0) break;
  }
  // The mark is the same whoever leaves it first: wake-ups that find nobody
  // asleep commute.
  if (has_future(run, queue, ContextId{})) block[0] |= kWoken;
  if (changed)
    run.writes(queue);
  else
    run.adds(queue);
  return Act::done;
}

// A simple queue: its waiters are all exclusive, and whoever is taken off has
// had his wake-up, asleep or not. The kernel drops the queue's lock between the
// wake-ups of swake_up_all; to be woken a moment later than another shows to
// nobody.
Act wake_simple(Run& run, bool all) {
  const ObjectId queue = run.object();
  if (auto gone = dead(run, queue)) return *gone;
  // It turns interrupts on, whatever they were.
  if (all && atomic(run).irqs_off)
    return run.misuse(Misuse::wrong_context, queue);
  Word* block = run.block(queue);
  const bool changes = count(block) > 0;
  while (count(block) > 0) {
    const ContextId first = Entry::unpack(block[1]).context;
    wake(run, first);
    run.writes(first);  // that it is off the queue is its own affair
    remove(block, 0);
    if (!all) break;
  }
  if (has_future(run, queue, ContextId{})) block[0] |= kWoken;
  if (changes)
    run.writes(queue);
  else
    run.adds(queue);
  return Act::done;
}

// The language names no state here; set_current_state can change it after.
Act prepare(Run& run, bool exclusive) {
  if (auto gone = dead(run, run.object())) return *gone;
  if (in_interrupt(run)) return run.misuse(Misuse::wrong_context, run.object());
  if (auto no = forbidden_to_block(run, run.object())) return *no;
  prepare_to_wait(run, run.object(), exclusive, TaskState::uninterruptible,
                  true);
  return Act::done;
}

// It need not take the lock: whoever was woken is off the queue.
Act finish(Run& run) {
  if (auto gone = dead(run, run.object())) return *gone;
  finish_wait(run, run.object());
  return Act::done;
}

Act is_active(Run& run) {
  const ObjectId queue = run.object();
  if (auto gone = dead(run, queue)) return *gone;
  return run.result(anybody_queued(run, queue));
}

}  // namespace

bool anybody_queued(Run& run, ObjectId queue) {
  run.reads(queue);
  return count(run.block(queue)) > 0;
}

void prepare_to_wait(Run& run, ObjectId queue, bool exclusive, TaskState state,
                     bool bare) {
  Word* block = run.block(queue);
  const int at = find(block, run.self);
  if (at < 0) {
    run.writes(queue);
    insert(block, exclusive ? count(block) : 0,
           {run.self, exclusive, (block[0] & kWoken) != 0});
  } else {
    // Only this task and those who wake it (and so write its state) change its
    // entry: finding itself queued is no look at the queue.
    Entry e = Entry::unpack(block[1 + at]);
    if (e.exclusive != exclusive) run.writes(queue);
    e.exclusive = exclusive;
    block[1 + at] = e.pack();
  }
  Task t = task(run, run.self);
  const Word before = t.pack();
  t.state = state;
  t.set_after_wake = bare && t.woken_before;
  if (t.pack() == before)
    run.reads(run.self);
  else
    run.writes(run.self);
  set_task(run, run.self, t);
}

void unlink(Run& run, ObjectId queue) {
  Word* block = run.block(queue);
  const int at = find(block, run.self);
  run.reads(run.self);
  if (at < 0) return;
  run.writes(queue);
  remove(block, at);
}

void finish_wait(Run& run, ObjectId queue) {
  unlink(run, queue);
  Task t = task(run, run.self);
  if (t.state == TaskState::running) return;
  run.writes(run.self);
  t.state = TaskState::running;
  t.set_after_wake = false;
  set_task(run, run.self, t);
}

bool asleep(const Task& t) {
  return t.state != TaskState::running && !(t.signal && t.interruptible());
}

Want want_wake_up(ObjectId queue, bool bounded) {
  Want want;
  want.kind = Want::Kind::wake_up;
  want.object = queue;
  want.bounded = bounded;
  return want;
}

void forget_queues(Run& run) {
  const auto& mine = run.program.layout.sleepers.of_context[run.self.index()];
  for (const ObjectId queue : mine) {
    Word* block = run.block(queue);
    const int at = find(block, run.self);
    if (at >= 0) {
      Entry e = Entry::unpack(block[1 + at]);
      e.after_wake = false;
      block[1 + at] = e.pack();
    }
    if (!has_future(run, queue, run.self)) block[0] &= ~kWoken;
  }
}

bool queued_after_wake(const Program& program, const Word* words,
                       ObjectId queue, ContextId context) {
  const Word* block = words + program.layout.objects[queue.index()].words;
  const int at = find(block, context);
  return at >= 0 && Entry::unpack(block[1 + at]).after_wake;
}

ObjectId queue_of(const Program& program, const Word* words,
                  ContextId context) {
  const auto& objects = program.scenario.objects;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    if (objects[i].type != ObjectType::wait_queue_head &&
        objects[i].type != ObjectType::swait_queue_head)
      continue;
    if (find(words + program.layout.objects[i].words, context) >= 0)
      return ObjectId(i);
  }
  return {};
}

Act run_wait_queue(Run& run) {
  switch (run.step().op) {
    case Op::prepare_to_wait: return prepare(run, false);
    case Op::prepare_to_wait_exclusive: return prepare(run, true);
    case Op::finish_wait: return finish(run);
    case Op::wake_up: return wake_queue(run, 1);
    case Op::wake_up_all: return wake_queue(run, 0);
    case Op::wake_up_nr: return wake_queue(run, run.operand(1).value);
    case Op::wake_up_interruptible: return wake_queue(run, 1, true);
    case Op::swake_up_one: return wake_simple(run, false);
    case Op::swake_up_all: return wake_simple(run, true);
    case Op::swait_active:
    case Op::waitqueue_active: return is_active(run);
    case Op::schedule:
    case Op::schedule_timeout:
    case Op::set_current_state:
    case Op::wake_up_process:
    case Op::signal_pending: return run_sleep(run);
    default: return run_wait_event(run);
  }
}

}  // namespace picket
