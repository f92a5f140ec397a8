// Which of the blocked is the root: what may still come from where a context
// stands, daemons, assignments that help nobody.
#include "explorer/check/deadlock.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using picket::test::Drive;

namespace {

// Every thread and item runs as far as it can, in the order of the names.
std::string findings_after(const std::string& yaml,
                           const std::vector<std::string>& order) {
  Drive d(yaml);
  for (const std::string& who : order) d.run(who);
  std::string text;
  for (const EndFinding& f : analyse_end(d.program(), d.state()).findings) {
    text += text.empty() ? "" : ", ";
    if (f.code == FindingCode::deadlock) text += "deadlock";
    if (f.code == FindingCode::hang) text += "hang";
    if (f.code == FindingCode::lost_wakeup) text += "lost-wakeup";
    if (f.code == FindingCode::unsignaled_fence) text += "unsignaled-fence";
    for (const std::string& a : f.arguments) text += " " + a;
  }
  return text;
}

}  // namespace

TEST_GROUP(root){};

// flush has queued rec and waits for what rec would do behind sem; what the
// function has done before it waits does not come again.
TEST(root, of_a_function_that_was_called_only_the_rest_comes) {
  const std::string yaml =
      "scenario: s\n"
      "objects: {sem: semaphore, done: completion, q: wait_queue_head, bytes: "
      "{type: int, initial: 1}, flush: {type: work_struct, function: fl}, rec: "
      "{type: work_struct, function: re}}\n"
      "functions:\n"
      "  fl: [{down: sem}, {up: sem}, {complete: done}]\n"
      "  re: [{schedule_work: flush}, {wait_for_completion: done}, {set: "
      "{bytes: 0}}, {wake_up: q}]\n"
      "  w: [{schedule_work: rec}, {wait_event: {wq: q, until: bytes == 0}}]\n"
      "threads:\n"
      "  t: [{down: sem}, {call: w}, {up: sem}]\n";
  STRCMP_EQUAL("deadlock flush rec t",
               findings_after(yaml, {"t", "rec", "flush", "t"}).c_str());
}

TEST(root, a_thread_cannot_start_itself) {
  STRCMP_EQUAL("hang t",
               findings_after("scenario: s\nobjects: {x: int}\nthreads:\n"
                              "  t: {starts: x == 1, steps: [{set: {x: 1}}]}\n",
                              {"t"})
                   .c_str());
}

TEST(root, a_daemon_that_nobody_starts_is_no_finding) {
  STRCMP_EQUAL(
      "", findings_after(
              "scenario: s\nobjects: {x: int}\nthreads:\n"
              "  d: {daemon: true, starts: x == 1, steps: [{set: {x: 0}}]}\n"
              "  t: [nop]\n",
              {"t"})
              .c_str());
  STRCMP_EQUAL(
      "", findings_after(
              "scenario: s\nobjects: {x: int, y: int}\nthreads:\n"
              "  d: {daemon: true, starts: x == 1, steps: [{set: {y: 1}}]}\n"
              "  e: {daemon: true, starts: y == 1, steps: [{set: {x: 1}}]}\n"
              "  t: [nop]\n",
              {"t"})
              .c_str());
}

TEST(root, a_server_that_waits_for_its_next_job_is_idle) {
  const std::string yaml =
      "scenario: s\nobjects: {jobs: int, q: wait_queue_head, m: mutex}\n"
      "threads:\n"
      "  server: {daemon: true, steps: [{while: 1, do: [{wait_event: {wq: q, "
      "until: jobs > 0}}, {set: {jobs: jobs - 1}}]}]}\n";
  STRCMP_EQUAL("", findings_after(yaml, {"server"}).c_str());
}

TEST(root, who_waits_for_a_daemon_that_nobody_starts_hangs) {
  STRCMP_EQUAL(
      "hang t",
      findings_after("scenario: s\nobjects: {x: int, f: dma_fence}\nthreads:\n"
                     "  d: {daemon: true, starts: x == 1, steps: "
                     "[{dma_fence_signal: f}]}\n"
                     "  t: [{dma_fence_wait: f}]\n",
                     {"t"})
          .c_str());
  STRCMP_EQUAL(
      "deadlock d t",
      findings_after("scenario: s\nobjects: {x: int, f: dma_fence}\nthreads:\n"
                     "  d: {daemon: true, starts: x == 1, steps: "
                     "[{dma_fence_signal: f}]}\n"
                     "  t: [{dma_fence_wait: f}, {set: {x: 1}}]\n",
                     {"t"})
          .c_str());
}

// Both join and leave a transaction; only leaving can make the count zero.
TEST(root, an_assignment_that_cannot_make_it_true_helps_nobody) {
  const std::string yaml =
      "scenario: s\nobjects: {q: wait_queue_head, n: {type: int, initial: 2}, "
      "c: completion, e: completion}\nthreads:\n"
      "  waits: [{wait_event: {wq: q, until: n == 0}}, {complete: c}]\n"
      "  joins: [{wait_for_completion: c}, {set: {n: 1}}]\n"
      "  leaves: [{wait_for_completion: e}, {set: {n: 0}}]\n";
  STRCMP_EQUAL("hang leaves",
               findings_after(yaml, {"waits", "joins", "leaves"}).c_str());
}

