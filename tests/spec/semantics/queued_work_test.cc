#include "spec/semantics/queued_work.h"

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using picket::ObjectId;
using picket::test::Drive;

TEST_GROUP(queued_work){};

TEST(queued_work, a_queue_knows_what_may_be_queued_on_it) {
  Drive d(R"(
scenario: s
objects: {q: workqueue_struct, a: {type: work_struct, function: f}, b: {type: work_struct, function: f}}
functions: {f: [nop]}
threads: {t: [{queue_work: {wq: q, work: b}}, {queue_work: {wq: q, work: b}}, {schedule_work: a}]}
)");
  const picket::QueuedWork& work = d.program().layout.work;
  const auto& of_q = work.items[d.object("q").index()];
  CHECK(of_q == (std::vector<ObjectId>{d.object("b")}));
  CHECK(work.system_queue.valid());
  const auto& of_system = work.items[work.system_queue.index()];
  CHECK(of_system == (std::vector<ObjectId>{d.object("a")}));
  CHECK(work.worker[d.object("a").index()] == d.thread("a"));
  CHECK_FALSE(work.worker[d.object("q").index()].valid());
}

TEST(queued_work, only_a_queue_that_can_be_full_keeps_an_order) {
  picket::Object queue;
  CHECK_FALSE(picket::can_fill(queue, 100));
  queue.max_active = 4;
  CHECK_FALSE(picket::can_fill(queue, 2));
  CHECK(picket::can_fill(queue, 3));
  queue.ordered = true;
  CHECK_EQUAL(1, picket::max_active(queue));
  CHECK(picket::can_fill(queue, 1));
  queue.ordered = false;
  queue.max_active = 0;
  CHECK_EQUAL(256, picket::max_active(queue));
}
