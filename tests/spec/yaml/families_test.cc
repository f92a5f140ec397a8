#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string in_thread(const std::string& step) {
  return codes(
      "scenario: s\nobjects:\n  f[i=1..3]: dma_fence\n  m: mutex\nthreads:\n"
      "  t[i=1..3]:\n    - " +
      step + "\n");
}

}  // namespace

TEST_GROUP(families){};

TEST(families, an_index_is_an_expression_over_constants) {
  STRCMP_EQUAL("", in_thread("dma_fence_wait: f[4 - i]").c_str());
  STRCMP_EQUAL("", in_thread("assert: signaled(f[i]) || i % 2 == 0").c_str());
}

TEST(families, an_index_out_of_range_is_told_once) {
  STRCMP_EQUAL("index-out-of-range 7:23",
               in_thread("dma_fence_wait: f[i + 1]").c_str());
  STRCMP_EQUAL("index-out-of-range 7:23",
               in_thread("dma_fence_wait: f[10 * i]").c_str());
}

TEST(families, a_bare_family_stands_only_where_a_list_may) {
  STRCMP_EQUAL("", in_thread("dma_fence_wait_any: f").c_str());
  STRCMP_EQUAL("missing-index 7:23", in_thread("dma_fence_wait: f").c_str());
  STRCMP_EQUAL("not-a-family 7:19", in_thread("mutex_lock: m[0]").c_str());
}

TEST(families, ten_thousand_members_are_the_limit) {
  const auto with_range = [](const std::string& range) {
    return codes("scenario: s\nobjects:\n  f[" + range +
                 "]: int\nthreads: {t: []}\n");
  };
  STRCMP_EQUAL("", with_range("i=1..10000").c_str());
  STRCMP_EQUAL("family-too-large 3:3", with_range("i=0..10000").c_str());
  STRCMP_EQUAL("", with_range("i=5..1").c_str());
}

TEST(families, the_index_is_unknown_outside_of_its_entry) {
  STRCMP_EQUAL("unknown-name 4:16",
               codes("scenario: s\nthreads:\n  t[i=0..1]: [nop]\n"
                     "  u: [{assert: i == 0}]\n")
                   .c_str());
}
