// delayed_work: a work item behind a timer that queues it.
//
// Follows kernel/workqueue.c of Linux 6.12. The item counts as pending from
// when its timer is armed. The timer is a context of its own: until it fires,
// the item has no place on the queue, and who flushes the queue does not wait
// for it. When it fires it only queues; nobody can wait for that.
#include "spec/base/contract.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/work_item.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

Act arm(Run& run, WorkItem& item, ObjectId queue) {
  const ObjectId work = run.object(1);
  if (item.armed() && item.armed_for() == queue) {
    run.reads(work);
  } else {
    run.writes(work);
    item.set_armed_for(queue);
  }
  return Act::done;
}

Act queue_later(Run& run) {
  const ObjectId work = run.object(1);
  if (auto gone = dead(run, work)) return *gone;
  WorkItem item(run, work);
  run.reads(work);
  if (item.pending() || item.disabled() > 0) return run.result(0);
  arm(run, item, run.object(0));
  return run.result(1);
}

// Takes it off its queue, or its timer back, and arms the timer anew.
Act modify(Run& run) {
  const ObjectId work = run.object(1);
  if (auto gone = dead(run, work)) return *gone;
  WorkItem item(run, work);
  run.reads(work);
  if (item.disabled() > 0) return run.result(0);
  const bool was_pending = item.pending();
  if (item.queued()) take_off_queue(run, work);
  arm(run, item, run.object(0));
  return run.result(was_pending ? 1 : 0);
}

}  // namespace

Act fire_delayed(Run& run) {
  const ObjectId work = run.scenario().context(run.self).work;
  WorkItem item(run, work);
  run.reads(work);
  if (!item.armed()) return run.blocked({});
  if (auto gone = dead(run, work)) return *gone;
  if (auto out = put_on_queue(run, item.armed_for(), work)) return *out;
  return Act::done;
}

Act run_delayed_work(Run& run) {
  switch (run.step().op) {
    case Op::queue_delayed_work: return queue_later(run);
    case Op::mod_delayed_work: return modify(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on delayed work");
  return Act::blocked;
}

}  // namespace picket
