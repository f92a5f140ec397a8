#include "explorer/report/lanes.h"

#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string row(const std::optional<std::size_t>& at, const char* none) {
  return at ? std::to_string(*at + 1) : none;
}

// "one held mutex a 1-end" for each bar but those of life, in order; then an
// arrow as "2=>4 mutex a".
std::string lanes_text(const MadeCheck& made, const std::string& schedule) {
  const Program program(made.scenario());
  const Replay run = replay(program, made.schedule(schedule));
  CHECK_FALSE(run.refused.has_value());
  const Lanes lanes = lanes_of(program, run, {});
  std::string text;
  for (const LaneBar& bar : lanes.bars)
    if (bar.kind != LaneBar::Kind::alive)
      text += made.scenario().context(bar.context).name + " " +
              std::string(name_of(bar.kind)) + " " + bar.text + " " +
              row(bar.from, "start") + "-" + row(bar.to, "end") + "\n";
  for (const LaneArrow& arrow : lanes.arrows)
    text += std::to_string(arrow.from + 1) + (arrow.lock ? "=>" : "->") +
            std::to_string(arrow.to + 1) + " " + arrow.text + "\n";
  return text;
}

}  // namespace

TEST_GROUP(Lanes){};

TEST(Lanes,
     a_lock_is_held_from_the_row_that_takes_it_to_the_one_that_drops_it) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {m: mutex, n: int}
threads:
  one: [{mutex_lock: m}, {set: {n: 1}}, {mutex_unlock: m}]
  two: [{set: {n: 2}}, {mutex_lock: m}, {mutex_unlock: m}]
)");
  STRCMP_EQUAL(
      "one held mutex m 1-4\n"
      "two blocked mutex m 2-4\n"
      "two held mutex m 5-6\n"
      "4=>5 mutex m\n",
      lanes_text(made, "one two one one two two").c_str());
}

TEST(Lanes, what_is_so_at_the_end_has_no_end) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}]
  two: [{mutex_lock: b}, {mutex_lock: a}]
)");
  STRCMP_EQUAL(
      "one held mutex a 1-end\n"
      "two held mutex b 2-end\n"
      "one blocked mutex b 2-end\n"
      "two blocked mutex a 2-end\n",
      lanes_text(made, "one two").c_str());
}

TEST(Lanes, a_signal_leads_to_who_waited_for_it) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {f: dma_fence}
threads:
  waiter: [{dma_fence_wait: f}]
  signaller: [dma_fence_begin_signalling, {dma_fence_signal: f},
              dma_fence_end_signalling]
)");
  STRCMP_EQUAL(
      "waiter blocked dma_fence f start-2\n"
      "signaller section signalling section 1-3\n"
      "2->4 dma_fence f\n",
      lanes_text(made, "signaller signaller signaller waiter").c_str());
}

TEST(Lanes, no_arrow_leads_to_who_was_stopped_again) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {m: mutex}
threads:
  one: [{mutex_lock: m}, {mutex_unlock: m}, {mutex_lock: m}, {mutex_unlock: m}]
  two: [{mutex_lock: m}, {mutex_unlock: m}]
)");
  STRCMP_EQUAL(
      "one held mutex m 1-2\n"
      "two blocked mutex m 1-2\n"
      "one held mutex m 3-4\n"
      "two blocked mutex m 3-4\n"
      "two held mutex m 5-6\n"
      "4=>5 mutex m\n",
      lanes_text(made, "one one one one two two").c_str());
}

TEST(Lanes, every_row_leaves_a_state_and_the_last_one_the_end) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {m: mutex}
threads:
  one: [{mutex_lock: m}, {mutex_unlock: m}]
)");
  const Program program(made.scenario());
  const Replay run = replay(program, made.schedule("one one"));
  const Lanes lanes = lanes_of(program, run, {});
  LONGS_EQUAL(2, lanes.after.size());
  LONGS_EQUAL(1, lanes.after[0]);
  LONGS_EQUAL(run.moments.size(), lanes.after[1]);
}
