#include "spec/semantics/srcu.h"

#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;
using Names = std::vector<std::string>;

namespace {

std::string domains(const std::string& reader, const std::string& updater) {
  return "scenario: s\nobjects: {s: srcu_struct, t: srcu_struct, m: mutex, "
         "x: int}\nthreads:\n  r: [" +
         reader + "]\n  u: [" + updater + "]\n";
}

}  // namespace

TEST_GROUP(srcu){};

TEST(srcu, a_reader_may_sleep) {
  CHECK(ends(domains("{srcu_read_lock: s}, {mutex_lock: m}, {mutex_unlock: m}, "
                     "{srcu_read_unlock: s}",
                     "{synchronize_srcu: s}")) == (Ends{"done x=0"}));
}

TEST(srcu, an_updater_waits_for_the_readers_of_its_domain) {
  Drive d(domains("{srcu_read_lock: s}, {srcu_read_unlock: s}",
                  "{synchronize_srcu: t}, {synchronize_srcu: s}"));
  d.step("r");
  STRCMP_EQUAL("blocked", d.run("u").c_str());
  CHECK(d.effect().want.object == d.object("s"));
  d.run("r");
  STRCMP_EQUAL("finished", d.run("u").c_str());
}

TEST(srcu, inner_sections_end_nothing) {
  Drive d(
      domains("{srcu_read_lock: s}, {srcu_read_lock: s}, "
              "{srcu_read_unlock: s}, {srcu_read_unlock: s}",
              "{synchronize_srcu: s}"));
  d.step("r");
  d.step("r");
  d.step("r");
  STRCMP_EQUAL("blocked", d.run("u").c_str());
}

TEST(srcu, a_reader_that_needs_the_lock_of_the_updater_deadlocks) {
  Drive d(domains("{srcu_read_lock: s}, {mutex_lock: m}",
                  "{mutex_lock: m}, {synchronize_srcu: s}"));
  d.step("r");
  d.run("u");
  d.run("r");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == picket::FindingCode::deadlock);
  CHECK((end.findings[0].arguments == Names{"r", "u"}));
  STRCMP_EQUAL(
      "a grace period of srcu_struct s, held up by r, a reader",
      picket::waits_for(d.program(), d.state(), end.waiters[1]).c_str());
}

TEST(srcu, an_updater_that_reads_waits_for_itself) {
  Drive d(domains("{srcu_read_lock: s}, {synchronize_srcu: s}", "nop"));
  STRCMP_EQUAL("blocked", d.run("r").c_str());
  d.run("u");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == Names{"r"}));
}

TEST(srcu, sections_are_balanced_by_each_context) {
  CHECK(ends(domains("{srcu_read_unlock: s}", "nop")) ==
        (Ends{"misuse unlock-not-held r"}));
  CHECK(ends(domains("{srcu_read_lock: s}", "nop")) ==
        (Ends{"misuse lock-held-at-exit r"}));
}

TEST(srcu, a_domain_with_readers_may_not_be_freed) {
  Drive d(domains("{srcu_read_lock: s}, {srcu_read_unlock: s}", "{free: s}"));
  d.step("r");
  STRCMP_EQUAL("misuse free-held-lock", d.run("u").c_str());
}

TEST(srcu, synchronising_in_atomic_context_is_a_misuse) {
  CHECK(ends(domains("rcu_read_lock, {synchronize_srcu: s}", "nop")) ==
        (Ends{"misuse sleep-in-atomic r"}));
}

TEST(srcu, steps_that_do_not_touch_the_same_commute) {
  STRCMP_EQUAL(
      "",
      broken_independence(
          domains("{srcu_read_lock: s}, {srcu_read_lock: t}, {set: {x: 1}}, "
                  "{srcu_read_unlock: s}, {srcu_read_unlock: t}",
                  "{synchronize_srcu: s}, {srcu_read_lock: s}, "
                  "{srcu_read_unlock: s}, {synchronize_srcu: t}"))
          .c_str());
}
