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

TEST(misuse_words, who_needs_a_lock_and_has_it_not_is_told_which) {
  STRCMP_EQUAL(
      "t needs dma_resv r for dma_resv_add_fence(r, f, WRITE), but does not "
      "hold it",
      message(
          "scenario: s\nobjects: {r: dma_resv, f: dma_fence}\nthreads:\n"
          "  t: [{dma_resv_add_fence: {resv: r, fence: f, usage: WRITE}}]\n")
          .c_str());
}

TEST(misuse_words, who_may_not_sleep_is_told_why) {
  STRCMP_EQUAL("t may sleep in mutex_lock(m) while it holds spinlock_t l",
               message("scenario: s\nobjects: {m: mutex, l: spinlock_t}\n"
                       "threads:\n  t: [{spin_lock: l}, {mutex_lock: m}, "
                       "{mutex_unlock: m}, {spin_unlock: l}]\n")
                   .c_str());
  STRCMP_EQUAL("t may sleep in mutex_lock(m) with interrupts off",
               message("scenario: s\nobjects: {m: mutex}\nthreads:\n"
                       "  t: [local_irq_disable, {mutex_lock: m}, "
                       "{mutex_unlock: m}, local_irq_enable]\n")
                   .c_str());
}

TEST(misuse_words, a_broken_wound_wait_protocol_is_explained) {
  const std::string head =
      "scenario: s\nobjects: {a: ww_mutex, b: ww_mutex, c: ww_acquire_ctx}\n"
      "threads:\n  t: [";
  STRCMP_CONTAINS("ww_acquire_init is missing",
                  message(head + "{ww_mutex_lock: {lock: a, ctx: c}}, "
                                 "{ww_mutex_unlock: a}]\n")
                      .c_str());
  STRCMP_CONTAINS("no further lock is taken",
                  message(head + "{ww_acquire_init: c}, {ww_acquire_done: c}, "
                                 "{ww_mutex_lock: {lock: a, ctx: c}}]\n")
                      .c_str());
  STRCMP_CONTAINS("locks of the transaction are still held",
                  message(head + "{ww_acquire_init: c}, "
                                 "{ww_mutex_lock: {lock: a, ctx: c}}, "
                                 "{ww_acquire_fini: c}]\n")
                      .c_str());
  STRCMP_CONTAINS("only for after -EDEADLK",
                  message(head + "{ww_acquire_init: c}, "
                                 "{ww_mutex_lock_slow: {lock: a, ctx: c}}]\n")
                      .c_str());
}
