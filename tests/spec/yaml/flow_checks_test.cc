#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string mistakes(const std::string& sections) {
  return codes("scenario: s\nobjects: {m: mutex, x: int, f: dma_fence}\n" +
               sections);
}

}  // namespace

TEST_GROUP(flow_checks){};

TEST(flow_checks, a_local_is_assigned_on_some_path_or_it_is_a_mistake) {
  STRCMP_EQUAL("", mistakes("threads:\n  t: [{if: x, then: [{read: x, into: "
                            "r}]}, {assert: r}]\n")
                       .c_str());
  STRCMP_EQUAL(
      "unassigned-local 4:41",
      mistakes("threads:\n  t: [{if: x, then: [], else: [{assert: r}, {read: "
               "x, into: r}]}]\n")
          .c_str());
}

TEST(flow_checks, a_later_round_of_a_loop_counts) {
  STRCMP_EQUAL("", mistakes("threads:\n  t: [{while: x, do: [{assert: r, "
                            "when: x}, {read: x, into: r}]}]\n")
                       .c_str());
  STRCMP_EQUAL("", mistakes("threads:\n  t: [{repeat: 2, do: [{assert: r, "
                            "when: x}, {read: x, into: r}]}]\n")
                       .c_str());
}

TEST(flow_checks, a_called_function_sees_its_callers_locals) {
  STRCMP_EQUAL("", mistakes("functions:\n  g: [{assert: r}]\n  f: [{call: g}]"
                            "\nthreads:\n  t: [{read: x, into: r}, {call: f}"
                            "]\n")
                       .c_str());
}

TEST(flow_checks, a_callers_local_is_not_made_by_the_callee) {
  STRCMP_EQUAL("unassigned-local 6:27",
               mistakes("functions:\n  f: [{read: x, into: r}]\nthreads:\n"
                        "  t: [{call: f}, {assert: r}]\n")
                   .c_str());
}

TEST(flow_checks, callbacks_and_work_see_nobodys_locals) {
  STRCMP_EQUAL(
      "unassigned-local 4:17",
      mistakes("functions:\n  cb: [{assert: r}]\nthreads:\n  t: [{read: x, "
               "into: r}, {dma_fence_add_callback: {fence: f, cb: cb}}]\n")
          .c_str());
}

TEST(flow_checks, a_function_nobody_runs_is_not_judged) {
  STRCMP_EQUAL("", mistakes("functions:\n  f: [{assert: r}, "
                            "dma_fence_end_signalling]\nthreads:\n  t: "
                            "[{read: x, into: r}]\n")
                       .c_str());
}

TEST(flow_checks, one_bad_step_does_not_make_its_local_unassigned) {
  STRCMP_EQUAL("unknown-name 4:23",
               mistakes("threads:\n  t: [{mutex_trylock: mm, into: r}, "
                        "{assert: r}]\n")
                   .substr(0, 17)
                   .c_str());
  CHECK(mistakes("threads:\n  t: [{mutex_trylok: m, into: r}, {assert: r}]\n")
            .find("unassigned") == std::string::npos);
}

TEST(flow_checks, recursion_is_a_mistake) {
  STRCMP_EQUAL("recursive-call 5:8",
               mistakes("functions:\n  f: [{call: g}]\n  g: [{call: f}]\n"
                        "threads: {t: [nop]}\n")
                   .c_str());
}

TEST(flow_checks, a_section_must_have_been_opened_somewhere_before) {
  STRCMP_EQUAL("unbalanced-section 4:7",
               mistakes("threads:\n  t: [dma_fence_end_signalling]\n").c_str());
  STRCMP_EQUAL("", mistakes("threads:\n  t: [{if: x, then: "
                            "[dma_fence_begin_signalling]}, "
                            "dma_fence_end_signalling]\n")
                       .c_str());
}

TEST(flow_checks, a_section_stays_open_over_calls_and_returns) {
  STRCMP_EQUAL("", mistakes("functions:\n  b: [dma_fence_begin_signalling]\n"
                            "  e: [dma_fence_end_signalling]\nthreads:\n"
                            "  t: [{call: b}, {call: e}]\n")
                       .c_str());
}

TEST(flow_checks, an_expected_misuse_allows_an_unopened_section) {
  STRCMP_EQUAL("", mistakes("threads:\n  t: [dma_fence_end_signalling]\n"
                            "expect: [misuse]\n")
                       .c_str());
  STRCMP_EQUAL("", mistakes("threads:\n  t: [dma_fence_end_signalling]\n"
                            "expect:\n  - misuse: unbalanced-signalling\n")
                       .c_str());
}
