#include "explorer/cli/explanations.h"

#include <set>

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
