// What is said of a misuse.
#include "explorer/check/check.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// The message of the only finding.
std::string message(const std::string& yaml) {
  const auto read = read_scenario_text("x.yaml", yaml, {});
  const auto result = check(read.scenarios.at(0), CheckOptions{});
  return result.findings.size() == 1 ? result.findings[0].message : "";
}

}  // namespace

TEST_GROUP(misuse_words){};

TEST(misuse_words, a_flush_in_reclaim_says_why_it_must_not_be) {
  STRCMP_CONTAINS(
      "WQ_MEM_RECLAIM",
      message("scenario: s\nobjects: {w: {type: work_struct, function: f}, q: "
              "workqueue_struct}\nfunctions: {shrink: [{flush_work: w}], f: "
              "[nop]}\nreclaim: [shrink]\nthreads:\n  t: [{queue_work: {wq: "
              "q, work: w}}, {kmalloc: GFP_KERNEL}]\n")
          .c_str());
}

TEST(misuse_words, who_queues_while_the_queue_is_drained_is_told_so) {
  STRCMP_CONTAINS(
      "is being drained",
      message("scenario: s\nobjects: {w: {type: work_struct, function: f}, v: "
              "{type: work_struct, function: f}, q: workqueue_struct}\n"
              "functions: {f: [nop]}\nthreads:\n  a: [{queue_work: {wq: q, "
              "work: w}}, {drain_workqueue: q}]\n  b: [{queue_work: {wq: q, "
              "work: v}}]\n")
          .c_str());
}
