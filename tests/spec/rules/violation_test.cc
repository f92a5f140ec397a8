#include "spec/rules/violation.h"

#include "tests/support/rule_trace.h"

#include <CppUTest/TestHarness.h>

using picket::test::RuleTrace;

namespace {

// Two threads that share nothing but what a test makes them share.
constexpr const char* kFences = R"(
objects:
  f: {type: dma_fence, published: false}
  done: completion
  x: int
threads:
  a:
    - publish: f
    - set: {x: 1}
  b:
    - set: {x: 2}
    - dma_fence_signal: f
    - complete: done
)";

constexpr const char* kTimeline = R"(
objects:
  f[i=0..1]: {type: dma_fence, timeline: t}
  g: dma_fence
  done: completion
threads:
  a: [dma_fence_signal: "f[0]", complete: done]
  b: [complete: done, dma_fence_signal: "f[1]"]
  c: [dma_fence_signal: g]
)";

constexpr const char* kLocks = R"(
objects: {m: mutex, n: mutex, f: dma_fence, x: int}
threads:
  a:
    - mutex_lock: m
    - set: {x: 1}
    - mutex_unlock: m
    - kmalloc: GFP_KERNEL
  b:
    - mutex_lock: n
    - kmalloc: GFP_KERNEL
    - set: {x: 2}
    - mutex_unlock: n
)";

constexpr const char* kSections = R"(
objects: {m: mutex, f: {type: dma_fence, class: render}}
threads:
  a:
    - dma_fence_begin_signalling: render
    - mutex_lock: m
    - mutex_unlock: m
    - dma_fence_end_signalling
    - kmalloc: GFP_KERNEL
  b:
    - {kmalloc: GFP_KERNEL, label: once}
)";

}  // namespace

TEST_GROUP(violation){};

TEST(violation, never_is_broken_by_the_event_wherever_it_stands) {
  RuleTrace t(kSections, "{never: kmalloc(GFP_KERNEL)}");
  CHECK(!t.violated());
  CHECK(t.does("b", "kmalloc(GFP_KERNEL)").violated());
}

TEST(violation, never_within_means_the_same_context) {
  RuleTrace t(kSections, "{never: kmalloc(GFP_KERNEL), within: signalling}");
  t.does("a", "dma_fence_begin_signalling(render)");
  t.does("b", "kmalloc(GFP_KERNEL)");
  CHECK(!t.violated());
  CHECK(t.applied());
}

TEST(violation, never_within_across_means_any_context_in_any_order) {
  RuleTrace t(kSections,
              "{never: kmalloc(GFP_KERNEL), within: signalling, across: true}");
  t.does("b", "kmalloc(GFP_KERNEL)");
  CHECK(!t.violated());
  t.does("a", "dma_fence_begin_signalling(render)");
  CHECK(t.violated());
}

TEST(violation, an_interval_ends_at_its_closing_event) {
  RuleTrace t(kSections, "{never: kmalloc, within: signalling}");
  t.does("a", "dma_fence_begin_signalling(render)")
      .does("a", "mutex_lock(m)")
      .does("a", "mutex_unlock(m)")
      .does("a", "dma_fence_end_signalling")
      .does("a", "kmalloc(GFP_KERNEL)");
  CHECK(!t.violated());
}

TEST(violation, a_signalling_section_is_known_by_class_and_by_fence) {
  for (const char* which :
       {"signalling(render)", "signalling(f)", "signalling"}) {
    RuleTrace t(kSections,
                std::string("{never: mutex_lock(m), within: ") + which + "}");
    t.does("a", "dma_fence_begin_signalling(render)")
        .does("a", "mutex_lock(m)");
    CHECK_TEXT(t.violated(), which);
  }
  RuleTrace t(kSections,
              "{never: mutex_lock(m), within: signalling(dma_fence)}");
  t.does("a", "dma_fence_begin_signalling(render)").does("a", "mutex_lock(m)");
  CHECK(!t.violated());
}

TEST(violation, an_attempt_counts_though_it_never_succeeds) {
  RuleTrace entered(kSections,
                    "{never: mutex_lock.enter(m), within: signalling}");
  entered.does("a", "dma_fence_begin_signalling(render)");
  CHECK(!entered.violated());
  CHECK(entered.stays("a", "mutex_lock(m)").violated());
  RuleTrace taken(kSections, "{never: mutex_lock(m), within: signalling}");
  taken.does("a", "dma_fence_begin_signalling(render)");
  CHECK(!taken.stays("a", "mutex_lock(m)").violated());
}

TEST(violation, unless_exempts_a_step) {
  RuleTrace t(kSections, "{never: kmalloc, unless: label(once)}");
  CHECK(!t.does("b", "kmalloc(GFP_KERNEL)").violated());
}

