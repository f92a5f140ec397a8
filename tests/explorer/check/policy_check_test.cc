// What a check says of a policy's reports, whichever search it uses.
#include "explorer/check/adjudicate.h"
#include "explorer/check/check.h"
#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string told(const Scenario& s, PolicyKind kind, SearchKind search) {
  CheckOptions options;
  options.search = search;
  options.policies = {kind};
  std::string text;
  for (const PolicyResult& result : check(s, options).policies)
    for (const JudgedReport& r : result.reports)
      text += r.report.key() + ": " + std::string(name_of(r.truth)) + ": " +
              r.reason + "\n";
  return text;
}

// By both searches.
std::string told(const std::string& yaml, PolicyKind kind) {
  const MadeCheck made("f.yaml", yaml);
  const std::string text = told(made.scenario(), kind, SearchKind::states);
  STRCMP_EQUAL(text.c_str(),
               told(made.scenario(), kind, SearchKind::schedules).c_str());
  return text;
}

}  // namespace

TEST_GROUP(PolicyCheck){};

TEST(PolicyCheck, a_fence_that_enables_signalling_is_locked_with_irqs_off) {
  const std::string text = told(R"(scenario: s
objects: {hw: {type: dma_fence, enable_signaling: en}}
functions: {en: [nop]}
threads:
  waiter: [{dma_fence_wait: hw}]
  irq: {context: hardirq, steps: [{dma_fence_signal: hw}]}
)",
                                PolicyKind::lockdep);
  STRCMP_EQUAL("", text.c_str());
}

TEST(PolicyCheck, a_loop_of_tries_has_not_endless_ways) {
  const std::string text = told(R"(scenario: s
limits: {loops: 3}
objects: {m: mutex, n: mutex}
threads:
  polite: [{mutex_lock: n}, {while: 1, do: [{mutex_trylock: m, into: got}, {if: got, then: [{mutex_unlock: m}, break]}]}, {mutex_unlock: n}]
  other: [{mutex_lock: m}, {mutex_unlock: m}]
)",
                                PolicyKind::lockdep);
  STRCMP_EQUAL("", text.c_str());
}

TEST(PolicyCheck, a_branch_in_a_callback_leaves_the_fence_unlocked) {
  const std::string text = told(R"(scenario: s
objects: {f: dma_fence, x: int, m: mutex}
functions: {cb: [{if: x == 1, then: [nop]}]}
threads:
  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, {dma_fence_signal: f}, {mutex_lock: m}, {mutex_unlock: m}]
)",
                                PolicyKind::lockdep);
  STRCMP_EQUAL("", text.c_str());
}

TEST(PolicyCheck, the_order_of_what_is_held_is_remembered_where_states_meet) {
  const std::string text = told(R"(scenario: s
objects: {a: mutex, b: mutex, c: mutex}
threads:
  t:
    - choose:
        - [{mutex_lock: a}, {mutex_lock: b}]
        - [{mutex_lock: b}, {mutex_lock: a}]
    - mutex_lock: c
    - mutex_unlock: c
    - mutex_unlock: b
    - mutex_unlock: a
)",
                                PolicyKind::lockdep);
  STRCMP_CONTAINS("possible circular locking dependency|a|b", text.c_str());
}

TEST(PolicyCheck, a_map_beside_a_semaphore_is_what_its_users_wait_for) {
  const std::string text = told(R"(scenario: s
objects: {console_sem: semaphore, console: lockdep_map, m: mutex}
threads:
  one: [{lock_map_acquire: console}, {down: console_sem}, {mutex_lock: m}, {mutex_unlock: m}, {up: console_sem}, {lock_map_release: console}]
  two: [{mutex_lock: m}, {lock_map_acquire: console}, {down: console_sem}, {up: console_sem}, {lock_map_release: console}, {mutex_unlock: m}]
)",
                                PolicyKind::lockdep);
  STRCMP_CONTAINS("console|m: real: ", text.c_str());
}

TEST(PolicyCheck, a_semaphore_under_somebody_elses_map_is_not) {
  const std::string text = told(R"(scenario: s
objects: {sem: semaphore, map: lockdep_map, m: mutex}
threads:
  one: [{lock_map_acquire: map}, {mutex_lock: m}, {mutex_unlock: m}, {lock_map_release: map}]
  two: [{mutex_lock: m}, {lock_map_acquire: map}, {lock_map_release: map}, {down: sem}, {up: sem}, {mutex_unlock: m}]
  three: [{down: sem}, {mutex_lock: m}, {mutex_unlock: m}, {up: sem}]
)",
                                PolicyKind::lockdep);
  STRCMP_CONTAINS("m|map: false-positive", text.c_str());
}

TEST(PolicyCheck, an_item_without_a_place_waits_for_those_that_run) {
  const std::string text = told(R"(scenario: s
objects:
  events: {type: workqueue_struct, max_active: 1}
  a: {type: work_struct, class: item, function: takes}
  b: {type: work_struct, class: item, function: idle}
  m: mutex
functions: {takes: [{mutex_lock: m}, {mutex_unlock: m}], idle: [nop]}
threads:
  one: [{queue_work: {wq: events, work: a}}]
  two: [{mutex_lock: m}, {queue_work: {wq: events, work: b}}, {flush_work: b}, {mutex_unlock: m}]
)",
                                PolicyKind::lockdep);
  STRCMP_CONTAINS("(work_completion)item|m: real: ", text.c_str());
}

TEST(PolicyCheck, a_gate_of_three_contexts_may_be_three_gates) {
  const std::string text = told(R"(scenario: s
objects: {g: mutex, a: mutex, b: mutex, c: mutex}
threads:
  one: [{mutex_lock: g}, {mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}, {mutex_unlock: g}]
  two: [{mutex_lock: g}, {mutex_lock: b}, {mutex_lock: c}, {mutex_unlock: c}, {mutex_unlock: b}, {mutex_unlock: g}]
  three: [{mutex_lock: g}, {mutex_lock: c}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: c}, {mutex_unlock: g}]
)",
                                PolicyKind::lockdep);
  STRCMP_CONTAINS("potential: if each g is another instance: ", text.c_str());
}
