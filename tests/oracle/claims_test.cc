// Random scenarios: the closure never says that an object is out of the way of
// a fence which is lost without the object's signals.
#include <cstdlib>

#include "spec/yaml/scenario_reader.h"
#include "tests/oracle/claim_agreement.h"
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/scenario_generator.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// PICKET_CLAIM_SEEDS=N tries more: 10 000 take some minutes.
std::uint64_t seeds() {
  const char* wanted = std::getenv("PICKET_CLAIM_SEEDS");
  return wanted ? static_cast<std::uint64_t>(std::atoll(wanted)) : 300;
}

struct Sum {
  std::uint64_t read = 0, pairs = 0, blocking = 0, unreachable = 0;
};

Sum agree(std::string (*random)(std::uint64_t), std::uint64_t n,
          std::uint64_t most) {
  Sum sum;
  for (std::uint64_t seed = 1; seed <= n; ++seed) {
    const std::string text = random(seed);
    const ReadResult read = read_scenario_text("random.yaml", text, {});
    if (read.scenarios.empty()) continue;
    ++sum.read;
    const auto a = oracle::claim_agreement(read.scenarios.front(), most);
    STRCMP_EQUAL_TEXT("", a.difference.c_str(), text.c_str());
    sum.pairs += a.pairs;
    sum.blocking += a.blocking;
    sum.unreachable += a.unreachable;
  }
  return sum;
}

}  // namespace

TEST_GROUP(RandomClaims){};

TEST(RandomClaims, closure_and_knock_out_agree) {
  const Sum sum = agree(oracle::random_claim_scenario, seeds(), 20000);
  UNSIGNED_LONGS_EQUAL(seeds(), sum.read);
  CHECK(sum.pairs > 3 * seeds());
  CHECK(sum.blocking > seeds() / 20);
  CHECK(sum.unreachable > seeds());
}

TEST(RandomClaims, agree_on_scenarios_about_anything) {
  agree(oracle::random_scenario, seeds() / 2, 3000);
}
