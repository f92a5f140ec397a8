#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

const std::string kSections =
    "parameters: {n: 3}\n"
    "objects: {x: int, y: atomic_t, m: mutex, f: dma_fence, c: completion}\n";

std::string read_back(const std::string& expression) {
  const Scenario s =
      with_steps("[{assert: \"" + expression + "\"}]", kSections);
  return s.steps.empty() ? "mistake"
                         : describe(s, s.steps[0].operands[0].expression());
}

std::string code(const std::string& expression) {
  const ReadResult result =
      read("scenario: s\n" + kSections + "threads:\n  t: [{assert: \"" +
           expression + "\"}]\n");
  return result.diagnostics.empty() ? "" : result.diagnostics[0].code;
}

}  // namespace

TEST_GROUP(expressions){};

TEST(expressions, constants_are_folded) {
  STRCMP_EQUAL("7", read_back("n * 2 + 1").c_str());
  STRCMP_EQUAL("x + 4", read_back("x + (n + 1)").c_str());
  STRCMP_EQUAL("x == -2147483648", read_back("x == -2147483648").c_str());
  STRCMP_EQUAL("1", read_back("true").c_str());
}

TEST(expressions, division_is_that_of_c) {
  STRCMP_EQUAL("8", read_back("10 + -5 / 2").c_str());
  STRCMP_EQUAL("9", read_back("10 + -5 % 2").c_str());
  STRCMP_EQUAL("11", read_back("10 + 5 % -2").c_str());
}

TEST(expressions, errors_are_known_by_name) {
  const Scenario s = with_steps("[{assert: x == -ERESTARTSYS}]", kSections);
  const Expr& comparison = s.expr(s.steps.at(0).operands[0].expression());
  CHECK_EQUAL(-512, s.expr(comparison.right).value);
}

TEST(expressions, what_others_can_change_is_shared) {
  const Scenario s = with_steps(
      "[{read: x, into: r}, {assert: r + n}, {assert: r + x}, {assert: "
      "signaled(f)}, {assert: held(m)}, {assert: done(c)}, {assert: "
      "published(f) || r}]",
      kSections);
  CHECK_EQUAL(7u, s.steps.size());
  CHECK(!s.expr(s.steps[1].operands[0].expression()).shared);
  for (std::size_t k = 2; k < 7; ++k)
    CHECK(s.expr(s.steps[k].operands[0].expression()).shared);
}

TEST(expressions, a_constant_left_side_decides_alone) {
  STRCMP_EQUAL("0", read_back("0 && 1 / 0").c_str());
  STRCMP_EQUAL("1", read_back("1 || x").c_str());
  STRCMP_EQUAL("0", read_back("n > 5 && x").c_str());
}

TEST(expressions, numbers_that_do_not_fit_are_mistakes) {
  STRCMP_EQUAL("number-too-large", code("x == 2147483648").c_str());
  STRCMP_EQUAL("number-too-large", code("x == 2147483647 + 1").c_str());
  STRCMP_EQUAL("number-too-large", code("-(-2147483648)").c_str());
  STRCMP_EQUAL("number-too-large", code("-2147483648 / -1").c_str());
  STRCMP_EQUAL("division-by-zero", code("x / 1 + 1 % 0").c_str());
}

TEST(expressions, a_name_without_value_is_a_mistake) {
  STRCMP_EQUAL("wrong-object-type", code("m == 0").c_str());
  STRCMP_EQUAL("wrong-object-type", code("t").c_str());
  STRCMP_EQUAL("unknown-name", code("zz").c_str());
  STRCMP_EQUAL("wrong-object-type", code("held(x)").c_str());
  STRCMP_EQUAL("bad-expression", code("completion_done(c)").c_str());
}
