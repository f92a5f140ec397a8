// Which steps are said never to be reached.
#include "explorer/check/vacuity.h"

#include "explorer/check/check.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// The texts of all notes, one after another.
std::string notes(const std::string& rest,
                  SearchKind search = SearchKind::automatic) {
  const auto read = read_scenario_text(
      "x.yaml",
      "scenario: s\nobjects: {c: completion, m: mutex, x: int}\n" + rest, {});
  CheckOptions options;
  options.search = search;
  std::string out;
  for (const Note& note : check(read.scenarios.at(0), options).notes)
    out += note.text + "; ";
  return out;
}

}  // namespace

TEST_GROUP(vacuity){};

TEST(vacuity, who_is_stuck_at_a_step_has_reached_it) {
  for (const SearchKind search : {SearchKind::states, SearchKind::schedules})
    STRCMP_EQUAL("a never reaches mutex_lock(m); ",
                 notes("threads:\n  a: [{wait_for_completion: c}, "
                       "{mutex_lock: m}]\n",
                       search)
                     .c_str());
}

TEST(vacuity, who_never_starts_has_not) {
  STRCMP_EQUAL("a never reaches mutex_lock(m); ",
               notes("threads:\n  a: {starts: x == 1, steps: [{mutex_lock: "
                     "m}]}\n  b: [nop]\n")
                   .c_str());
}
