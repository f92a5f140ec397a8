// The behaviour of spec/semantics/rwsem.cc, driven thread by thread.
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
objects: {l: rw_semaphore}
threads:
  reader: [{down_read: l}, {up_read: l}]
  writer: [{down_write: l}, {up_write: l}]
  other: [{down_read: l}, {up_read: l}]
)";

std::string alone(const std::string& steps) {
  Drive d("scenario: s\nobjects: {l: rw_semaphore}\nthreads:\n  t: " + steps +
          "\n");
  return d.run("t");
}

}  // namespace

TEST_GROUP(rwsem){};

TEST(rwsem, a_waiting_writer_blocks_a_new_reader_while_readers_are_inside) {
  Drive d(kThree);
  d.step("reader");
  STRCMP_EQUAL("stepped", d.step("writer").c_str());
  CHECK(!d.effect().happens);
  STRCMP_EQUAL("blocked", d.step("writer").c_str());
  STRCMP_EQUAL("blocked", d.step("other").c_str());
  CHECK(d.effect().want.shared);
}

TEST(rwsem, a_reader_takes_a_free_semaphore_in_front_of_a_waiting_writer) {
  Drive d(kThree);
  d.step("reader");
  d.step("writer");
  d.step("reader");
  STRCMP_EQUAL("stepped", d.step("other").c_str());
  STRCMP_EQUAL("blocked", d.step("writer").c_str());
  d.step("other");
  STRCMP_EQUAL("finished", d.run("writer").c_str());
}

TEST(rwsem, a_nested_reader_deadlocks_behind_a_writer) {
  CHECK(ends(R"(
scenario: s
objects: {l: rw_semaphore}
threads:
  reader: [{down_read: l}, {down_read: l}, {up_read: l}, {up_read: l}]
  writer: [{down_write: l}, {up_write: l}]
)") == (Ends{"done", "stuck reader writer"}));
}

TEST(rwsem, a_writer_excludes_everybody) {
  Drive d(kThree);
  d.step("writer");
  STRCMP_EQUAL("blocked", d.step("reader").c_str());
  STRCMP_EQUAL("blocked", d.step("other").c_str());
  d.step("writer");
  STRCMP_EQUAL("finished", d.run("reader").c_str());
}

TEST(rwsem, a_downgraded_writer_lets_readers_in_and_writers_not) {
  Drive d(R"(
scenario: s
objects: {l: rw_semaphore}
threads:
  first: [{down_write: l}, {downgrade_write: l}, {up_read: l}]
  reader: [{down_read: l}, {up_read: l}]
  writer: [{down_write: l}, {up_write: l}]
)");
  d.step("first");
  STRCMP_EQUAL("blocked", d.step("reader").c_str());
  d.step("first");
  STRCMP_EQUAL("stepped", d.step("reader").c_str());
  STRCMP_EQUAL("blocked", d.run("writer").c_str());
  d.run("first");
  d.run("reader");
  STRCMP_EQUAL("finished", d.run("writer").c_str());
}

TEST(rwsem, trylocks_fail_while_a_writer_waits) {
  Drive d(R"(
scenario: s
objects: {l: rw_semaphore}
threads:
  reader: [{down_read: l}, {up_read: l}]
  writer: [{down_write: l}, {up_write: l}]
  tries: [{down_read_trylock: l, into: a}, {down_read_trylock: l, into: b}, {down_write_trylock: l, into: c}]
)");
  d.step("reader");
  d.step("writer");
  STRCMP_EQUAL("stepped", d.step("tries").c_str());
  d.step("reader");
  STRCMP_EQUAL("stepped", d.step("tries").c_str());
  STRCMP_EQUAL("finished", d.run("tries").c_str());
}

TEST(rwsem, trylocks_take_what_is_free) {
  STRCMP_EQUAL(
      "finished",
      alone("[{down_read_trylock: l, into: a}, {assert: a == 1}, "
            "{down_write_trylock: l, into: b}, {assert: b == 0}, {up_read: l}, "
            "{down_write_trylock: l, into: c}, {assert: c == 1}, "
            "{down_read_trylock: l, into: e}, {assert: e == 0}, {up_write: l}]")
          .c_str());
}

TEST(rwsem, what_the_context_itself_excludes_is_a_recursive_lock) {
  const char* recursive = "misuse recursive-lock";
  STRCMP_EQUAL(recursive, alone("[{down_write: l}, {down_write: l}]").c_str());
  STRCMP_EQUAL(recursive, alone("[{down_read: l}, {down_write: l}]").c_str());
  STRCMP_EQUAL(recursive, alone("[{down_write: l}, {down_read: l}]").c_str());
}

TEST(rwsem, only_who_holds_it_may_release_it) {
  const char* not_held = "misuse unlock-not-held";
  STRCMP_EQUAL(not_held, alone("[{up_read: l}]").c_str());
  STRCMP_EQUAL(not_held, alone("[{down_read: l}, {up_write: l}]").c_str());
  STRCMP_EQUAL(not_held,
               alone("[{down_read: l}, {downgrade_write: l}]").c_str());
  Drive d(R"(
scenario: s
objects: {l: rw_semaphore}
threads: {one: [{down_read: l}], two: [{up_read: l}]}
)");
  d.step("one");
  STRCMP_EQUAL(not_held, d.step("two").c_str());
}

TEST(rwsem, taking_it_may_sleep_trying_does_not) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[preempt_disable, {down_read: l}]").c_str());
  STRCMP_EQUAL("finished",
               alone("[preempt_disable, {down_read_trylock: l, into: x}, "
                     "{up_read: l}, preempt_enable]")
                   .c_str());
}

TEST(rwsem, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(kThree).c_str());
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {l: rw_semaphore}
threads:
  reader: [{down_read: l}, {down_read: l}, {up_read: l}, {up_read: l}]
  first: [{down_write: l}, {downgrade_write: l}, {up_read: l}]
  tries: [{down_read_trylock: l, into: a}, {if: a, then: [{up_read: l}]}, {down_write_trylock: l, into: a}, {if: a, then: [{up_write: l}]}]
  second: [{down_write: l}, {up_write: l}]
)")
                       .c_str());
}

// Who lets them in does so past a writer between them: they meet inside. One
// that comes after the writer waits behind it.
TEST(rwsem, readers_that_wait_for_the_owner_may_get_in_together) {
  const auto found = ends(R"(
scenario: s
objects: {l: rw_semaphore, a: completion, b: completion}
threads:
  owner: [{down_write: l}, {up_write: l}]
  one: [{down_read: l}, {complete: a}, {wait_for_completion: b}, {up_read: l}]
  writer: [{down_write: l}, {up_write: l}]
  two: [{down_read: l}, {complete: b}, {wait_for_completion: a}, {up_read: l}]
)");
  CHECK(found.count("done") == 1);
  CHECK(found.count("stuck one two writer") == 1 ||
        found.count("stuck one writer two") == 1);
}
