#include "spec/base/diagnostic.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

std::string shown(const std::string& line, int column, int length) {
  Diagnostic d;
  d.code = "c";
  d.file = "f";
  d.span = {1, column, length};
  d.message = "m";
  const std::string text = render(d, split_lines("f", line + "\n"));
  return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST_GROUP(Diagnostic){};

TEST(Diagnostic, the_caret_stands_below_the_place) {
  STRCMP_EQUAL("  - mutex_lok: m\n    ^~~~~~~~~\n",
               shown("- mutex_lok: m", 3, 9).c_str());
}

TEST(Diagnostic, a_caret_may_stand_behind_the_line) {
  STRCMP_EQUAL("  ab\n    ^\n", shown("ab", 3, 1).c_str());
  STRCMP_EQUAL("  \n  ^\n", shown("", 1, 1).c_str());
}

TEST(Diagnostic, tabs_before_the_caret_stay_tabs) {
  STRCMP_EQUAL("  \ta: b\n  \t   ^\n", shown("\ta: b", 5, 1).c_str());
}

TEST(Diagnostic, characters_of_several_bytes_take_one_column) {
  STRCMP_EQUAL("  \xc3\xa4: x\n     ^\n", shown("\xc3\xa4: x", 5, 1).c_str());
}

TEST(Diagnostic, what_could_harm_a_terminal_is_a_question_mark) {
  STRCMP_EQUAL("  ?[31m?\n  ^\n", shown("\x1b[31m\xff", 1, 1).c_str());
}

TEST(Diagnostic, of_a_very_long_line_what_is_around_the_caret_is_shown) {
  const std::string dots = "...";
  STRCMP_EQUAL(
      ("  " + std::string(120, 'x') + "...\n  ^" + std::string(119, '~') + "\n")
          .c_str(),
      shown(std::string(5000, 'x'), 1, 5000).c_str());
  STRCMP_EQUAL(
      ("  ..." + std::string(40, 'a') + "b" + std::string(79, 'a') + "...\n  " +
       std::string(43, ' ') + "^\n")
          .c_str(),
      shown(std::string(900, 'a') + "b" + std::string(900, 'a'), 901, 1)
          .c_str());
}
