// percpu_rw_semaphore and mmap_lock: rwsem.cc, as far as it is about those.
#include "explorer/check/deadlock.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;
using Names = std::vector<std::string>;

namespace {

std::string three(const std::string& a, const std::string& b,
                  const std::string& c) {
  return "scenario: s\nobjects: {p: percpu_rw_semaphore, m: mutex, x: int}\n"
         "threads:\n  a: [" +
         a + "]\n  b: [" + b + "]\n  c: [" + c + "]\n";
}

const char* const kRead = "{percpu_down_read: p}, {percpu_up_read: p}";
const char* const kWrite = "{percpu_down_write: p}, {percpu_up_write: p}";

}  // namespace

TEST_GROUP(percpu_rwsem){};

TEST(percpu_rwsem, readers_share_it) {
  Drive d(three(kRead, kRead, "nop"));
  d.step("a");
  STRCMP_EQUAL("finished", d.run("b").c_str());
}

TEST(percpu_rwsem, a_writer_waits_for_readers_and_they_for_it) {
  Drive d(three(kRead, kWrite, kRead));
  d.step("a");
  STRCMP_EQUAL("blocked", d.run("b").c_str());
  STRCMP_EQUAL("blocked", d.run("c").c_str());
  d.run("a");
  STRCMP_EQUAL("blocked", d.run("c").c_str());  // the door stays shut
  STRCMP_EQUAL("finished", d.run("b").c_str());
  STRCMP_EQUAL("finished", d.run("c").c_str());
}

TEST(percpu_rwsem, reading_twice_deadlocks_behind_a_writer) {
  Drive d(three("{percpu_down_read: p}, {percpu_down_read: p}", kWrite, "nop"));
  d.step("a");
  d.run("b");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  d.run("c");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == Names{"a", "b"}));
}

TEST(percpu_rwsem, taking_it_to_write_while_holding_it_is_a_misuse) {
  Drive d(three("{percpu_down_write: p}, {percpu_down_read: p}", "nop", "nop"));
  STRCMP_EQUAL("misuse recursive-lock", d.run("a").c_str());
}

TEST(percpu_rwsem, steps_that_do_not_touch_the_same_commute) {
  STRCMP_EQUAL("", broken_independence(three(kRead, kWrite, kRead)).c_str());
  STRCMP_EQUAL("", broken_independence(three(kWrite, kWrite, kRead)).c_str());
}

TEST_GROUP(mmap_lock){};

TEST(mmap_lock, all_threads_have_the_same) {
  CHECK(ends(three("mmap_write_lock, {set: {x: 1}}, {assert: x == 1}, "
                   "mmap_write_unlock",
                   "mmap_read_lock, {set: {x: 2}}, mmap_read_unlock", "nop")) ==
        (Ends{"done x=1", "done x=2"}));
}

TEST(mmap_lock, it_can_be_named_without_being_declared) {
  CHECK(ends(three("mmap_read_lock, {lockdep_assert_held: mmap_lock}, "
                   "{assert: held(mmap_lock)}, mmap_read_unlock",
                   "nop", "nop")) == (Ends{"done x=0"}));
}

TEST(mmap_lock, taken_the_other_way_round_it_deadlocks) {
  CHECK(ends(three("mmap_read_lock, {mutex_lock: m}, {mutex_unlock: m}, "
                   "mmap_read_unlock",
                   "{mutex_lock: m}, mmap_write_lock, mmap_write_unlock, "
                   "{mutex_unlock: m}",
                   "nop")) == (Ends{"done x=0", "stuck a b x=0"}));
}

TEST(mmap_lock, a_fault_that_may_happen_takes_nothing) {
  CHECK(ends(three("mmap_write_lock, might_fault, mmap_write_unlock", "nop",
                   "nop")) == (Ends{"done x=0"}));
  CHECK(ends(three("preempt_disable, might_fault", "nop", "nop")) ==
        (Ends{"misuse sleep-in-atomic a"}));
}

TEST(mmap_lock, annotations_of_reclaim_change_nothing) {
  CHECK(ends(three("{fs_reclaim_acquire: GFP_KERNEL}, {mutex_lock: m}, "
                   "{mutex_unlock: m}, fs_reclaim_release",
                   "mmu_notifier_invalidate_range_start, {mutex_lock: m}, "
                   "{mutex_unlock: m}, mmu_notifier_invalidate_range_end",
                   "nop")) == (Ends{"done x=0"}));
  CHECK(ends(three("preempt_disable, mmu_notifier_invalidate_range_start",
                   "nop", "nop")) == (Ends{"misuse sleep-in-atomic a"}));
}
