#include "spec/rules/interval.h"

#include "tests/support/rule_trace.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using picket::test::RuleTrace;

namespace {

constexpr const char* kScenario = R"(
objects:
  m: mutex
  s: rw_semaphore
  f: {type: dma_fence, published: false}
threads:
  a:
    - {mutex_trylock: m, into: got}
    - mutex_unlock: m
    - down_read: s
    - down_read: s
    - up_read: s
    - up_read: s
  b:
    - dma_fence_begin_signalling
    - dma_fence_begin_signalling
    - dma_fence_end_signalling
    - dma_fence_end_signalling
  c:
    - publish: f
    - dma_fence_signal: f
    - dma_fence_init: f
    - publish: f
    - dma_fence_signal: f
)";

}  // namespace

TEST_GROUP(interval) {
  Intervals found;

  std::size_t count(RuleTrace & t) {
    RuleEvents& events = t.events();
    found.find(events, events.plans().rules[0].interval, {});
    return found.all().size();
  }
};

TEST(interval, a_failing_trylock_holds_nothing) {
  RuleTrace lost(kScenario, "{at_most: 1, of: held(m)}");
  LONGS_EQUAL(0, count(lost.does("a", "mutex_trylock(m)", 0)));
  RuleTrace won(kScenario, "{at_most: 1, of: held(m)}");
  LONGS_EQUAL(1, count(won.does("a", "mutex_trylock(m)", 1)));
  LONGS_EQUAL(0, found.all()[0].closers);
}

TEST(interval, a_reader_holds_to_its_last_release) {
  RuleTrace t(kScenario, "{at_most: 1, of: held(s)}");
  t.does("a", "mutex_trylock(m)", 1).does("a", "mutex_unlock(m)");
  t.does("a", "down_read(s)").does("a", "down_read(s)").does("a", "up_read(s)");
  LONGS_EQUAL(1, count(t));
  LONGS_EQUAL(0, found.all()[0].closers);
  LONGS_EQUAL(1, count(t.does("a", "up_read(s)")));
  CHECK(found.closers(found.all()[0])[0] == NodeId(5));
}

TEST(interval, a_nested_section_is_part_of_the_outer_one) {
  RuleTrace t(kScenario, "{at_most: 1, of: signalling}");
  t.does("b", "dma_fence_begin_signalling")
      .does("b", "dma_fence_begin_signalling")
      .does("b", "dma_fence_end_signalling");
  LONGS_EQUAL(1, count(t));
  LONGS_EQUAL(0, found.all()[0].closers);
  LONGS_EQUAL(1, count(t.does("b", "dma_fence_end_signalling")));
  CHECK(found.closers(found.all()[0])[0] == NodeId(3));
}

TEST(interval, a_fence_is_pending_once_in_each_of_its_lives) {
  RuleTrace t(kScenario, "{at_most: 1, of: pending(f)}");
  LONGS_EQUAL(0, count(t));
  t.does("c", "publish(f)").does("c", "dma_fence_signal(f)");
  LONGS_EQUAL(1, count(t));
  LONGS_EQUAL(2, count(t.does("c", "dma_fence_init(f)")));
}

TEST(interval, between_begins_at_every_opening_event) {
  RuleTrace t(kScenario, "{at_most: 1, of: \"between(down_read, up_read)\"}");
  t.does("a", "mutex_trylock(m)", 1).does("a", "mutex_unlock(m)");
  t.does("a", "down_read(s)").does("a", "down_read(s)").does("a", "up_read(s)");
  LONGS_EQUAL(2, count(t));
}

TEST(interval, before_is_one_interval_that_is_open_from_the_start) {
  RuleTrace t(kScenario, "{at_most: 1, of: before(publish)}");
  LONGS_EQUAL(1, count(t));
  CHECK(!found.all()[0].opener.valid());
  CHECK(found.belongs_to(found.all()[0], ContextId(0), t.events().order()));
  LONGS_EQUAL(1, count(t.does("c", "publish(f)")));
  CHECK(!found.belongs_to(found.all()[0], ContextId(0), t.events().order()));
}
