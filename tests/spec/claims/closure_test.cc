#include "spec/claims/closure.h"

#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// With a fence f, fences g and h, completions w and z, and what else the tests
// need; `rest` are threads, and more sections.
Scenario scenario_of(const std::string& rest) {
  const ReadResult read = read_scenario_text("x.yaml",
                                             "scenario: x\n"
                                             "objects:\n"
                                             "  f: dma_fence\n"
                                             "  g: dma_fence\n"
                                             "  h: dma_fence\n"
                                             "  w: completion\n"
                                             "  z: completion\n"
                                             "  m: mutex\n"
                                             "  l: spinlock_t\n"
                                             "  s: semaphore\n"
                                             "  q: wait_queue_head\n"
                                             "  x: int\n" +
                                                 rest,
                                             {});
  for (const Diagnostic& d : read.diagnostics)
    FAIL((d.code + ": " + d.message).c_str());
  return read.scenarios.front();
}

ObjectId object(const Scenario& s, const std::string& name) {
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].name == name) return ObjectId(i);
  return {};
}

bool reaches(const std::string& rest, const std::string& from,
             const std::string& to) {
  const Scenario s = scenario_of(rest);
  Closure closure(s);
  STRCMP_EQUAL("", closure.not_understood().c_str());
  return closure.reaches(object(s, from), object(s, to));
}

}  // namespace

TEST_GROUP(Closure){};

TEST(Closure, what_is_waited_for_before_the_signal_is_needed) {
  CHECK(
      reaches("threads:\n"
              "  a: [{wait_for_completion: w}, {dma_fence_signal: f}]\n",
              "f", "w"));
  CHECK_FALSE(
      reaches("threads:\n"
              "  a: [{dma_fence_signal: f}, {wait_for_completion: w}]\n",
              "f", "w"));
}

TEST(Closure, every_signaller_counts) {
  CHECK(
      reaches("threads:\n"
              "  a: [{dma_fence_signal: f}]\n"
              "  b: [{wait_for_completion: w}, {dma_fence_signal: f}]\n",
              "f", "w"));
}

TEST(Closure, what_is_needed_under_a_lock_is_needed_by_who_takes_it) {
  const std::string signaller =
      "  b: [{mutex_lock: m}, {mutex_unlock: m}, "
      "{dma_fence_signal: f}]\n";
  CHECK(
      reaches("threads:\n"
              "  a: [{mutex_lock: m}, {wait_for_completion: w}, "
              "{mutex_unlock: m}]\n" +
                  signaller,
              "f", "w"));
  CHECK_FALSE(
      reaches("threads:\n"
              "  a: [{wait_for_completion: w}, {mutex_lock: m}, "
              "{mutex_unlock: m}, {wait_for_completion: w}]\n" +
                  signaller,
              "f", "w"));
}

TEST(Closure, a_lock_is_held_through_calls) {
  CHECK(
      reaches("functions:\n"
              "  lock: [{mutex_lock: m}]\n"
              "  inner: [{wait_for_completion: w}]\n"
              "  unlock: [{mutex_unlock: m}]\n"
              "threads:\n"
              "  a: [{call: lock}, {call: inner}, {call: unlock}]\n"
              "  b: [{mutex_lock: m}, {mutex_unlock: m}, "
              "{dma_fence_signal: f}]\n",
              "f", "w"));
  CHECK_FALSE(
      reaches("functions:\n"
              "  unlock: [{mutex_unlock: m}]\n"
              "threads:\n"
              "  a: [{mutex_lock: m}, {call: unlock}, "
              "{wait_for_completion: w}]\n"
              "  b: [{mutex_lock: m}, {mutex_unlock: m}, "
              "{dma_fence_signal: f}]\n",
              "f", "w"));
}

TEST(Closure, is_transitive) {
  CHECK(
      reaches("threads:\n"
              "  a: [{wait_for_completion: z}, {dma_fence_signal: f}]\n"
              "  b: [{dma_fence_wait: g}, {complete: z}]\n"
              "  c: [{wait_for_completion: w}, {dma_fence_signal: g}]\n",
              "f", "w"));
}

TEST(Closure, what_cannot_stop_a_context_is_not_needed) {
  for (const char* wait : {"wait_for_completion_timeout: w",
                           "try_wait_for_completion: w", "completion_done: w"})
    CHECK_FALSE_TEXT(reaches("threads:\n  a: [{" + std::string(wait) +
                                 "}, {dma_fence_signal: f}]\n",
                             "f", "w"),
                     wait);
}

TEST(Closure, an_interruptible_wait_can_stop_a_context) {
  CHECK(
      reaches("threads:\n"
              "  a: [{wait_for_completion_interruptible: w}, "
              "{dma_fence_signal: f}]\n",
              "f", "w"));
}

