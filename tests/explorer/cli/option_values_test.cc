#include "explorer/cli/option_values.h"

#include "explorer/cli/scenario_files.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

TEST_GROUP(OptionValues){};

TEST(OptionValues, times) {
  DOUBLES_EQUAL(90, parse_seconds("90").value(), 0);
  DOUBLES_EQUAL(1.5, parse_seconds("1.5s").value(), 0);
  DOUBLES_EQUAL(600, parse_seconds("10m").value(), 0);
  for (const char* bad : {"", "s", "0", "-1", "1x", "nan", "inf", "1e999"})
    CHECK_FALSE(parse_seconds(bad).has_value());
}

TEST(OptionValues, sizes) {
  LONGS_EQUAL(1000, parse_bytes("1000").value());
  LONGS_EQUAL(512 << 20, parse_bytes("512M").value());
  for (const char* bad : {"", "M", "0", "-1", "1.5G", "1T", "99999999999G"})
    CHECK_FALSE(parse_bytes(bad).has_value());
}

TEST(OptionValues, definitions) {
  STRCMP_EQUAL("waiters", parse_definition("waiters=3")->first.c_str());
  LONGS_EQUAL(-3, parse_definition("w=-3")->second);
  for (const char* bad : {"", "w", "w=", "=3", "w=x", "1w=3", "w=99999999999"})
    CHECK_FALSE(parse_definition(bad).has_value());
}

TEST_GROUP(NameMatches){};

TEST(NameMatches, a_word_matches_inside_and_a_pattern_as_a_whole) {
  CHECK_TRUE(name_matches("resv-inversion/fixed", "version"));
  CHECK_TRUE(name_matches("resv-inversion/fixed", "*/fixed"));
  CHECK_FALSE(name_matches("resv-inversion/fixed", "resv*x"));
  CHECK_TRUE(name_matches("anything", ""));
}
