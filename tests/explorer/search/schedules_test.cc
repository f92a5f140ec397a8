// The search over schedules: as many classes as there are, each once, whatever
// the number of threads.
#include "explorer/search/schedules.h"

#include <string>

#include "explorer/check/judge.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// N threads lock and unlock a mutex K times: (NK)!/(K!)^N orders.
std::string mutex_scenario(int threads, int times) {
  return "scenario: mutex\n"
         "objects: {m: mutex}\n"
         "threads:\n"
         "  \"t[i: 1.." +
         std::to_string(threads) +
         "]\":\n"
         "    - repeat: " +
         std::to_string(times) +
         "\n"
         "      do: [{mutex_lock: m}, {mutex_unlock: m}]\n";
}

// Who takes both locks, in which order, is a matter of luck; some get stuck.
const char* const kMixed = R"(scenario: mixed
objects: {a: mutex, b: mutex, n: int, done: completion}
threads:
  one:
    - {mutex_lock: a}
    - {set: {n: n + 1}}
    - {mutex_lock: b}
    - {mutex_unlock: b}
    - {mutex_unlock: a}
    - {complete: done}
  two:
    - {mutex_trylock: b, into: got}
    - if: got
      then: [{set: {n: n * 2}}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
    - {complete: done}
  three:
    - {wait_for_completion_timeout: {completion: done, timeout: 1}, into: left}
    - {set: {n: n - 1}}
    - {mutex_lock: a}
    - {set: {n: n * 3}}
    - {mutex_unlock: a}
  four:
    - repeat: 2
      do:
        - {set: {n: 7}}
        - {mutex_lock: b}
        - {set: {n: n + 5}}
        - {mutex_unlock: b}
)";

struct Explored {
  SearchSummary summary;
  std::string findings;
};

Explored explore(const std::string& text, int jobs) {
  const ReadResult read = read_scenario_text("test.yaml", text, {});
  CHECK_EQUAL(1, read.scenarios.size());
  const Program program(read.scenarios.front());
  Judge judge(program, SolverKind::native, jobs, false);
  SearchOptions options;
  options.jobs = jobs;
  Explored out;
  out.summary = search_schedules(program, options, judge);
  for (const auto& [key, finding] : judge.findings())
    out.findings += key + "\n";
  return out;
}

}  // namespace

TEST_GROUP(Schedules){};

TEST(Schedules, one_for_every_order_of_critical_sections) {
  CHECK_EQUAL(6, explore(mutex_scenario(2, 2), 1).summary.schedules);
  CHECK_EQUAL(90, explore(mutex_scenario(3, 2), 1).summary.schedules);
  CHECK_EQUAL(1680, explore(mutex_scenario(3, 3), 1).summary.schedules);
}

// The second attempt at f fails because the callback has freed it. Before that
// it would have waited for the lock: the race is with whoever took the lock.
TEST(Schedules, a_race_that_cannot_be_reversed_is_one_with_what_blocks_it) {
  const Explored all = explore(R"(scenario: s
objects: {f: dma_fence, l: spinlock_t}
functions:
  other: [nop]
  gone: [{dma_fence_put: f}]
threads:
  one: [{spin_lock_irqsave: f.lock}, {dma_fence_signal_locked: f}]
  two:
    - {dma_fence_add_callback: {fence: f, cb: gone}}
    - {dma_fence_remove_callback: {fence: f, cb: other}}
    - {spin_trylock_irqsave: l}
)",
                               1);
  CHECK_EQUAL(4, all.summary.schedules);
}

TEST(Schedules, several_threads_count_what_one_counts) {
  for (const std::string& text : {mutex_scenario(4, 2), std::string(kMixed)}) {
    const Explored alone = explore(text, 1);
    CHECK(alone.summary.schedules > 2000);
    for (int jobs : {2, 3, 8}) {
      const Explored together = explore(text, jobs);
      CHECK_EQUAL(alone.summary.schedules, together.summary.schedules);
      CHECK_EQUAL(alone.summary.transitions, together.summary.transitions);
      CHECK_EQUAL(alone.summary.deadlocked, together.summary.deadlocked);
      CHECK_EQUAL(0, together.summary.sleep_blocked);
      STRCMP_EQUAL(alone.findings.c_str(), together.findings.c_str());
    }
  }
}

TEST(Schedules, a_limit_on_their_number_is_kept_by_several_threads) {
  const ReadResult read =
      read_scenario_text("test.yaml", mutex_scenario(4, 2), {});
  const Program program(read.scenarios.front());
  Judge judge(program, SolverKind::native, 4, false);
  SearchOptions options;
  options.jobs = 4;
  options.limits.schedules = 1000;
  const SearchSummary summary = search_schedules(program, options, judge);
  CHECK_EQUAL(1000, summary.schedules);
  STRCMP_EQUAL("1000 schedules explored", summary.limit.c_str());
}