TEST(violation, what_comes_after_a_crash_does_not_count) {
  RuleTrace free(kLocks, "{never: kmalloc}");
  free.crashes("a", "mutex_lock(m)").does("b", "mutex_lock(n)");
  CHECK(free.does("b", "kmalloc(GFP_KERNEL)").violated());
  RuleTrace bound(kLocks, "{never: set(x) by b}");
  bound.does("a", "mutex_lock(m)").crashes("a", "set(x = 1)");
  bound.does("b", "mutex_lock(n)").does("b", "kmalloc(GFP_KERNEL)");
  CHECK(!bound.does("b", "set(x = 2)").violated());
}

TEST(violation, only_if_needs_the_first_in_every_order) {
  RuleTrace t(kFences, "{only_if: dma_fence_signal($f), first: publish($f)}");
  t.does("a", "publish(f)").does("a", "set(x = 1)").does("b", "set(x = 2)");
  CHECK(!t.does("b", "dma_fence_signal(f)").violated());
}

TEST(violation, only_if_is_broken_by_a_sibling_order) {
  // The schedule itself obeys: only another order of the class does not.
  RuleTrace t(kFences, "{only_if: complete(done), first: set(x) by a}");
  t.does("b", "set(x = 2)").does("b", "dma_fence_signal(f)");
  t.does("a", "publish(f)").does("a", "set(x = 1)").does("b", "complete(done)");
  CHECK(t.violated());
}

TEST(violation, a_fence_signalled_from_the_start_is_signalled_first) {
  const std::string text =
      "\nobjects: {f: {type: dma_fence, signaled: true}, m: mutex}\n"
      "threads:\n  a: [{mutex_lock: m}]\n";
  RuleTrace signals(text, "{leads_to: [publish($f), dma_fence_signal($f)]}");
  CHECK_FALSE(signals.does("a", "mutex_lock(m)").violated());
  RuleTrace never(text, "{never: dma_fence_signal($f)}");
  CHECK(never.does("a", "mutex_lock(m)").violated());
  RuleTrace first(text, "{only_if: dma_fence_signal(f), first: publish(f)}");
  CHECK_FALSE(first.does("a", "mutex_lock(m)").violated());
}

TEST(violation, nobody_has_seen_an_unpublished_one_signalled) {
  RuleTrace first(
      "\nobjects: {f: {type: dma_fence, signaled: true, published: false}, m: "
      "mutex}\nthreads:\n  a: [{mutex_lock: m}]\n",
      "{only_if: dma_fence_signal($f), first: publish($f)}");
  CHECK_FALSE(first.does("a", "mutex_lock(m)").violated());
}

TEST(violation, an_interval_that_never_opens_applies_to_nothing) {
  RuleTrace never(
      "\nobjects: {l: mutex, m: mutex}\nthreads:\n  a: [{mutex_lock: m}, "
      "{mutex_lock: l}]\n",
      "{never: mutex_lock(m), within: held(l)}");
  CHECK_FALSE(never.does("a", "mutex_lock(m)").violated());
  CHECK_FALSE(never.applied());
  CHECK_FALSE(never.does("a", "mutex_lock(l)").violated());
  CHECK(never.applied());
}

TEST(violation, a_fence_published_from_the_start_is_published_first) {
  RuleTrace t(kTimeline, "{only_if: dma_fence_signal($f), first: publish($f)}");
  CHECK(!t.does("a", "dma_fence_signal(f[0])").violated());
  CHECK(t.applied());
}

TEST(violation, order_is_broken_if_it_can_be_the_other_way_round) {
  RuleTrace t(kTimeline, "{order: [dma_fence_signal(f), complete by a]}");
  CHECK(!t.does("a", "dma_fence_signal(f[0])").applied());
  CHECK(!t.does("a", "complete(done)").violated());
  CHECK(t.applied());
  t.does("b", "complete(done)").does("b", "dma_fence_signal(f[1])");
  CHECK(t.violated());
}

TEST(violation, order_holds_where_happens_before_says_so) {
  RuleTrace t(kTimeline, "{order: [complete by b, dma_fence_signal(f)]}");
  t.does("b", "complete(done)").does("b", "dma_fence_signal(f[1])");
  CHECK(!t.violated());
}

TEST(violation, leads_to_needs_the_second_behind_the_first) {
  RuleTrace t(kFences, "{leads_to: [publish($f), dma_fence_signal($f)]}");
  CHECK(!t.violated());
  CHECK(!t.applied());
  CHECK(t.does("a", "publish(f)").violated());
  t.does("b", "set(x = 2)").does("b", "dma_fence_signal(f)");
  CHECK(!t.violated());
}

TEST(violation, leads_to_is_not_judged_after_a_crash) {
  RuleTrace t(kFences, "{leads_to: [publish($f), dma_fence_signal($f)]}");
  t.does("a", "publish(f)").crashes("a", "set(x = 1)");
  CHECK(!t.violated());
}

TEST(violation, in_order_compares_numbers_of_one_timeline) {
  RuleTrace t(kTimeline,
              "{in_order: dma_fence_signal($f), by: seqno, per: timeline}");
  t.does("a", "dma_fence_signal(f[0])").does("c", "dma_fence_signal(g)");
  CHECK(!t.violated());
  t.does("b", "complete(done)").does("b", "dma_fence_signal(f[1])");
  CHECK(t.violated());
}

