#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

TEST_GROUP(variable){};

TEST(variable, set_evaluates_everything_before_it_assigns_anything) {
  CHECK(ends(R"(
scenario: s
objects: {x: {type: int, initial: 1}, y: {type: int, initial: 2}}
threads: {t: [{set: {x: y, y: x}}]}
)") == (Ends{"done x=2 y=1"}));
}

TEST(variable, one_expression_is_one_step) {
  CHECK(ends(R"(
scenario: s
objects: {x: int}
threads: {one: [{set: {x: x + 1}}], two: [{set: {x: x + 1}}]}
)") == (Ends{"done x=2"}));
}

TEST(variable, reading_and_writing_are_two_steps) {
  CHECK(ends(R"(
scenario: s
objects: {x: int}
threads:
  one: [{read: x, into: a}, {set: {x: a + 1}}]
  two: [{read: x, into: a}, {set: {x: a + 1}}]
)") == (Ends{"done x=1", "done x=2"}));
}

TEST(variable, writing_the_value_it_has_still_writes) {
  Drive d(R"(
scenario: s
objects: {x: int}
threads: {one: [{set: {x: 0}}], two: [{read: x, into: a}]}
)");
  d.step("one");
  const picket::Footprint written = d.effect().footprint;
  d.step("two");
  CHECK(conflict(written, d.effect().footprint));
}

TEST(variable, two_increments_commute_and_a_read_sees_them) {
  Drive d(R"(
scenario: s
objects: {x: atomic_t}
threads: {one: [{atomic_inc: x}], two: [{atomic_inc: x}], three: [{read: x, into: a}]}
)");
  d.step("one");
  const picket::Footprint added = d.effect().footprint;
  d.step("two");
  CHECK_FALSE(conflict(added, d.effect().footprint));
  STRCMP_EQUAL("= 2", d.step("three").c_str());
  CHECK(conflict(added, d.effect().footprint));
}

TEST(variable, the_last_decrement_tells) {
  CHECK(ends(R"(
scenario: s
objects: {n: {type: atomic_t, initial: 2}, last: int}
threads:
  one: [{atomic_dec_and_test: n, into: a}, {if: a, then: [{set: {last: last + 1}}]}]
  two: [{atomic_dec_and_test: n, into: a}, {if: a, then: [{set: {last: last + 1}}]}]
)") == (Ends{"done last=1"}));
}

TEST(variable, cmpxchg_returns_what_it_found_and_writes_only_on_a_match) {
  Drive d(R"(
scenario: s
objects: {x: {type: int, initial: 5}}
threads:
  miss: [{cmpxchg: {var: x, old: 4, new: 7}, into: a}, {assert: a == 5}]
  hit: [{cmpxchg: {var: x, old: 5, new: 7}, into: a}, {assert: a == 5}]
)");
  d.step("miss");
  CHECK(d.effect().footprint.writes == picket::Footprint{}.writes);
  CHECK_EQUAL(5, d.value("x"));
  STRCMP_EQUAL("finished", d.run("hit").c_str());
  CHECK_EQUAL(7, d.value("x"));
}

TEST(variable, a_false_assertion_ends_its_thread) {
  CHECK(ends(R"(
scenario: s
objects: {x: int}
threads: {one: [{assert: x == 0}], two: [{set: {x: 1}}]}
)") == (Ends{"assertion one", "done x=1"}));
}

TEST(variable, a_barrier_touches_nothing) {
  Drive d("scenario: s\nthreads: {t: [smp_mb]}\n");
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  const picket::Footprint none;
  CHECK(d.effect().footprint.reads == none.reads);
  CHECK(d.effect().footprint.writes == none.writes);
}

TEST(variable, numbers_wrap) {
  CHECK(ends(R"(
scenario: s
objects: {x: {type: atomic_t, initial: 2147483647}, y: int}
threads: {t: [{atomic_inc: x}, {set: {y: x < 0}}]}
)") == (Ends{"done y=1"}));
}

TEST(variable, an_expression_does_not_look_at_what_is_freed) {
  const std::string text = R"(
scenario: s
objects: {x: int, y: int, c: completion}
threads:
  one: [{free: c}]
)";
  CHECK(ends(text + "  two: [{set: {x: done(c)}}]\n") ==
        (Ends{"done x=0 y=0", "misuse use-after-free two"}));
  CHECK(ends(text + "  two: [{assert: done(c) == 0}]\n") ==
        (Ends{"done x=0 y=0", "misuse use-after-free two"}));
  CHECK(ends(text + "  two: [{if: done(c), then: [nop]}]\n") ==
        (Ends{"done x=0 y=0", "misuse use-after-free two"}));
  CHECK(ends(text + "  two: [{nop: ~, when: done(c)}]\n") ==
        (Ends{"done x=0 y=0", "misuse use-after-free two"}));
  CHECK(ends(text + "  two: [{assert: y == 0 || done(c)}]\n") ==
        (Ends{"done x=0 y=0"}));
}

TEST(variable, init_gives_it_back_its_first_value) {
  CHECK(ends(R"(
scenario: s
objects: {x: {type: int, initial: 3}}
threads: {t: [{set: {x: 9}}, {free: x}, {init: x}]}
)") == (Ends{"done x=3"}));
}

TEST(variable, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {x: atomic_t, y: int, z: int}
threads:
  one: [{atomic_inc: x}, {set: {y: x, z: y}}, {atomic_dec_and_test: x, into: a}]
  two: [{cmpxchg: {var: y, old: 1, new: 2}, into: a}, {atomic_inc: x}]
  three: [{read: y, into: a}, {set: {z: a}}, {atomic_inc: y}]
)")
                       .c_str());
}

TEST(variable, a_thread_that_does_nothing_visible_waits_for_its_start) {
  const auto with = [](const char* other) {
    return std::string(
               "scenario: s\nobjects: {x: int}\nfunctions: {f: []}\nthreads:\n"
               "  t: {starts: x == 1, steps: [{call: f}, return]}\n  o: [") +
           other + "]\n";
  };
  CHECK(ends(with("{set: {x: 1}}")) == Ends{"done x=1"});
  CHECK(ends(with("{set: {x: 2}}")) == Ends{"stuck t x=2"});
}
