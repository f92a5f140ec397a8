#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;

namespace {

const char* kBegin = "{dma_fence_begin_signalling: ~, into: a}";

std::string text(const std::string& steps) {
  return "scenario: s\n"
         "objects: {f: dma_fence, e: {type: dma_fence, class: entity}, "
         "l: spinlock_t}\n"
         "functions:\n  cb: [{dma_fence_begin_signalling: ~, into: c}, "
         "{assert: c == 1}, {dma_fence_end_signalling: c}]\n"
         "expect: [misuse]\n"  // the reader refuses some of them otherwise
         "threads:\n  t: [" +
         steps + "]\n";
}

std::string alone(const std::string& steps) {
  Drive d(text(steps));
  return d.run("t");
}

std::string cookie_after(const std::string& before, const std::string& after) {
  return alone(before + ", " + kBegin + ", {assert: a == 1}, " +
               "{dma_fence_end_signalling: a}, " + after);
}

}  // namespace

TEST_GROUP(section){};

TEST(section, the_outermost_begin_returns_zero_and_a_nested_one_one) {
  STRCMP_EQUAL("finished", alone("{dma_fence_begin_signalling: ~, into: a}, "
                                 "{dma_fence_begin_signalling: ~, into: b}, "
                                 "{assert: a == 0 && b == 1}, "
                                 "{dma_fence_end_signalling: b}, "
                                 "{dma_fence_end_signalling: a}")
                               .c_str());
}

TEST(section, in_atomic_context_begin_does_nothing) {
  STRCMP_EQUAL("finished",
               cookie_after("preempt_disable", "preempt_enable").c_str());
  STRCMP_EQUAL("finished",
               cookie_after("local_bh_disable", "local_bh_enable").c_str());
  STRCMP_EQUAL("finished",
               cookie_after("{spin_lock: l}", "{spin_unlock: l}").c_str());
}

TEST(section, interrupts_off_alone_are_not_atomic_context) {
  STRCMP_EQUAL("assertion",
               cookie_after("local_irq_disable", "local_irq_enable").c_str());
}

TEST(section, a_callback_is_in_atomic_context) {
  STRCMP_EQUAL("finished",
               alone("{dma_fence_add_callback: {fence: f, cb: cb}}, "
                     "{dma_fence_signal: f}")
                   .c_str());
}

TEST(section, each_class_has_a_map_of_its_own) {
  STRCMP_EQUAL("finished",
               alone("{dma_fence_begin_signalling: entity, into: a}, "
                     "{dma_fence_begin_signalling: ~, into: b}, "
                     "{dma_fence_begin_signalling: entity, into: c}, "
                     "{dma_fence_begin_signalling: dma_fence, into: d}, "
                     "{assert: a == 0 && b == 0 && c == 1 && d == 1}, "
                     "dma_fence_end_signalling, dma_fence_end_signalling, "
                     "dma_fence_end_signalling, dma_fence_end_signalling")
                   .c_str());
}

TEST(section, an_end_reports_the_slot_its_begin_reported) {
  Drive d(
      text("dma_fence_begin_signalling, dma_fence_begin_signalling, "
           "{dma_fence_end_signalling: 0}, dma_fence_begin_signalling, "
           "{dma_fence_end_signalling: 0}, dma_fence_end_signalling"));
  for (const int slot : {0, 1, 0, 2, 2, 1}) {
    d.step("t");
    CHECK_EQUAL(slot, d.effect().section);
  }
}

TEST(section, an_end_without_a_cookie_ends_the_innermost) {
  Drive d(
      text("dma_fence_begin_signalling, dma_fence_begin_signalling, "
           "dma_fence_end_signalling, dma_fence_end_signalling"));
  for (const int slot : {0, 1, 1, 0}) {
    d.step("t");
    CHECK_EQUAL(slot, d.effect().section);
  }
}

TEST(section, an_end_of_nothing_is_unbalanced) {
  STRCMP_EQUAL("misuse unbalanced-signalling",
               alone("dma_fence_end_signalling").c_str());
  STRCMP_EQUAL("misuse unbalanced-signalling",
               alone("dma_fence_begin_signalling, dma_fence_end_signalling, "
                     "dma_fence_end_signalling")
                   .c_str());
}

TEST(section, a_forged_cookie_makes_the_outer_end_unbalanced) {
  STRCMP_EQUAL("misuse unbalanced-signalling",
               alone("dma_fence_begin_signalling, dma_fence_begin_signalling, "
                     "{dma_fence_end_signalling: 0}, "
                     "{dma_fence_end_signalling: 0}")
                   .c_str());
}

TEST(section, ending_the_outer_one_first_opens_the_map_for_the_next) {
  STRCMP_EQUAL("finished", alone("{dma_fence_begin_signalling: ~, into: a}, "
                                 "{dma_fence_begin_signalling: ~, into: b}, "
                                 "{dma_fence_end_signalling: a}, "
                                 "{dma_fence_begin_signalling: ~, into: c}, "
                                 "{assert: c == 0}, "
                                 "{dma_fence_end_signalling: b}, "
                                 "{dma_fence_end_signalling: c}")
                               .c_str());
}

TEST(section, one_left_open_is_found_at_the_end_of_the_thread) {
  STRCMP_EQUAL("misuse lock-held-at-exit",
               alone("dma_fence_begin_signalling").c_str());
}

TEST(section, more_than_the_layout_has_room_for_limits_the_context) {
  STRCMP_EQUAL(
      "limited",
      alone("{while: 1 == 1, do: [dma_fence_begin_signalling]}").c_str());
}

TEST(section, sections_of_different_threads_are_independent) {
  const std::string two = text(
                              "dma_fence_begin_signalling, "
                              "{link: {from: f, to: entity}}, "
                              "dma_fence_end_signalling") +
                          "  u: [dma_fence_begin_signalling, "
                          "dma_fence_end_signalling]\n";
  Drive d(two);
  d.step("t");
  STRCMP_EQUAL("stepped", d.step("u").c_str());
  CHECK_EQUAL(0, d.effect().result);
  STRCMP_EQUAL("", broken_independence(two).c_str());
}