TEST(Closure, a_look_whose_result_is_read_matters) {
  CHECK(
      reaches("threads:\n"
              "  a:\n"
              "    - {completion_done: w, into: r}\n"
              "    - {if: r, then: [{dma_fence_signal: f}]}\n",
              "f", "w"));
  CHECK_FALSE(
      reaches("threads:\n"
              "  a: [{completion_done: w, into: r}, "
              "{dma_fence_signal: f}]\n",
              "f", "w"));
}

// Who only looks may have looked before.
TEST(Closure, what_changes_behind_a_wait_may_also_not_have_changed_yet) {
  CHECK_FALSE(
      reaches("threads:\n"
              "  a:\n"
              "    - {read: x, into: r}\n"
              "    - {if: r, then: [nop]}\n"
              "    - dma_fence_signal: f\n"
              "  b: [{wait_for_completion: w}, {set: {x: 1}}]\n",
              "f", "w"));
}

TEST(Closure, looking_again_and_again_is_waiting) {
  CHECK(
      reaches("threads:\n"
              "  a:\n"
              "    - {while: x == 0, do: [nop]}\n"
              "    - dma_fence_signal: f\n"
              "  b: [{wait_for_completion: w}, {set: {x: 1}}]\n",
              "f", "w"));
}

TEST(Closure, a_condition_needs_who_changes_its_variables) {
  const std::string b = "  b: [{wait_for_completion: w}, {set: {x: 1}}]\n";
  CHECK(
      reaches("threads:\n"
              "  a: {starts: x == 1, steps: [{dma_fence_signal: f}]}\n" +
                  b,
              "f", "w"));
  CHECK(
      reaches("threads:\n"
              "  a: [{wait_event: {wq: q, until: x == 1}}, "
              "{dma_fence_signal: f}]\n" +
                  b,
              "f", "w"));
  CHECK_FALSE(
      reaches("threads:\n"
              "  a: [{wait_event_timeout: {wq: q, until: x == 1}}, "
              "{dma_fence_signal: f}]\n" +
                  b,
              "f", "w"));
}

TEST(Closure, a_wait_queue_needs_who_wakes_it) {
  CHECK(
      reaches("threads:\n"
              "  a: [{prepare_to_wait: q}, schedule, {finish_wait: q}, "
              "{dma_fence_signal: f}]\n"
              "  b: [{wait_for_completion: w}, {wake_up: q}]\n",
              "f", "w"));
}

TEST(Closure, a_wait_for_any_contributes_all) {
  const char* threads =
      "threads:\n"
      "  a: [{dma_fence_wait_any: [g, h]}, {dma_fence_signal: f}]\n"
      "  b: [{wait_for_completion: w}, {dma_fence_signal: h}]\n";
  CHECK(reaches(threads, "f", "g"));
  CHECK(reaches(threads, "f", "w"));
}

TEST(Closure, a_callback_needs_the_signal_of_its_fence) {
  const char* rest =
      "functions:\n"
      "  cb: [{complete: z}]\n"
      "threads:\n"
      "  a: [{dma_fence_add_callback: {fence: g, cb: cb}}]\n"
      "  b: [{wait_for_completion: w}, {dma_fence_signal: g}, {complete: w}]\n"
      "  c: [{wait_for_completion: z}, {dma_fence_signal: f}]\n"
      "  d: [{dma_fence_signal: g}, {dma_fence_signal: h}]\n";
  CHECK(reaches(rest, "f", "g"));
  CHECK(reaches(rest, "f", "w"));
  CHECK_FALSE(reaches(rest, "h", "g"));
}

TEST(Closure, an_item_needs_who_queues_it) {
  const std::string rest =
      "  wq: workqueue_struct\n"
      "  i: {type: work_struct, function: fn}\n"
      "functions:\n"
      "  fn: [{dma_fence_signal: f}]\n"
      "threads:\n"
      "  a: [{wait_for_completion: w}, {queue_work: {wq: wq, work: i}}, "
      "{wait_for_completion: z}]\n";
  CHECK(reaches(rest, "f", "w"));
  CHECK_FALSE(reaches(rest, "f", "z"));
}

TEST(Closure, a_flush_needs_what_the_item_needs) {
  CHECK(
      reaches("  i: {type: work_struct, function: fn}\n"
              "functions:\n"
              "  fn: [{wait_for_completion: w}]\n"
              "threads:\n"
              "  a: [{schedule_work: i}, {flush_work: i}, "
              "{dma_fence_signal: f}]\n",
              "f", "w"));
}

