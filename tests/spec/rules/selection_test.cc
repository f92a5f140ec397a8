#include "spec/rules/selection.h"

#include "tests/support/rule_trace.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using picket::test::RuleTrace;

namespace {

constexpr const char* kScenario = R"(
objects:
  m[i=0..1]: mutex
  f: {type: dma_fence, class: render}
  r: dma_resv
  x: int
threads:
  a:
    - mutex_lock: "m[0]"
    - {mutex_trylock: "m[1]", label: second}
    - kmalloc: GFP_ATOMIC
    - dma_resv_add_fence: {resv: r, fence: f}
    - set: {x: 1}
    - dma_fence_signal: f
  b:
    - mutex_lock: "m[0]"
    - dma_fence_signal: f
)";

// How many events the rule's selector selects when a does all, b its first.
std::size_t selected(const std::string& selector) {
  RuleTrace t(kScenario, "{never: \"" + selector + "\"}");
  t.does("a", "mutex_lock(m[0])")
      .does("a", "mutex_trylock(m[1])", 1)
      .does("a", "kmalloc(GFP_ATOMIC)")
      .does("a", "dma_resv_add_fence(r, f)")
      .does("a", "set(x = 1)")
      .does("a", "dma_fence_signal(f)")
      .stays("b", "mutex_lock(m[0])");
  return t.events().selected(SelectionId(0)).size();
}

}  // namespace

TEST_GROUP(selection){};

TEST(selection, by_operation_and_object) {
  LONGS_EQUAL(1, selected("mutex_lock"));
  LONGS_EQUAL(1, selected("mutex_lock(*)"));
  LONGS_EQUAL(1, selected("mutex_lock(m[0])"));
  LONGS_EQUAL(0, selected("mutex_lock(m[1])"));
  LONGS_EQUAL(1, selected("mutex_lock(m)"));
  LONGS_EQUAL(1, selected("mutex_lock($l)"));
}

TEST(selection, by_any_object_that_the_operation_names) {
  LONGS_EQUAL(1, selected("dma_resv_add_fence(r)"));
  LONGS_EQUAL(1, selected("dma_resv_add_fence(f)"));
  LONGS_EQUAL(1, selected("set(x)"));
}

TEST(selection, by_class_word_label_and_context) {
  LONGS_EQUAL(1, selected("dma_fence_signal(class=render)"));
  LONGS_EQUAL(1, selected("kmalloc(GFP_ATOMIC)"));
  LONGS_EQUAL(0, selected("kmalloc(GFP_KERNEL)"));
  LONGS_EQUAL(1, selected("label(second)"));
  LONGS_EQUAL(1, selected("mutex_lock by a"));
  LONGS_EQUAL(0, selected("mutex_lock by b"));
}

TEST(selection, attempts_of_those_that_succeed_and_of_those_that_do_not) {
  LONGS_EQUAL(2, selected("mutex_lock.enter"));
  LONGS_EQUAL(1, selected("mutex_lock.enter(m[0]) by b"));
}

TEST(selection, alternatives) {
  LONGS_EQUAL(2, selected("mutex_lock | mutex_trylock"));
  LONGS_EQUAL(1, selected("mutex_lock | mutex_lock(*)"));
}

TEST(selection, a_fence_is_published_by_whoever_does_it) {
  // f is visible from the start, and again when it is added.
  LONGS_EQUAL(2, selected("publish(f)"));
  LONGS_EQUAL(1, selected("publish(f) by a"));
}
