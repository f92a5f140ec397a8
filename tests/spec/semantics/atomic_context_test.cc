// The behaviour of spec/semantics/atomic_context.cc, driven thread by thread.
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using picket::test::Drive;

namespace {

std::string alone(const std::string& steps) {
  Drive d("scenario: s\nobjects: {m: mutex}\nthreads:\n  t: " + steps + "\n");
  return d.run("t");
}

}  // namespace

TEST_GROUP(atomic_context){};

TEST(atomic_context, nothing_may_sleep_with_any_of_them_off) {
  const char* misuse = "misuse sleep-in-atomic";
  STRCMP_EQUAL(misuse, alone("[preempt_disable, might_sleep]").c_str());
  STRCMP_EQUAL(misuse, alone("[local_bh_disable, might_sleep]").c_str());
  STRCMP_EQUAL(misuse, alone("[local_irq_disable, might_sleep]").c_str());
  STRCMP_EQUAL(misuse, alone("[local_irq_save, {mutex_lock: m}]").c_str());
}

TEST(atomic_context, preemption_and_bottom_halves_nest) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[preempt_disable, preempt_disable, preempt_enable, "
                     "might_sleep]")
                   .c_str());
  STRCMP_EQUAL("finished",
               alone("[local_bh_disable, local_bh_disable, local_bh_enable, "
                     "local_bh_enable, might_sleep]")
                   .c_str());
}

TEST(atomic_context, interrupts_do_not_nest_but_can_be_saved) {
  STRCMP_EQUAL("finished", alone("[local_irq_disable, local_irq_disable, "
                                 "local_irq_enable, might_sleep]")
                               .c_str());
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[local_irq_disable, local_irq_save, local_irq_restore, "
                     "might_sleep]")
                   .c_str());
  STRCMP_EQUAL(
      "finished",
      alone("[local_irq_save, local_irq_restore, might_sleep]").c_str());
}

TEST(atomic_context, what_was_not_disabled_cannot_be_enabled) {
  STRCMP_EQUAL("misuse wrong-context", alone("[preempt_enable]").c_str());
  STRCMP_EQUAL("misuse wrong-context", alone("[local_bh_enable]").c_str());
  STRCMP_EQUAL("misuse wrong-context", alone("[local_irq_restore]").c_str());
  STRCMP_EQUAL("finished", alone("[local_irq_enable]").c_str());
}

TEST(atomic_context, a_thread_must_not_end_with_any_of_them_off) {
  const char* misuse = "misuse lock-held-at-exit";
  STRCMP_EQUAL(misuse, alone("[preempt_disable]").c_str());
  STRCMP_EQUAL(misuse, alone("[local_bh_disable]").c_str());
  STRCMP_EQUAL(misuse, alone("[local_irq_save]").c_str());
}

TEST(atomic_context, nesting_without_end_is_cut_off) {
  STRCMP_EQUAL("limited", alone("[{while: 1, do: [preempt_disable]}]").c_str());
}
