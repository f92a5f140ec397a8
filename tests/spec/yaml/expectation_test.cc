#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

ReadResult read_expect(const std::string& rest) {
  return read(
      "scenario: s\nobjects: {f: dma_fence, w: {type: work_struct, function: "
      "job}}\nfunctions: {job: [nop]}\nthreads:\n  b: [{nop: ~, label: l}]\n"
      "  a[i=0..1]: [nop]\nrules:\n  r: {never: nop}\n" +
      rest);
}

Scenario with_expect(const std::string& rest) {
  const ReadResult result = read_expect(rest);
  STRCMP_EQUAL("", codes(result).c_str());
  return result.scenarios.at(0);
}

}  // namespace

TEST_GROUP(expectation){};

TEST(expectation, pass_is_what_is_expected_unless_said_otherwise) {
  CHECK(with_expect("").expect.kind == Expectation::Kind::pass);
  CHECK(with_expect("expect: pass\n").expect.kind == Expectation::Kind::pass);
  CHECK(with_expect("expect: inconclusive\n").expect.kind ==
        Expectation::Kind::inconclusive);
}

TEST(expectation, the_threads_of_a_deadlock_are_sorted_and_families_expand) {
  const Expectation e = with_expect(
                            "expect:\n  - deadlock: [w, b, a]\n"
                            "  - deadlock: b\n  - deadlock\n")
                            .expect;
  CHECK(e.kind == Expectation::Kind::findings);
  CHECK(e.patterns.at(0).arguments ==
        (std::vector<std::string>{"a[0]", "a[1]", "b", "w"}));
  CHECK(e.patterns.at(1).arguments == (std::vector<std::string>{"b"}));
  CHECK(e.patterns.at(2).arguments.empty());
}

TEST(expectation, every_finding_takes_its_own_kind_of_name) {
  const Expectation e =
      with_expect(
          "expect:\n  - hang: a[1]\n  - lost-wakeup: w\n  - livelock:"
          " b\n  - unsignaled-fence: f\n  - misuse: sleep-in-atomic\n"
          "  - assertion\n  - rule: r\n  - vacuous: l\n")
          .expect;
  CHECK_EQUAL(8u, e.patterns.size());
  STRCMP_EQUAL("a[1]", e.patterns[0].arguments.at(0).c_str());
  STRCMP_EQUAL("sleep-in-atomic", e.patterns[4].arguments.at(0).c_str());
  CHECK(e.patterns[6].code == FindingCode::rule);
}

TEST(expectation, reports_are_kept_by_policy) {
  const auto reports =
      with_expect("reports: {lockdep: none, wait-map: [real, contract]}\n")
          .reports;
  CHECK(reports.at("lockdep") == (std::vector<std::string>{"none"}));
  CHECK(reports.at("wait-map") ==
        (std::vector<std::string>{"real", "contract"}));
}

TEST(expectation, mistakes_have_their_place) {
  STRCMP_EQUAL("bad-expectation 9:9",
               codes(read_expect("expect: deadlock\n")).c_str());
  STRCMP_EQUAL("unknown-finding 10:5",
               codes(read_expect("expect:\n  - deadlok\n")).c_str());
  STRCMP_EQUAL("missing-index 10:11",
               codes(read_expect("expect:\n  - hang: a\n")).c_str());
  STRCMP_EQUAL("unknown-name 10:13",
               codes(read_expect("expect:\n  - misuse: nonsense\n")).c_str());
}
