#include "explorer/report/schedule_rows.h"

#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

// The rows as "thread: text", blocked ones with a '!', crashes with what broke.
std::string rows_of(const MadeCheck& made, const std::string& schedule,
                    RowOptions options = {}) {
  const Program program(made.scenario());
  const Replay run = replay(program, made.schedule(schedule));
  CHECK_FALSE(run.refused.has_value());
  for (const Stuck& s : run.stuck) options.waiting.push_back(s.context);
  std::string text;
  for (const ScheduleRow& row : schedule_rows(made.scenario(), run, options)) {
    text += made.scenario().context(row.context).name + ": ";
    text += std::string(static_cast<std::size_t>(row.depth), '>') + row.text;
    if (row.kind == ScheduleRow::Kind::waiting) text += " !";
    if (!row.after.empty()) text += " *" + row.after;
    text += row.marked ? " <\n" : "\n";
  }
  return text;
}

}  // namespace

TEST_GROUP(ScheduleRows){};

TEST(ScheduleRows, an_operation_is_one_row) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}]
  two: [{mutex_lock: b}, {mutex_lock: a}]
)");
  STRCMP_EQUAL(
      "one: mutex_lock(a)\n"
      "two: mutex_lock(b)\n"
      "one: mutex_lock(b) !\n"
      "two: mutex_lock(a) !\n",
      rows_of(made, "one two").c_str());
}

TEST(ScheduleRows, the_inner_transitions_of_an_operation_are_merged) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {wq: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: wq, until: x == 1}}]
  waker: [{set: {x: 1}}, {wake_up: wq}]
)");
  const std::string whole = rows_of(made, "waker waker waiter");
  STRCMP_EQUAL(
      "waker: set(x = 1)\n"
      "waker: wake_up(wq)\n"
      "waiter: wait_event(wq, x == 1)\n",
      whole.c_str());
}

TEST(ScheduleRows, an_operation_that_others_interrupt_is_two_rows) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {wq: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: wq, until: x == 1}}]
  waker: [{set: {x: 1}}, {wake_up: wq}]
)");
  const Program program(made.scenario());
  Replay run = start_replay(program);
  const ContextId waiter = made.thread("waiter"), waker = made.thread("waker");
  while (extend(program, run, {waiter, 0})) continue;
  while (extend(program, run, {waker, 0})) continue;
  while (extend(program, run, {waiter, 0})) continue;
  const auto rows = schedule_rows(made.scenario(), run, {});
  LONGS_EQUAL(4, rows.size());
  STRCMP_EQUAL("wait_event(wq, x == 1) ..", rows[0].text.c_str());
  STRCMP_EQUAL("set(x = 1)", rows[1].text.c_str());
  STRCMP_EQUAL("wake_up(wq)", rows[2].text.c_str());
  STRCMP_EQUAL(".. wait_event(wq, x == 1)", rows[3].text.c_str());
}

TEST(ScheduleRows, an_operation_that_began_and_is_blocked_has_one_row) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {wq: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: wq, until: x == 1}}]
)");
  const Program program(made.scenario());
  Replay run = start_replay(program);
  while (extend(program, run, {made.thread("waiter"), 0})) continue;
  find_stuck(program, run);
  RowOptions options;
  options.waiting = {made.thread("waiter")};
  const auto rows = schedule_rows(made.scenario(), run, options);
  LONGS_EQUAL(1, rows.size());
  STRCMP_EQUAL("wait_event(wq, x == 1)", rows[0].text.c_str());
  CHECK_TRUE(rows[0].kind == ScheduleRow::Kind::waiting);
}

TEST(ScheduleRows, results_are_shown_where_somebody_looks_at_them) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {m: mutex, f: dma_fence}
threads:
  one:
    - {mutex_trylock: m, into: got}
    - {dma_fence_signal: f, into: first}
    - {dma_fence_signal: f, into: second}
    - mutex_unlock: m
)");
  const Program program(made.scenario());
  Replay run = start_replay(program);
  while (extend(program, run, {made.thread("one"), 0})) continue;
  const auto rows = schedule_rows(made.scenario(), run, {});
  STRCMP_EQUAL("mutex_trylock(m) = 1", rows[0].text.c_str());
  STRCMP_EQUAL("dma_fence_signal(f) = 0", rows[1].text.c_str());
  STRCMP_EQUAL("dma_fence_signal(f) = -EINVAL", rows[2].text.c_str());
}

TEST(ScheduleRows, a_misuse_ends_the_column) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {m: mutex}
threads:
  one: [{mutex_lock: m}, {mutex_lock: m}]
)");
  RowOptions options;
  options.marked = {1};
  STRCMP_EQUAL(
      "one: mutex_lock(m)\n"
      "one: mutex_lock(m) *recursive-lock <\n",
      rows_of(made, "one one", options).c_str());
}

TEST(ScheduleRows, callbacks_are_indented) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {f: dma_fence, x: int}
functions:
  done: [{set: {x: 1}}]
threads:
  one: [{dma_fence_add_callback: {fence: f, cb: done}}, {dma_fence_signal: f}]
)");
  const Program program(made.scenario());
  Replay run = start_replay(program);
  while (extend(program, run, {made.thread("one"), 0})) continue;
  const auto rows = schedule_rows(made.scenario(), run, {});
  STRCMP_EQUAL("set(x = 1)", rows.back().text.c_str());
  LONGS_EQUAL(1, rows.back().depth);
}

TEST(ScheduleRows, conditions_say_how_they_came_out) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {x: int}
threads:
  one: [{if: x == 1, then: [nop], else: [nop]}, {choose: [[nop], [smp_mb]]}]
)");
  const std::string rows = rows_of(made, "one one one/1 one");
  STRCMP_EQUAL(
      "one: if (x == 1): no\n"
      "one: nop\n"
      "one: choose: branch 2\n"
      "one: smp_mb\n",
      rows.c_str());
}

TEST(ScheduleRows, a_worker_starts_before_its_first_step) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {w: {type: work_struct, function: run}, x: int}
functions: {run: [{set: {x: 1}}]}
threads:
  one: [{schedule_work: w}]
)");
  STRCMP_EQUAL(
      "one: schedule_work(w)\n"
      "w: (starts)\n"
      "w: set(x = 1)\n",
      rows_of(made, "one w w").c_str());
}
