#include "explorer/check/rule_check.h"

#include <set>
#include <string>

#include "explorer/check/rule_wording.h"
#include "explorer/search/execution.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// Judges every class of a scenario.
struct Judging : ScheduleVisitor {
  Judging(const Scenario& scenario, SolverKind solver)
      : program(scenario), check(program, solver) {
    search_schedules(program, {}, *this);
  }
  bool on_schedule(const Trace& trace, const State&, int) override {
    ++classes;
    const std::size_t before = violations.size();
    check.judge(trace, violations);
    for (std::size_t i = before; i < violations.size(); ++i)
      sentences.insert(rule_message(program.scenario,
                                    program.scenario.rules[violations[i].rule],
                                    violations[i].points));
    return true;
  }

  Program program;
  RuleCheck check;
  std::vector<RuleViolation> violations;
  std::set<std::string> sentences;
  int classes = 0;
};

// Neither thread touches what the other does: one class of schedules.
constexpr const char* kApart = R"(
scenario: apart
objects: {flip: dma_fence, done: completion}
threads:
  vblank:
    - dma_fence_signal: flip
  commit:
    - nop
    - complete: done
rules:
  flip-first: { order: [dma_fence_signal(flip), complete(done)] }
  absent: { never: kmalloc, within: held($l) }
)";

constexpr const char* kLocked = R"(
scenario: locked
objects: {m: mutex, f: {type: dma_fence, published: false}, x: int}
threads:
  a:
    - mutex_lock: m
    - publish: f
    - set: {x: 1}
    - mutex_unlock: m
  b:
    - mutex_lock: m
    - if: x == 1
      then: [{dma_fence_signal: f}]
    - mutex_unlock: m
rules:
  publish-first: { only_if: dma_fence_signal($f), first: publish($f) }
)";

}  // namespace

TEST_GROUP(rule_check){};

TEST(rule_check, a_sibling_order_of_the_only_class_breaks_the_rule) {
  for (const SolverKind kind : {SolverKind::native, SolverKind::z3,
                                SolverKind::both, SolverKind::automatic}) {
    const Scenario s = test::scenario_of(kApart);
    Judging judging(s, kind);
    LONGS_EQUAL(1, judging.classes);
    LONGS_EQUAL(1, judging.violations.size());
    const RuleViolation& v = judging.violations[0];
    LONGS_EQUAL(0, v.rule);
    LONGS_EQUAL(3, v.schedule.size());
    LONGS_EQUAL(3, v.length);
    // commit signals done before vblank signals flip.
    CHECK(v.schedule.back().context == ContextId(0));
    CHECK(!execute(judging.program, v.schedule).refused);
    LONGS_EQUAL(2, v.at.size());
    LONGS_EQUAL(1, v.at[0].value);
    LONGS_EQUAL(2, v.at[1].value);
    CHECK(judging.check.applied()[0]);
    CHECK(!judging.check.applied()[1]);
    CHECK(!judging.check.undecided()[0]);
  }
}

TEST(rule_check, only_what_the_violation_needs_is_shown) {
  const Scenario s = test::scenario_of(R"(
scenario: short
objects: {x: int, y: int}
threads:
  a: [set: {x: 1}, set: {x: 2}]
  b: [kmalloc: GFP_KERNEL, set: {y: 1}]
rules: {r: {never: kmalloc}}
)");
  Judging judging(s, SolverKind::native);
  LONGS_EQUAL(4, judging.violations[0].schedule.size());
  LONGS_EQUAL(1, judging.violations[0].length);
  CHECK(judging.violations[0].schedule[0].context == ContextId(1));
}

TEST(rule_check, counts_who_answered) {
  const Scenario s = test::scenario_of(kLocked);
  Judging native(s, SolverKind::automatic);
  LONGS_EQUAL(2, native.classes);
  LONGS_EQUAL(0, native.violations.size());
  LONGS_EQUAL(1, native.check.counts().questions);
  LONGS_EQUAL(1, native.check.counts().native);
  Judging z3(s, SolverKind::z3);
  LONGS_EQUAL(1, z3.check.counts().questions);
  LONGS_EQUAL(0, z3.check.counts().native);
}

TEST(rule_check, workers_are_put_together) {
  const Scenario s = test::scenario_of(kApart);
  Judging one(s, SolverKind::native);
  const Program program(s);
  RuleCheck all(program, SolverKind::native);
  CHECK(!all.applied()[0]);
  all.merge(one.check);
  all.merge(one.check);
  CHECK(all.applied()[0]);
  LONGS_EQUAL(2, all.counts().questions);
}

TEST(rule_check, says_in_words_what_is_broken) {
  const Scenario s = test::scenario_of(kApart);
  Judging judging(s, SolverKind::native);
  STRCMP_EQUAL(
      "complete(done) by commit (line 9) can come before "
      "dma_fence_signal(flip) by vblank (line 6)",
      judging.sentences.begin()->c_str());
}

TEST(rule_check, a_pending_attempt_is_named_as_one) {
  const Scenario s = test::scenario_of(R"(
scenario: attempt
objects: {f: dma_fence, g: dma_fence}
threads:
  a: [dma_fence_wait: f, dma_fence_signal: g]
  b: [dma_fence_wait: g, dma_fence_signal: f]
rules: {r: {acyclic: [program_order, signals, waits_for]}}
)");
  Judging judging(s, SolverKind::native);
  CHECK(!judging.sentences.empty());
  STRCMP_EQUAL(
      "the waits go in a circle: the attempt at dma_fence_wait(f) by a (line 5)"
      " and the attempt at dma_fence_wait(g) by b (line 6)",
      judging.sentences.begin()->c_str());
}

TEST(rule_check, wait_event_does_not_hold_its_lock_while_it_sleeps) {
  const Scenario s = test::scenario_of(R"yaml(
scenario: sleeper
objects: {l: spinlock_t, wq: wait_queue_head, x: int}
threads:
  sleeper:
    - spin_lock: l
    - wait_event_lock: {wq: wq, until: x == 1, lock: l}
    - spin_unlock: l
  waker:
    - spin_lock: l
    - set: {x: 1}
    - wake_up: wq
    - spin_unlock: l
rules: {r: {at_most: 1, of: held(l)}}
)yaml");
  Judging judging(s, SolverKind::both);
  CHECK(judging.check.applied()[0]);
  LONGS_EQUAL(0, judging.violations.size());
}

TEST(rule_check, a_callback_runs_with_the_lock_of_its_fence_held) {
  const Scenario s = test::scenario_of(R"yaml(
scenario: callback
objects: {l: spinlock_t, f: {type: dma_fence, lock: l}, g: dma_fence}
functions:
  cb: [dma_fence_signal: g]
threads:
  a:
    - dma_fence_add_callback: {fence: f, cb: cb}
    - dma_fence_signal: f
    - dma_fence_signal: g
rules: {r: {never: dma_fence_signal, within: held(l)}}
)yaml");
  Judging judging(s, SolverKind::both);
  LONGS_EQUAL(1, judging.sentences.size());
  STRCMP_EQUAL(
      "dma_fence_signal(g) by a (line 5) happens within `held(l)`, open since "
      "dma_fence_signal(f) by a (line 9)",
      judging.sentences.begin()->c_str());
}