TEST(root, of_two_variables_the_one_that_is_known_may_decide) {
  const auto with = [](const char* until) {
    return std::string(
               "scenario: s\nobjects: {q: wait_queue_head, n: int, m: "
               "int, c: completion}\nthreads:\n"
               "  waits: [{wait_event: {wq: q, until: ") +
           until +
           "}}, {complete: c}]\n"
           "  other: [{wait_for_completion: c}, {set: {n: 1}}]\n";
  };
  const std::vector<std::string> order{"waits", "other"};
  STRCMP_EQUAL("hang waits",
               findings_after(with("n == 2 && m == 1"), order).c_str());
  STRCMP_EQUAL("deadlock other waits",
               findings_after(with("n == 1 && m == 1"), order).c_str());
  STRCMP_EQUAL("deadlock other waits",
               findings_after(with("n == 2 || m == 1"), order).c_str());
}

// prepare_to_wait sets the state, as set_current_state does.
TEST(root, a_wake_up_before_prepare_to_wait_is_lost) {
  const std::string yaml =
      "scenario: s\nobjects: {q: wait_queue_head}\nthreads:\n"
      "  t: [{prepare_to_wait: q}, schedule, {finish_wait: q}]\n"
      "  w: [{wake_up_process: t}]\n";
  STRCMP_EQUAL("lost-wakeup t", findings_after(yaml, {"w", "t"}).c_str());
  STRCMP_EQUAL("", findings_after(
                       "scenario: s\nobjects: {q: wait_queue_head}\nthreads:\n"
                       "  t: [{prepare_to_wait: q}, {finish_wait: q}]\n"
                       "  w: [{wake_up_process: t}]\n",
                       {"w", "t"})
                       .c_str());
  STRCMP_EQUAL("hang t",
               findings_after("scenario: s\nobjects: {q: wait_queue_head, x: "
                              "int}\nthreads:\n"
                              "  t: [{wait_event: {wq: q, until: x == 1}}]\n"
                              "  w: [{wake_up_process: t}]\n",
                              {"w", "t"})
                   .c_str());
}

TEST(root, in_a_circle_of_waits_that_may_end_all_are) {
  const std::string one =
      "[{wait_for_completion_interruptible: c, into: r}, {complete: d}]";
  const std::string two =
      "[{wait_for_completion_interruptible: d, into: r}, {complete: c}]";
  const std::string head =
      "scenario: s\nobjects: {c: completion, d: completion}\nthreads: ";
  STRCMP_EQUAL(
      "hang a, hang b",
      findings_after(head + "{a: " + one + ", b: " + two + "}\n", {}).c_str());
  STRCMP_EQUAL(
      "hang b, hang a",
      findings_after(head + "{b: " + two + ", a: " + one + "}\n", {}).c_str());
  // Who waits for one of them without end follows from it.
  STRCMP_EQUAL("hang a, hang b",
               findings_after(head + "{x: [{wait_for_completion: c}], a: " +
                                  one + ", b: " + two + "}\n",
                              {})
                   .c_str());
}

TEST(root, who_sleeps_for_a_chain_has_done_with_its_older_nodes) {
  const std::string objects =
      "scenario: s\nobjects:\n"
      "  f: {type: dma_fence, published: false}\n"
      "  g: {type: dma_fence, published: false}\n"
      "  c: {type: dma_fence_chain, published: false, fence: f, seqno: 1}\n"
      "  d: {type: dma_fence_chain, published: false, prev: c, fence: g, "
      "seqno: 2}\n";
  STRCMP_EQUAL("hang w",
               findings_after(objects + "threads: {w: [{dma_fence_signal: f}, "
                                        "{dma_fence_wait: d}]}\n",
                              {"w"})
                   .c_str());
  // Asking the older one helps nobody who waits for the newer.
  STRCMP_EQUAL(
      "hang w, hang v",
      findings_after(objects + "threads: {s: [{dma_fence_signal: f}], w: "
                               "[{dma_fence_wait: d}], v: [{dma_fence_wait: "
                               "g}, {dma_fence_wait: c}]}\n",
                     {"s", "w", "v"})
          .c_str());
}

TEST(root, a_callback_that_was_removed_or_has_run_helps_nobody) {
  const auto after = [](const std::string& steps) {
    return findings_after(
        "scenario: s\nobjects: {f: {type: dma_fence, published: false}, c: "
        "completion}\nfunctions: {cb: [{complete: c}]}\nthreads: {t: [" +
            steps + ", {wait_for_completion: c}, {dma_fence_signal: f}]}\n",
        {"t"});
  };
  const std::string add = "{dma_fence_add_callback: {fence: f, cb: cb}}";
  STRCMP_EQUAL("deadlock t", after(add).c_str());
  STRCMP_EQUAL(
      "hang t",
      after(add + ", {dma_fence_remove_callback: {fence: f, cb: cb}}").c_str());
  STRCMP_EQUAL("hang t", after(add + ", {dma_fence_signal: f}, "
                                     "{wait_for_completion: c}")
                             .c_str());
  // It may still be added.
  STRCMP_EQUAL("deadlock t", after("{wait_for_completion: c}, " + add).c_str());
}
