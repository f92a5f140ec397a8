#include "spec/yaml/selector_text.h"

#include <string>

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

std::string pieces(std::string_view text, char separator) {
  std::string out;
  for (const Piece& piece : cut(whole(text), separator))
    out += "<" + std::string(piece.text) + ">" + std::to_string(piece.begin);
  return out;
}

std::string call(std::string_view text) {
  const auto taken = take_call(whole(text));
  if (!taken) return "none";
  return std::string(taken->name.text) +
         (taken->argument ? "<" + std::string(taken->argument->text) + ">"
                          : "") +
         std::string(taken->rest.text);
}

}  // namespace

TEST_GROUP(selector_text){};

TEST(selector_text, a_separator_counts_outside_of_parentheses) {
  STRCMP_EQUAL("<a(x|y)>0<b>9", pieces("a(x|y) | b", '|').c_str());
  STRCMP_EQUAL("<between(a, b)>1<c>16",
               pieces(" between(a, b), c", ',').c_str());
  STRCMP_EQUAL("<a>0<>2", pieces("a|", '|').c_str());
}

TEST(selector_text, a_call_is_a_name_an_argument_and_the_rest) {
  STRCMP_EQUAL("op", call("op").c_str());
  STRCMP_EQUAL("op<x>", call("op(x)").c_str());
  STRCMP_EQUAL("op<x>by t", call("op( x ) by t").c_str());
  STRCMP_EQUAL("opby t(0)", call("op by t(0)").c_str());
  STRCMP_EQUAL("op<f(x)>", call("op(f(x))").c_str());
  STRCMP_EQUAL("op<>", call("op()").c_str());
}

TEST(selector_text, parentheses_must_match) {
  STRCMP_EQUAL("none", call("op(x").c_str());
  STRCMP_EQUAL("none", call("op)").c_str());
}
