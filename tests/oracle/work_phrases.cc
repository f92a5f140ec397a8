// Phrases about work items, workqueues and allocation.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

std::string item(Draft& d) {
  const std::string known = d.declared("w");
  if (d.depth > 0) return known;  // an item does not bring more items
  return d.object("w", 1 + d.dice.pick(3), [&] {
    return "{type: work_struct, function: " + d.function(1) + "}";
  });
}

std::string gfp(Draft& d) {
  return d.dice.one({"GFP_KERNEL", "GFP_KERNEL", "GFP_NOFS", "GFP_NOIO",
                     "GFP_NOWAIT", "GFP_ATOMIC"});
}

}  // namespace

std::string work_queue(Draft& d) {
  return d.object("wq", d.dice.chance(3) ? 2 : 1, [&] {
    return d.dice.one({"workqueue_struct",
                       "{type: workqueue_struct, ordered: true}",
                       "{type: workqueue_struct, mem_reclaim: true}",
                       "{type: workqueue_struct, max_active: 1}",
                       "{type: workqueue_struct, max_active: 2}"});
  });
}

void write_work(Draft& d) {
  const std::string w = item(d);
  if (w.empty()) return d.step("nop");
  switch (d.dice.pick(13)) {
    case 0:
    case 1: return d.step("schedule_work", w, d.into());
    case 2:
    case 3: return d.step("flush_work", w, d.into());
    case 4: return d.step("cancel_work_sync", w, d.into());
    case 5: return d.step("cancel_work", w, d.into());
    case 6: return d.step("flush_workqueue", work_queue(d));
    case 7:
      if (d.dice.chance(2)) return d.step("drain_workqueue", work_queue(d));
      break;
    case 8:
      if (d.dice.chance(4)) return d.step("destroy_workqueue", work_queue(d));
      break;
    default: break;
  }
  d.step("queue_work", "{wq: " + work_queue(d) + ", work: " + w + "}",
         d.into());
}

void write_memory(Draft& d) {
  switch (d.dice.pick(9)) {
    case 8:
      switch (d.dice.pick(5)) {
        case 0: return d.step("fs_reclaim_acquire", gfp(d));
        case 1: return d.step("fs_reclaim_release");
        case 2: return d.step("mmu_notifier_invalidate_range_start");
        case 3: return d.step("mmu_notifier_invalidate_range_end");
        default: return d.step("might_fault");
      }
    case 0: return d.step("might_alloc", gfp(d));
    case 1:
    case 2: {
      const std::string scope =
          d.dice.one({"memalloc_noreclaim", "memalloc_nofs", "memalloc_noio"});
      d.step(scope + "_save");
      d.step("kmalloc", gfp(d), d.into());
      if (!d.dice.chance(10)) d.step(scope + "_restore");
      return;
    }
    default: return d.step("kmalloc", gfp(d), d.into());
  }
}

}  // namespace picket::oracle
