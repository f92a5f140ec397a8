#include "explorer/counterexample/ending.h"

#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

// What is wrong at the end, then who is blocked.
std::string ending(const std::string& yaml, const std::string& schedule) {
  const MadeCheck made("f.yaml", yaml);
  const Program program(made.scenario());
  const Replay run = replay(program, made.schedule(schedule));
  CHECK_FALSE(run.refused.has_value());
  const Ending end = ending_of(program, run);
  std::string text;
  for (const std::string& finding : end.findings) text += finding + "\n";
  for (const BlockedContext& b : end.blocked)
    text +=
        made.scenario().context(b.context).name + (b.root ? " root\n" : "\n");
  return text;
}

const std::string kAbba =
    "scenario: s\nobjects: {a: mutex, b: mutex}\nthreads:\n"
    "  one: [{mutex_lock: a}, {mutex_lock: b}]\n"
    "  two: [{mutex_lock: b}, {mutex_lock: a}]\n"
    "  three: [{mutex_lock: a}]\n";

}  // namespace

TEST_GROUP(Ending){};

TEST(Ending, a_cycle_and_what_follows_from_it) {
  STRCMP_EQUAL("deadlock: [one, two]\none root\ntwo root\nthree\n",
               ending(kAbba, "one two").c_str());
}

TEST(Ending, nothing_while_somebody_can_go_on) {
  STRCMP_EQUAL("", ending(kAbba, "one").c_str());
}

TEST(Ending, a_misuse) {
  STRCMP_EQUAL("misuse: recursive-lock\n",
               ending("scenario: s\nobjects: {a: mutex}\n"
                      "threads: {t: [{mutex_lock: a}, {mutex_lock: a}]}\n",
                      "t t")
                   .c_str());
}

TEST(Ending, an_assertion) {
  STRCMP_EQUAL("assertion\n", ending("scenario: s\nobjects: {x: int}\n"
                                     "threads: {t: [{assert: x == 1}]}\n",
                                     "t")
                                  .c_str());
}

TEST_GROUP(ReplayEnd){};

TEST(ReplayEnd, an_item_that_finds_no_place_is_stuck) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects:
  wq: {type: workqueue_struct, max_active: 1}
  done: completion
  first: {type: work_struct, function: wait}
  second: {type: work_struct, function: finish}
functions:
  wait: [{wait_for_completion: done}]
  finish: [{complete: done}]
threads:
  main: [{queue_work: {wq: wq, work: first}}, {queue_work: {wq: wq, work: second}}]
)");
  const Program program(made.scenario());
  const Replay run = replay(program, made.schedule("main main first"));
  CHECK_TRUE(run.over);
  LONGS_EQUAL(2, run.stuck.size());
  CHECK_TRUE(run.stuck[1].context == made.thread("second"));
  CHECK_FALSE(run.stuck[1].step.valid());
}

TEST(ReplayEnd, an_idle_worker_is_not) {
  const MadeCheck made("f.yaml", R"(scenario: s
objects: {w: {type: work_struct, function: f}}
functions: {f: [nop]}
threads: {main: [{schedule_work: w, when: 1 == 2}]}
)");
  const Program program(made.scenario());
  Replay run = start_replay(program);
  while (extend(program, run, {made.thread("main"), 0})) continue;
  find_stuck(program, run);
  CHECK_TRUE(run.over);
  LONGS_EQUAL(0, run.stuck.size());
}
