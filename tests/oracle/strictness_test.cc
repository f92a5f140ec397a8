// Random rules compared: the shortest behaviour that only one of them accepts
// is as long as the one that is found by trying all words of a few letters,
// each judged by the judges of schedules.
#include <cstdlib>
#include <random>
#include <string>

#include "explorer/check/strictness.h"
#include "spec/rules/small_model.h"
#include "spec/yaml/scenario_reader.h"
#include "tests/support/random_rules.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// PICKET_STRICTNESS_SEEDS=N tries more.
unsigned seeds() {
  const char* wanted = std::getenv("PICKET_STRICTNESS_SEEDS");
  return wanted ? static_cast<unsigned>(std::atoi(wanted)) : 80;
}

constexpr std::size_t kWords = 20'000;  // that are judged, for one pair
constexpr std::size_t kContexts = 3;

// All words, the shorter ones first.
class Trying {
 public:
  explicit Trying(const Alphabet& alphabet) : a_(alphabet) {}

  // Its length; 0: none of up to tried() letters.
  std::size_t shortest() {
    for (std::size_t n = 1; words_ < kWords; ++n) {
      if (extend(n)) return n;
      if (words_ < kWords) tried_ = n;
      if (n == 6) break;
    }
    return 0;
  }
  std::size_t tried() const { return tried_; }

 private:
  bool extend(std::size_t n) {
    if (words_ >= kWords) return false;
    if (word_.size() == n) {
      ++words_;
      return only_custom();
    }
    for (std::size_t l = 0; l < a_.letters.size(); ++l)
      for (const ContextId c : a_.contexts) {
        word_.push_back({l, c});
        if (well_formed(a_, word_) && extend(n)) return true;
        word_.pop_back();
      }
    return false;
  }

  bool only_custom() const {
    if (!breaks(a_, word_, 0)) return false;
    for (std::size_t r = 1; r < a_.world->rules.size(); ++r)
      if (breaks(a_, word_, r)) return false;
    return true;
  }

  const Alphabet& a_;
  Behaviour word_;
  std::size_t words_ = 0, tried_ = 0;
};

struct Tally {
  int weaker = 0, stricter = 0, open = 0, tried = 0;
};

void compare(const std::string& text, Tally& tally) {
  const ReadResult read = read_scenario_text("random.yaml", text, {});
  if (read.scenarios.empty() || read.scenarios[0].strictness.empty()) return;
  const Scenario& s = read.scenarios[0];
  StrictnessLimits limits;
  limits.contexts = kContexts;
  limits.events = 16;
  const Strictness& strictness = s.strictness[0];
  const StrictnessResult result = compare_strictness(s, strictness, limits);
  using V = StrictnessResult::Verdict;
  tally.weaker += result.verdict == V::weaker;
  tally.stricter += result.verdict == V::stricter;
  tally.open += result.verdict == V::open;

  const Alphabet alphabet = alphabet_of(s, strictness, kContexts);
  Trying trying(alphabet);
  const std::size_t shortest = trying.shortest();
  const std::size_t length = result.behaviour.size();
  if (shortest > 0) {
    UNSIGNED_LONGS_EQUAL_TEXT(shortest, length, text.c_str());
    ++tally.tried;
  } else if (length > 0) {
    CHECK_TRUE_TEXT(length > trying.tried(), text.c_str());
  }
}

}  // namespace

TEST_GROUP(RandomStrictness){};

TEST(RandomStrictness, trying_all_words_finds_none_that_is_shorter) {
  Tally tally;
  for (unsigned seed = 1; seed <= seeds(); ++seed) {
    std::mt19937 random(seed);
    compare(test::random_comparison(random), tally);
  }
  // Both answers are common, or the test says nothing.
  CHECK_TRUE(tally.weaker > 15);
  CHECK_TRUE(tally.stricter > 5);
  CHECK_TRUE(tally.tried > 15);
}