TEST(Closure, items_of_an_ordered_queue_need_each_other) {
  const auto items = [](const std::string& queue) {
    return "  wq: " + queue +
           "\n"
           "  i: {type: work_struct, function: fi}\n"
           "  j: {type: work_struct, function: fj}\n"
           "functions:\n"
           "  fi: [{dma_fence_signal: f}]\n"
           "  fj: [{wait_for_completion: w}]\n"
           "threads:\n"
           "  a: [{queue_work: {wq: wq, work: i}}]\n"
           "  b: [{queue_work: {wq: wq, work: j}}]\n";
  };
  CHECK(reaches(items("{type: workqueue_struct, ordered: true}"), "f", "w"));
  CHECK_FALSE(reaches(items("workqueue_struct"), "f", "w"));
}

TEST(Closure, a_semaphore_given_back_is_a_lock) {
  const std::string signaller =
      "  b: [{down: s}, {dma_fence_signal: f}, {up: s}]\n";
  CHECK_FALSE(
      reaches("threads:\n"
              "  a: [{wait_for_completion: w}, {down: s}, {up: s}]\n" +
                  signaller,
              "f", "w"));
  CHECK(
      reaches("threads:\n"
              "  a: [{down: s}, {wait_for_completion: w}, {up: s}]\n" +
                  signaller,
              "f", "w"));
  CHECK(
      reaches("threads:\n"
              "  a: [{wait_for_completion: w}, {up: s}]\n" +
                  signaller,
              "f", "w"));
}

TEST(Closure, a_lock_that_is_dropped_while_waiting_is_not_held) {
  CHECK_FALSE(
      reaches("threads:\n"
              "  a: [{spin_lock: l}, {wait_event_lock: {wq: q, until: "
              "done(w), lock: l}}, {spin_unlock: l}]\n"
              "  b: [{spin_lock: l}, {dma_fence_signal: f}, "
              "{spin_unlock: l}]\n",
              "f", "w"));
}

TEST(Closure, fences_of_a_reservation_are_waited_for) {
  const std::string rest =
      "  bo: dma_resv\n"
      "threads:\n"
      "  a: [{dma_resv_lock: bo}, {dma_resv_reserve_fences: bo}, "
      "{dma_resv_add_fence: {resv: bo, fence: g}}, {dma_resv_unlock: bo}]\n"
      "  b: [{dma_resv_wait_timeout: bo}, {dma_fence_signal: f}]\n"
      "  c: [{wait_for_completion: w}, {dma_fence_signal: g}]\n";
  CHECK(reaches(rest, "f", "w"));
}

TEST(Closure, a_chain_names_who_waits_where) {
  const Scenario s = scenario_of(
      "threads:\n"
      "  a: [{mutex_lock: m}, {wait_for_completion: w}, {mutex_unlock: m}]\n"
      "  b: [{mutex_lock: m}, {dma_fence_signal: f}, {mutex_unlock: m}]\n");
  Closure closure(s);
  const auto path = closure.path(object(s, "f"), object(s, "w"));
  UNSIGNED_LONGS_EQUAL(2, path.size());
  STRCMP_EQUAL("b", s.context(path[0].context).name.c_str());
  CHECK(path[1].held);
  STRCMP_EQUAL("a", s.context(path[1].context).name.c_str());
  STRCMP_EQUAL("wait_for_completion(w)",
               describe(s, s.step(path[1].waits)).c_str());
}

TEST(Closure, a_writer_s_wait_is_not_for_what_was_added_to_be_read) {
  const auto waits = [](const std::string& added, const std::string& asked) {
    const ReadResult read = read_scenario_text(
        "x.yaml",
        "scenario: x\nobjects: {f: dma_fence, g: dma_fence, r: dma_resv}\n"
        "threads:\n  a: [{dma_resv_lock: r}, {dma_resv_reserve_fences: {resv: "
        "r, n: 1}}, {dma_resv_add_fence: {resv: r, fence: g, usage: " +
            added +
            "}}, {dma_resv_unlock: r}, {dma_resv_wait_timeout: {resv: r, "
            "usage: " +
            asked + "}}, {dma_fence_signal: f}]\n",
        {});
    CHECK_EQUAL(1, read.scenarios.size());
    const Scenario& s = read.scenarios.front();
    return Closure(s).reaches(object(s, "f"), object(s, "g"));
  };
  CHECK(waits("WRITE", "READ"));
  CHECK(waits("READ", "READ"));
  CHECK_FALSE(waits("READ", "WRITE"));
  CHECK_FALSE(waits("BOOKKEEP", "READ"));
}

TEST(Closure, who_waits_until_nothing_has_happened_looks_at_it) {
  // Without the signal of g, f is published and lost.
  const auto waits = [](const std::string& until) {
    return reaches(
        "threads:\n  a: [{dma_fence_signal: g}, {wait_event: {wq: q, until: "
        "'" +
            until + "'}}, {publish: f}]\n",
        "f", "g");
  };
  CHECK(waits("!signaled(g)"));
  CHECK(waits("signaled(g) == 0"));
  CHECK(waits("x == 1 || !signaled(g)"));
}
