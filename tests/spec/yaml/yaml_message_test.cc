#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

// The first mistake's message and hint.
std::string told(const std::string& text) {
  const ReadResult result = read(text);
  if (result.diagnostics.empty()) return "";
  const Diagnostic& d = result.diagnostics[0];
  return d.message + (d.hint.empty() ? "" : " / " + d.hint);
}

}  // namespace

TEST_GROUP(yaml_message){};

TEST(yaml_message, a_bare_reference_in_flow_style_is_quoted_in_the_hint) {
  const std::string start =
      "a reference with brackets must be quoted inside {..} and [..] / write ";
  STRCMP_EQUAL((start + "\"fence[i-1]\"").c_str(),
               told("a: {dma_fence_wait: fence[i-1], into: r}\n").c_str());
  STRCMP_EQUAL((start + "\"x && signaled(f[0])\"").c_str(),
               told("a: {b: {until: x && signaled(f[0])}}\n").c_str());
  STRCMP_EQUAL((start + "\"f[i=0..2]\"").c_str(),
               told("a: {f[i=0..2]: dma_fence}\n").c_str());
}

TEST(yaml_message, a_selector_cut_at_its_comma_is_quoted_in_the_hint) {
  STRCMP_EQUAL(
      "a text with a comma must be quoted inside {..} and [..] / write "
      "\"between(a, b)\"",
      told("r: {never: nop, within: between(a, b)}\n").c_str());
}

TEST(yaml_message, brackets_within_quotes_are_nobodys_fault) {
  STRCMP_EQUAL(
      "a `{` is not closed with `}` / texts with , [ ] { } or `: ` "
      "must be quoted inside {..}",
      told("a: {b: \"fence[i-1]\"\n").c_str());
}

TEST(yaml_message, blanks_and_indentation_are_told_apart) {
  STRCMP_EQUAL("a blank is missing behind `:`",
               told("scenario:a\nthreads: {}\n").c_str());
  STRCMP_EQUAL("a blank is missing behind `:`",
               told("threads: {t:[nop]}\n").c_str());
  STRCMP_EQUAL("a tab is used for indentation / indent with spaces",
               told("a:\n\tb: c\n").c_str());
  CHECK(told("a: b\n c: d\n").starts_with("this line continues"));
}
