// Random scenarios: a report is real iff the reference search gets stuck along
// it, and no search makes a difference to what is reported.
#include <cstdlib>

#include "spec/yaml/scenario_reader.h"
#include "tests/oracle/report_agreement.h"
#include "tests/oracle/report_generator.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// PICKET_REPORT_SEEDS=N tries more, as does `picket_oracle --policies`.
std::uint64_t seeds() {
  const char* wanted = std::getenv("PICKET_REPORT_SEEDS");
  return wanted ? static_cast<std::uint64_t>(std::atoll(wanted)) : 60;
}

}  // namespace

TEST_GROUP(RandomReports){};

TEST(RandomReports, are_real_where_something_gets_stuck) {
  std::uint64_t real = 0, other = 0;
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    const std::string text = oracle::random_report_scenario(seed);
    const ReadResult read = read_scenario_text("random.yaml", text, {});
    CHECK_TRUE_TEXT(!read.scenarios.empty(), text.c_str());
    const auto a = oracle::report_agreement(read.scenarios.front(), 20'000);
    STRCMP_EQUAL_TEXT("", a.difference.c_str(), text.c_str());
    real += a.real;
    other += a.potential + a.false_positive;
  }
  CHECK(real > seeds() / 20);
  CHECK(other > seeds() / 20);
}
