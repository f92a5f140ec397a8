#include "spec/semantics/endless.h"

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

bool repeats(const std::string& text) {
  return can_repeat(test::scenario_of("scenario: s\n" + text));
}

}  // namespace

TEST_GROUP(endless){};

TEST(endless, a_loop_can_go_on_for_ever_unless_it_is_bounded) {
  const std::string loop =
      "objects: {x: int}\nthreads: {a: [{while: x, do: [nop]}]}\n";
  CHECK(repeats(loop));
  CHECK(!repeats(loop + "limits: {loops: 2}\n"));
  CHECK(!repeats("threads: {a: [{repeat: 2, do: [nop]}]}\n"));
}

TEST(endless, so_can_an_item_that_queues_itself_through_a_callback) {
  const std::string items = R"(
objects:
  q: workqueue_struct
  v: {type: work_struct, function: fv}
  w: {type: work_struct, function: fw}
  f: dma_fence
threads:
  a: [{dma_fence_add_callback: {fence: f, cb: again}}, {queue_work: {wq: q, work: v}}]
)";
  CHECK(repeats(items + R"(
functions:
  fv: [{schedule_work: w}]
  fw: [{dma_fence_signal: f}]
  again: [{schedule_work: v}]
)"));
  CHECK(!repeats(items + R"(
functions:
  fv: [{schedule_work: w}]
  fw: [{dma_fence_signal: f}]
  again: [nop]
)"));
}
