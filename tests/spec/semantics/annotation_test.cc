// The behaviour of spec/semantics/annotation.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::Drive;
using picket::test::ends;

TEST_GROUP(annotation){};

TEST(annotation, an_asserted_lock_must_be_held_by_this_context) {
  Drive d(R"(
scenario: s
objects: {m: mutex}
threads:
  holder: [{mutex_lock: m}, {lockdep_assert_held: m}, {mutex_unlock: m}]
  other: [{lockdep_assert_held: m}]
)");
  d.step("holder");
  STRCMP_EQUAL("misuse lock-not-held", d.step("other").c_str());
  STRCMP_EQUAL("finished", d.run("holder").c_str());
}

TEST(annotation, holding_it_shared_is_holding_it) {
  Drive d(R"(
scenario: s
objects: {l: rw_semaphore}
threads: {t: [{down_read: l}, {lockdep_assert_held: l}, {up_read: l}]}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(annotation, an_asserted_map_must_be_held_by_this_context) {
  Drive d(R"(
scenario: s
objects: {map: lockdep_map}
threads:
  inside: [{lock_map_acquire: map}, {lock_map_acquire_read: map}, {lock_map_release: map}, {lockdep_assert_held: map}, {lock_map_release: map}]
  outside: [{lockdep_assert_held: map}]
  behind: [{lock_map_acquire: map}, {lock_map_release: map}, {lockdep_assert_held: map}]
)");
  d.step("inside");
  STRCMP_EQUAL("misuse lock-not-held", d.step("outside").c_str());
  STRCMP_EQUAL("finished", d.run("inside").c_str());
  d.step("behind");
  d.step("behind");
  STRCMP_EQUAL("misuse lock-not-held", d.step("behind").c_str());
}

TEST(annotation, a_map_that_is_initialised_stays_held) {
  Drive d(R"(
scenario: s
objects: {map: lockdep_map}
threads:
  a: [{lock_map_acquire: map}, {lockdep_assert_held: map}, {lock_map_release: map}]
  b: [{init: map}]
)");
  d.step("a");
  STRCMP_EQUAL("finished", d.run("b").c_str());
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(annotation, the_rest_changes_nothing_and_waits_for_nothing) {
  CHECK(ends(R"(
scenario: s
objects: {map: lockdep_map, m: mutex, w: {type: work_struct, function: f}}
functions: {f: [nop]}
threads:
  one: [{mutex_lock: m}, {lock_map_acquire: map}, {lock_map_release: map}, {mutex_unlock: m}]
  two: [{lock_map_acquire_read: map}, {might_lock: m}, {might_lock_read: m}, {lock_sync: map}, {lock_map_release: map}]
)") == (std::set<std::string>{"done"}));
}
