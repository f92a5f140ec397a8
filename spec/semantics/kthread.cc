#include "spec/semantics/kthread.h"

#include <algorithm>

#include "spec/base/contract.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/task.h"
#include "spec/semantics/work_item.h"

namespace picket {
namespace {

constexpr Word kEIntr = -4;

// The word of a thread that others ask.
struct Requests {
  bool stop = false;
  bool park = false;
  bool parked = false;    // it is asleep in kthread_parkme
  bool unparked = false;  // and has been let go since
  std::int32_t done = 0;  // count of the completion `parked`

  static Requests unpack(Word w) {
    return {(w & 1) != 0, (w & 2) != 0, (w & 4) != 0, (w & 8) != 0, w >> 4};
  }
  Word pack() const {
    return (stop ? 1 : 0) | (park ? 2 : 0) | (parked ? 4 : 0) |
           (unparked ? 8 : 0) | (done << 4);
  }
};

constexpr std::int32_t kMostDone = 15;

Requests requests(const Program& program, const Word* words, ContextId c) {
  const auto at = program.layout.contexts[c.index()].kthread;
  return at < 0 ? Requests{} : Requests::unpack(words[at]);
}

void set_requests(Run& run, ContextId c, const Requests& r) {
  const auto at = run.program.layout.contexts[c.index()].kthread;
  if (at >= 0) run.words[at] = r.pack();
}

ContextId target(const Run& run) { return ContextId(run.operand(0).value); }

bool is_kthread(const Run& run, ContextId c) {
  return run.scenario().context(c).kind == ContextKind::kthread;
}

// The kthread that runs this context: for an item, the one it was queued on.
ContextId own_kthread(Run& run) {
  const ObjectId item = run.scenario().context(run.self).work;
  if (!item.valid()) return run.self;
  if (run.scenario().object(item).type != ObjectType::kthread_work)
    return run.self;
  return run.scenario().object(WorkItem(run, item).running_on()).thread;
}

const std::vector<ObjectId>& items_on(const Program& program, ContextId c) {
  static const std::vector<ObjectId> none;
  const ObjectId queue = program.layout.work.queue_of[c.index()];
  return queue.valid() ? program.layout.work.items[queue.index()] : none;
}

bool some_item_runs(const Program& program, const Word* words, ContextId c) {
  const ObjectId queue = program.layout.work.queue_of[c.index()];
  const auto& items = items_on(program, c);
  return std::any_of(items.begin(), items.end(), [&](ObjectId item) {
    const WorkItem w(program.layout, const_cast<Word*>(words), item);
    return w.running() && w.running_on() == queue;
  });
}

// The words of a task that has ended mean nothing, except to the items that
// others still queue on it.
bool is_over(const Run& run, ContextId c) {
  return status(run.program, run.words, c) == Status::finished &&
         !run.program.layout.work.queue_of[c.index()].valid();
}

// Changes the requests and wakes the thread, as wake_up_process does.
void ask(Run& run, ContextId c, const Requests& r) {
  run.writes(c);
  if (is_over(run, c)) return;
  set_requests(run, c, r);
  wake(run, c);
  if (at_rest(run.program, run.words, c)) return;
  Task t = task(run, c);
  t.woken_before = true;
  set_task(run, c, t);
}

void let_go(Requests& r) {
  r.unparked |= r.parked && r.park;
  r.park = false;
}

Act wants(Run& run, Want::Kind kind, ContextId whom) {
  Want want;
  want.kind = kind;
  want.context = whom;
  return run.blocked(want);
}

enum Stage { kBegin, kWait };

Act stop_thread(Run& run) {
  const ContextId c = target(run);
  if (stage(run) == kBegin) {
    if (!is_kthread(run, c)) return run.misuse(Misuse::wrong_context);
    if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
    Requests r = requests(run.program, run.words, c);
    r.stop = true;
    let_go(r);
    ask(run, c, r);
    set_stage(run, kWait);
    return Act::stay;
  }
  run.reads(c);
  for (const ObjectId item : items_on(run.program, c))
    run.reads(runner_of(run, item));
  if (!has_exited(run.program, run.words, c))
    return wants(run, Want::Kind::exit, c);
  const auto at = run.program.layout.contexts[c.index()].value;
  return run.result(at < 0 ? 0 : run.words[at]);
}

Act should_stop(Run& run) {
  if (!is_kthread(run, run.self)) return run.misuse(Misuse::wrong_context);
  const ContextId c = own_kthread(run);
  run.reads(c);
  return run.result(requests(run.program, run.words, c).stop ? 1 : 0);
}

// Asking one that was asked already, or has ended, is what the kernel warns of.
Act park_thread(Run& run) {
  const ContextId c = target(run);
  if (stage(run) == kBegin) {
    if (!is_kthread(run, c)) return run.misuse(Misuse::wrong_context);
    if (c != run.self && !may_sleep(run))
      return run.misuse(Misuse::sleep_in_atomic);
    run.writes(c);
    Requests r = requests(run.program, run.words, c);
    if (r.park || status(run.program, run.words, c) == Status::finished)
      return run.misuse(Misuse::wrong_context);
    r.park = true;
    ask(run, c, r);
    if (c == run.self) return Act::done;
    set_stage(run, kWait);
    return Act::stay;
  }
  Requests r = requests(run.program, run.words, c);
  if (r.done == 0) {
    run.reads(c);
    return wants(run, Want::Kind::park, c);
  }
  run.writes(c);
  --r.done;
  set_requests(run, c, r);
  return Act::done;
}

Act unpark_thread(Run& run) {
  const ContextId c = target(run);
  if (!is_kthread(run, c)) return run.misuse(Misuse::wrong_context);
  run.writes(c);
  if (is_over(run, c)) return Act::done;
  Requests r = requests(run.program, run.words, c);
  let_go(r);
  set_requests(run, c, r);
  return Act::done;
}

// The state TASK_PARKED that it sleeps in is one that no ordinary wake-up ends:
// here the task counts as running meanwhile, and it does when it comes back.
Act park_here(Run& run) {
  if (!is_kthread(run, run.self)) return run.misuse(Misuse::wrong_context);
  run.reads(run.self);
  Requests r = requests(run.program, run.words, run.self);
  const bool asleep_here = stage(run) == kWait;
  if (asleep_here && r.park && !r.unparked)
    return wants(run, Want::Kind::unpark, run.self);
  if (!asleep_here && r.park && !may_sleep(run))
    return run.misuse(Misuse::sleep_in_atomic);
  run.writes(run.self);
  Task t = task(run, run.self);
  t.state = TaskState::running;
  t.set_after_wake = false;
  set_task(run, run.self, t);
  r.parked = r.park;
  r.unparked = false;
  r.done = std::min(r.done + (r.park ? 1 : 0), kMostDone);
  set_requests(run, run.self, r);
  if (!r.park) return Act::done;
  set_stage(run, kWait);
  return Act::stay;
}

}  // namespace

bool is_asked_to_stop(Run& run) {
  if (run.context().kthread < 0) return false;
  run.reads(run.self);
  return requests(run.program, run.words, run.self).stop;
}

bool ends_unstarted(Run& run) {
  if (!is_asked_to_stop(run)) return false;
  run.writes(run.self);
  note_value(run, kEIntr);
  return true;
}

void note_value(Run& run, std::int32_t value) {
  if (run.context().value >= 0) run.words[run.context().value] = value;
}

void forget_requests(Run& run) {
  const bool items = run.program.layout.work.queue_of[run.self.index()].valid();
  if (run.context().kthread >= 0 && !items)
    run.words[run.context().kthread] = 0;
}

bool end_shows(const Run& run) {
  return run.context().kthread >= 0 ||
         run.program.layout.work.queue_of[run.self.index()].valid();
}

bool has_exited(const Program& program, const Word* words, ContextId c) {
  return status(program, words, c) == Status::finished &&
         !some_item_runs(program, words, c);
}

bool was_stopped(const Program& program, const Word* words, ContextId c) {
  return status(program, words, c) == Status::finished &&
         stop_requested(program, words, c);
}

bool takes_items(const Program& program, const Word* words, ContextId c) {
  return status(program, words, c) == Status::finished &&
         !stop_requested(program, words, c);
}

bool stop_requested(const Program& program, const Word* words, ContextId c) {
  return requests(program, words, c).stop;
}

bool park_requested(const Program& program, const Word* words, ContextId c) {
  return requests(program, words, c).park;
}

bool is_parked(const Program& program, const Word* words, ContextId c) {
  return requests(program, words, c).parked;
}

Act run_kthread(Run& run) {
  switch (run.step().op) {
    case Op::kthread_stop: return stop_thread(run);
    case Op::kthread_should_stop: return should_stop(run);
    case Op::kthread_park: return park_thread(run);
    case Op::kthread_unpark: return unpark_thread(run);
    case Op::kthread_parkme: return park_here(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on kthreads");
  return Act::blocked;
}

}  // namespace picket
