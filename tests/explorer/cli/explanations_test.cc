#include "explorer/cli/explanations.h"

#include <set>

#include "explorer/check/check.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

std::string codes_in(const std::string& yaml) {
  std::string codes;
  for (const Diagnostic& d : read_scenario_text("x.yaml", yaml, {}).diagnostics)
    codes += (codes.empty() ? "" : " ") + d.code;
  return codes;
}

// What a check of it finds: codes with their arguments. `all`: also what the
// scenario says it will.
std::set<std::string> found_in(const std::string& yaml, bool all) {
  std::set<std::string> found;
  const auto read = read_scenario_text("x.yaml", yaml, {});
  for (const Scenario& s : read.scenarios)
    for (const Finding& f : check(s, CheckOptions{}).findings) {
      if (f.expected && !all) continue;
      found.insert(std::string(facts(f.code).name));
      found.insert(f.arguments.begin(), f.arguments.end());
    }
  return found;
}

// What a check says when a rule of that kind is broken.
std::string finding_of(const Explanation& e) {
  const bool rule = e.kind == Explanation::Kind::pattern ||
                    e.kind == Explanation::Kind::contract;
  return rule ? "rule" : e.code;
}

}  // namespace

TEST_GROUP(Explanations){};

TEST(Explanations, every_code_has_one) {
  std::set<std::string> codes;
  for (const Explanation& e : all_explanations()) {
    CHECK_TRUE(codes.insert(e.code).second);
    CHECK_TRUE(!e.why.empty());
  }
}

TEST(Explanations, bad_examples_of_mistakes_have_just_that_mistake) {
  for (const Explanation& e : all_explanations())
    if (e.kind == Explanation::Kind::mistake && !e.bad.empty())
      STRCMP_EQUAL(e.code.c_str(), codes_in(e.bad).c_str());
}

TEST(Explanations, all_other_examples_have_none) {
  for (const Explanation& e : all_explanations()) {
    if (e.kind != Explanation::Kind::mistake && !e.bad.empty())
      STRCMP_EQUAL_TEXT("", codes_in(e.bad).c_str(), e.code.c_str());
    if (!e.good.empty())
      STRCMP_EQUAL_TEXT("", codes_in(e.good).c_str(), e.code.c_str());
  }
}

TEST(Explanations, findings_misuses_and_patterns_have_examples) {
  // These need what is not modelled yet, or an `expect` that lists them.
  const std::set<std::string> without = {"misuse", "vacuous",
                                         "c4-no-mmap-lock"};
  for (const Explanation& e : all_explanations()) {
    if (e.kind == Explanation::Kind::mistake) continue;
    if (e.kind == Explanation::Kind::other) continue;
    CHECK_EQUAL_TEXT(without.count(e.code) != 0, e.bad.empty(), e.code.c_str());
  }
}

TEST(Explanations, a_check_finds_nothing_in_good_examples) {
  for (const Explanation& e : all_explanations()) {
    const auto found = found_in(e.good, false);
    STRCMP_EQUAL_TEXT("", found.empty() ? "" : found.begin()->c_str(),
                      e.code.c_str());
  }
}

TEST(Explanations, a_check_finds_in_bad_examples_what_they_are_for) {
  for (const Explanation& e : all_explanations()) {
    if (e.kind == Explanation::Kind::mistake ||
        e.kind == Explanation::Kind::other || e.bad.empty())
      continue;
    CHECK_TEXT(found_in(e.bad, true).count(finding_of(e)) == 1, e.code.c_str());
  }
}
