#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string read_back(const std::string& expression) {
  const Scenario s = with_steps("[{assert: \"" + expression + "\"}]",
                                "objects: {x: int, y: int, z: int}\n");
  return describe(s, s.steps.at(0).operands[0].expression());
}

}  // namespace

TEST_GROUP(describe){};

TEST(describe, parentheses_stand_only_where_c_needs_them) {
  for (const char* text :
       {"x + y * z", "(x + y) * z", "x - (y - z)", "x - y - z", "x && (y || z)",
        "x && y || z", "!(x && y)", "!x && y", "-x - y", "x == -1",
        "(x == y) + z", "x / (y / z)"})
    STRCMP_EQUAL(text, read_back(text).c_str());
}

TEST(describe, what_is_described_reads_back_as_the_same) {
  for (const char* text : {"- (x + y)", "!!x", "x - -y", "x % y * z"}) {
    const std::string once = read_back(text);
    STRCMP_EQUAL(once.c_str(), read_back(once).c_str());
  }
}