TEST(violation, in_order_holds_along_happens_before) {
  RuleTrace t(kTimeline,
              "{in_order: dma_fence_signal($f), by: seqno, per: timeline}");
  t.does("a", "dma_fence_signal(f[0])").does("a", "complete(done)");
  t.does("b", "complete(done)").does("b", "dma_fence_signal(f[1])");
  CHECK(!t.violated());
}

TEST(violation, in_order_ignores_a_signal_that_came_too_late_to_do_anything) {
  RuleTrace t(kTimeline,
              "{in_order: dma_fence_signal($f), by: seqno, per: timeline}");
  t.does("b", "complete(done)").does("b", "dma_fence_signal(f[1])");
  t.does("a", "dma_fence_signal(f[0])", -22);
  CHECK(!t.violated());
}

TEST(violation, at_most_counts_intervals_open_at_once) {
  RuleTrace t(kLocks,
              "{at_most: 1, of: \"between(mutex_lock, mutex_unlock)\"}");
  t.does("a", "mutex_lock(m)")
      .does("a", "set(x = 1)")
      .does("a", "mutex_unlock(m)");
  CHECK(!t.violated());
  CHECK(t.does("b", "mutex_lock(n)").violated());
}

TEST(violation, at_most_counts_every_object_of_a_variable_by_itself) {
  RuleTrace t(kLocks, "{at_most: 1, of: held($l)}");
  t.does("a", "mutex_lock(m)").does("b", "mutex_lock(n)");
  CHECK(!t.violated());
  RuleTrace none(kLocks, "{at_most: 0, of: held($l)}");
  CHECK(!none.violated());
  CHECK(none.does("a", "mutex_lock(m)").violated());
}

TEST(violation, at_most_counts_for_one_object_of_each_variable) {
  // after(mutex_lock(m)), after(mutex_lock(n)), after(mutex_unlock(m)): the
  // second is of another $l than the first.
  RuleTrace t(kLocks,
              "{at_most: 2, of: \"after(mutex_lock($l) | "
              "mutex_unlock($u))\"}");
  t.does("a", "mutex_lock(m)").does("b", "mutex_lock(n)");
  t.does("a", "set(x = 1)").does("a", "mutex_unlock(m)");
  CHECK(!t.violated());
}

TEST(violation, exclusive_forbids_overlap_in_different_contexts) {
  RuleTrace t(kLocks, "{exclusive: [held(m), held(n)]}");
  t.does("a", "mutex_lock(m)").does("a", "set(x = 1)");
  CHECK(!t.violated());
  t.does("a", "mutex_unlock(m)").does("b", "mutex_lock(n)");
  CHECK(t.violated());
}

TEST(violation, exclusive_holds_where_one_ends_before_the_other_begins) {
  RuleTrace t(kSections, "{exclusive: [signalling, held(m)]}");
  t.does("a", "dma_fence_begin_signalling(render)").does("a", "mutex_lock(m)");
  CHECK(!t.violated());  // one context
  CHECK(t.applied());
}

TEST(violation, pending_lasts_from_publication_to_signal_in_any_context) {
  RuleTrace t(kFences, "{never: set(x) by b, within: pending(f)}");
  t.does("a", "publish(f)").does("b", "set(x = 2)");
  CHECK(t.violated());
  RuleTrace other(kFences, "{never: complete, within: pending(f)}");
  other.does("b", "set(x = 2)").does("b", "dma_fence_signal(f)", -22);
  other.does("b", "complete(done)");
  CHECK(!other.violated());
}

TEST(violation, before_lasts_to_the_end_if_nothing_closes_it) {
  RuleTrace t(kFences,
              "{never: set(x) by a, within: before(dma_fence_signal(f)), "
              "across: true}");
  t.does("a", "publish(f)");
  CHECK(!t.violated());
  CHECK(t.does("a", "set(x = 1)").violated());
}

TEST(violation, acyclic_is_broken_by_waits_in_a_circle) {
  constexpr const char* kCircle = R"(
objects: {f: dma_fence, g: dma_fence}
threads:
  a: [dma_fence_wait: f, dma_fence_signal: g]
  b: [dma_fence_wait: g, dma_fence_signal: f]
)";
  RuleTrace t(kCircle, "{acyclic: [program_order, signals, waits_for]}");
  CHECK(!t.stays("a", "dma_fence_wait(f)").violated());
  CHECK(t.stays("b", "dma_fence_wait(g)").violated());
}

TEST(violation, acyclic_takes_the_relations_together) {
  constexpr const char* kSelf = R"(
objects: {f: dma_fence}
threads:
  a: [dma_fence_wait: f, dma_fence_signal: f]
)";
  RuleTrace two(kSelf, "{acyclic: [program_order, signals]}");
  CHECK(!two.stays("a", "dma_fence_wait(f)").violated());
  RuleTrace all(kSelf, "{acyclic: [program_order, signals, waits_for]}");
  CHECK(all.stays("a", "dma_fence_wait(f)").violated());
}
