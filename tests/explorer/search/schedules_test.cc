// The search over schedules: as many classes as there are, each once, whatever
// the number of threads.
#include "explorer/search/schedules.h"

#include <atomic>
#include <string>

#include "explorer/check/judge.h"
#include "explorer/search/schedule_visitor.h"
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

// Readers of one variable that somebody writes: each before or after.
std::string readers_scenario(int readers) {
  return "scenario: readers\n"
         "objects: {x: int}\n"
         "threads:\n"
         "  writer: [{set: {x: 1}}]\n"
         "  \"reader[i: 1.." +
         std::to_string(readers) + "]\": [{read: x, into: seen}]\n";
}

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

namespace {

// Stops the search that it watches after so many schedules.
class Stopwatch : public ScheduleVisitor {
 public:
  explicit Stopwatch(std::uint64_t schedules) : left_(schedules) {}
  bool on_schedule(const Trace&, const State&, int) override {
    if (left_.fetch_sub(1) == 1) over = true;
    return true;
  }

  std::atomic<bool> over = false;

 private:
  std::atomic<std::uint64_t> left_;
};

// All schedules, in so many searches that are each interrupted after a while.
SearchSummary explore_in_parts(const std::string& text, int jobs,
                               std::uint64_t each, int& parts) {
  const ReadResult read = read_scenario_text("test.yaml", text, {});
  const Program program(read.scenarios.front());
  SearchSummary sum;
  SearchOptions options;
  options.jobs = jobs;
  parts = 0;
  do {
    Stopwatch watch(each);
    options.interrupt = &watch.over;
    const SearchSummary part = search_schedules(program, options, watch);
    sum.schedules += part.schedules;
    sum.transitions += part.transitions;
    sum.sleep_blocked += part.sleep_blocked;
    options.errands = part.left;
    ++parts;
  } while (!options.errands.empty());
  return sum;
}

}  // namespace

TEST(Schedules, what_an_interruption_left_can_be_explored_later) {
  for (const std::string& text : {mutex_scenario(4, 2), std::string(kMixed)}) {
    const Explored whole = explore(text, 1);
    for (int jobs : {1, 3}) {
      int parts = 0;
      const SearchSummary sum = explore_in_parts(text, jobs, 300, parts);
      CHECK_EQUAL(whole.summary.schedules, sum.schedules);
      CHECK_EQUAL(whole.summary.transitions, sum.transitions);
      CHECK_EQUAL(0, sum.sleep_blocked);
      CHECK(parts > 1);
    }
  }
}

TEST(Schedules, memory_does_not_grow_with_their_number) {
  const Explored few = explore(readers_scenario(6), 1);
  const Explored many = explore(readers_scenario(13), 1);
  CHECK_EQUAL(64, few.summary.schedules);
  CHECK_EQUAL(8192, many.summary.schedules);
  CHECK(many.summary.peak_bytes < 8'000'000);
}
