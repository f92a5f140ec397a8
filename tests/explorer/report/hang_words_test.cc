// What is said of who waits for ever.
#include "explorer/check/check.h"
#include "explorer/report/failure_screen.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// The screen of the only finding.
std::string screen(const std::string& yaml) {
  const auto read = read_scenario_text("x.yaml", yaml, {});
  const auto result = check(read.scenarios.at(0), CheckOptions{});
  if (result.findings.size() != 1) return "";
  return failure_screen(result, result.findings[0], read.sources, "", {});
}

}  // namespace

TEST_GROUP(hang_words){};

TEST(hang_words, who_waits_for_nobody_is_told_so) {
  STRCMP_CONTAINS("t waits for ever: nobody is left to wake it",
                  screen("scenario: s\nobjects: {c: completion}\n"
                         "threads: {t: [{wait_for_completion: c}]}\n")
                      .c_str());
}

TEST(hang_words, a_circle_with_a_way_out_is_not_said_to_have_no_members) {
  const std::string text = screen(
      "scenario: s\nobjects: {a: completion, b: completion}\nthreads:\n"
      "  one: [{wait_for_completion_interruptible: a}, {complete: b}]\n"
      "  two: [{wait_for_completion: b}, {complete: a}]\n");
  STRCMP_CONTAINS("whoever could end that waits for it in turn", text.c_str());
  CHECK(text.find("nobody is left") == std::string::npos);
}

TEST(hang_words, who_never_started_is_not_drawn_as_blocked) {
  const std::string text = screen(
      "scenario: s\nobjects: {c: completion, x: int}\nthreads:\n"
      "  one: [{wait_for_completion: c}, {set: {x: 1}}]\n"
      "  irq: {context: hardirq, starts: x == 1, steps: [{complete: c}]}\n");
  STRCMP_CONTAINS("(has not started)", text.c_str());
  const std::size_t first = text.find("BLOCKED");
  CHECK(first != std::string::npos);
  CHECK(text.find("BLOCKED", first + 1) == std::string::npos);
}
