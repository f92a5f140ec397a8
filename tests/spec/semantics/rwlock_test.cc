// The behaviour of spec/semantics/rwlock.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

namespace {

using Ends = std::set<std::string>;

const char* kThree = R"(
scenario: s
objects: {l: rwlock_t}
threads:
  reader: [{read_lock: l}, {read_unlock: l}]
  writer: [{write_lock: l}, {write_unlock: l}]
  other: [{read_lock: l}, {read_unlock: l}]
)";

std::string nested_read(const std::string& inner, const std::string& config) {
  return "scenario: s\nconfig: {" + config +
         "}\nobjects: {l: rwlock_t}\nthreads:\n"
         "  reader: [{read_lock: l}, {read_lock" +
         inner + ": l}, {read_unlock" + inner +
         ": l}, {read_unlock: l}]\n"
         "  writer: [{write_lock: l}, {write_unlock: l}]\n";
}

std::string alone(const std::string& steps) {
  Drive d("scenario: s\nobjects: {l: rwlock_t, m: mutex}\nthreads:\n  t: " +
          steps + "\n");
  return d.run("t");
}

}  // namespace

TEST_GROUP(rwlock){};

TEST(rwlock, readers_share_and_a_writer_excludes) {
  Drive d(kThree);
  d.step("reader");
  STRCMP_EQUAL("stepped", d.step("other").c_str());
  d.run("reader");
  d.run("other");
  STRCMP_EQUAL("stepped", d.step("writer").c_str());
}

TEST(rwlock, a_waiting_writer_blocks_a_new_reader) {
  Drive d(kThree);
  d.step("reader");
  STRCMP_EQUAL("stepped", d.step("writer").c_str());  // shows that it waits
  CHECK(!d.effect().happens);
  STRCMP_EQUAL("blocked", d.step("writer").c_str());
  STRCMP_EQUAL("blocked", d.step("other").c_str());
  CHECK(d.effect().want.shared);
  d.step("reader");
  STRCMP_EQUAL("blocked", d.step("other").c_str());
  STRCMP_EQUAL("stepped", d.step("writer").c_str());
  d.step("writer");
  STRCMP_EQUAL("finished", d.run("other").c_str());
}

TEST(rwlock, a_writer_finds_a_writer_and_just_spins) {
  Drive d(R"(
scenario: s
objects: {l: rwlock_t}
threads:
  one: [{write_lock: l}, {write_unlock: l}]
  two: [{write_lock: l}, {write_unlock: l}]
)");
  d.step("one");
  STRCMP_EQUAL("blocked", d.step("two").c_str());
  d.step("one");
  STRCMP_EQUAL("finished", d.run("two").c_str());
}

TEST(rwlock, a_second_writer_stays_behind_the_first_one_that_waits) {
  Drive d(R"(
scenario: s
objects: {l: rwlock_t}
threads:
  reader: [{read_lock: l}, {read_unlock: l}]
  one: [{write_lock: l}, {write_unlock: l}]
  two: [{write_lock: l}, {write_unlock: l}]
)");
  d.step("reader");
  d.step("one");
  STRCMP_EQUAL("blocked", d.step("two").c_str());
  d.step("reader");
  STRCMP_EQUAL("blocked", d.step("two").c_str());
  STRCMP_EQUAL("finished", d.run("one").c_str());
  STRCMP_EQUAL("finished", d.run("two").c_str());
}

TEST(rwlock, a_nested_reader_deadlocks_behind_a_writer_in_task_context) {
  CHECK(ends(nested_read("", "")) == (Ends{"done", "stuck reader writer"}));
  CHECK(ends(nested_read("_irq", "")).count("stuck reader writer") == 1);
}

TEST(rwlock, a_nested_reader_with_bottom_halves_off_gets_in) {
  CHECK(ends(nested_read("_bh", "")) == (Ends{"done"}));
  CHECK(ends(R"(
scenario: s
objects: {l: rwlock_t}
threads:
  reader: [local_bh_disable, {read_lock: l}, {read_lock: l}, {read_unlock: l}, {read_unlock: l}, local_bh_enable]
  writer: [{write_lock: l}, {write_unlock: l}]
)") == (Ends{"done"}));
}

TEST(rwlock, without_queued_rwlocks_waiting_writers_block_nobody) {
  CHECK(ends(nested_read("", "queued_rwlocks: false")) == (Ends{"done"}));
}

TEST(rwlock, trylocks_fail_while_a_writer_waits) {
  Drive d(R"(
scenario: s
objects: {l: rwlock_t}
threads:
  reader: [{read_lock: l}, {read_unlock: l}]
  writer: [{write_lock: l}, {write_unlock: l}]
  tries: [{read_trylock: l, into: a}, {read_trylock: l, into: b}, {write_trylock: l, into: c}]
)");
  d.step("reader");
  d.step("writer");
  STRCMP_EQUAL("stepped", d.step("tries").c_str());
  d.step("reader");
  STRCMP_EQUAL("stepped", d.step("tries").c_str());
  STRCMP_EQUAL("finished", d.run("tries").c_str());
}

TEST(rwlock, trylocks_take_what_is_free) {
  STRCMP_EQUAL("finished",
               alone("[{read_trylock: l, into: a}, {assert: a == 1}, "
                     "{write_trylock: l, into: b}, {assert: b == 0}, "
                     "{read_unlock: l}, {write_trylock: l, into: c}, {assert: "
                     "c == 1}, {read_trylock: l, into: e}, {assert: e == 0}, "
                     "{write_unlock: l}]")
                   .c_str());
}

TEST(rwlock, what_the_context_itself_excludes_is_a_recursive_lock) {
  const char* recursive = "misuse recursive-lock";
  STRCMP_EQUAL(recursive, alone("[{write_lock: l}, {write_lock: l}]").c_str());
  STRCMP_EQUAL(recursive, alone("[{read_lock: l}, {write_lock: l}]").c_str());
  STRCMP_EQUAL(recursive, alone("[{write_lock: l}, {read_lock: l}]").c_str());
}

TEST(rwlock, reading_twice_is_no_misuse) {
  STRCMP_EQUAL("finished", alone("[{read_lock: l}, {read_lock: l}, "
                                 "{read_unlock: l}, {read_unlock: l}]")
                               .c_str());
}

TEST(rwlock, each_mode_is_released_by_its_own_unlock) {
  const char* not_held = "misuse unlock-not-held";
  STRCMP_EQUAL(not_held, alone("[{read_lock: l}, {write_unlock: l}]").c_str());
  STRCMP_EQUAL(not_held, alone("[{write_lock: l}, {read_unlock: l}]").c_str());
  STRCMP_EQUAL(not_held, alone("[{read_lock: l}, {read_unlock: l}, "
                               "{read_unlock: l}]")
                             .c_str());
}

TEST(rwlock, a_reader_must_not_sleep) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[{read_lock: l}, {mutex_lock: m}]").c_str());
}

TEST(rwlock, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(kThree).c_str());
  STRCMP_EQUAL("", broken_independence(nested_read("_bh", "")).c_str());
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {l: rwlock_t, x: int}
threads:
  reader: [{read_lock: l}, {read_lock: l}, {read_unlock: l}, {read_unlock: l}]
  writer: [{write_lock: l}, {write_unlock: l}]
  tries: [{read_trylock: l, into: a}, {if: a, then: [{read_unlock: l}]}, {write_trylock: l, into: a}, {if: a, then: [{write_unlock: l}]}]
  second: [{write_lock: l}, {write_unlock: l}]
)")
                       .c_str());
}
