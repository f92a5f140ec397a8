#include "explorer/report/state_text.h"

#include "explorer/counterexample/replay.h"
#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

// All changes of a schedule, one a line.
std::string changes(const std::string& yaml, const std::string& schedule) {
  const MadeCheck made("f.yaml", yaml);
  const Program program(made.scenario());
  const Replay run = replay(program, made.schedule(schedule));
  CHECK_FALSE(run.refused.has_value());
  std::string text;
  for (std::size_t i = 0; i < run.moments.size(); ++i)
    for (const std::string& change :
         state_changes(program, run.states[i], run.states[i + 1]))
      text += change + "\n";
  return text;
}

void check_has(const std::string& text, const std::string& line) {
  if (text.find(line + "\n") == text.npos)
    FAIL(("no line `" + line + "` in\n" + text).c_str());
}

}  // namespace

TEST_GROUP(StateText){};

TEST(StateText, locks_and_their_owners) {
  const std::string text = changes(
      "scenario: s\nobjects: {m: mutex, r: rw_semaphore}\n"
      "threads: {t: [{mutex_lock: m}, {mutex_unlock: m}, {down_read: r},\n"
      "              {up_read: r}]}\n",
      "t t t t");
  check_has(text, "mutex m: free -> held by t");
  check_has(text, "mutex m: held by t -> free");
  check_has(text, "rw_semaphore r: free -> read by t");
  check_has(text, "rw_semaphore r: read by t -> free");
}

TEST(StateText, values_counts_and_completions) {
  const std::string text = changes(
      "scenario: s\nobjects: {x: int, c: completion, s: semaphore}\n"
      "threads: {t: [{set: {x: 3}}, {complete: c}, {complete_all: c},\n"
      "              {down: s}]}\n",
      "t t t t");
  check_has(text, "int x: 0 -> 3");
  check_has(text, "completion c: not completed -> completed");
  check_has(text, "completion c: completed -> completed for all");
  check_has(text, "semaphore s: count 1 -> count 0");
}

TEST(StateText, fences) {
  const MadeCheck made("f.yaml",
                       "scenario: s\n"
                       "objects: {f: {type: dma_fence, published: false}}\n"
                       "threads: {t: [{publish: f}, {dma_fence_signal: f}]}\n");
  const Program program(made.scenario());
  Replay run = start_replay(program);
  while (extend(program, run, {made.thread("t"), 0})) continue;
  std::string text;
  for (const std::string& change :
       state_changes(program, run.states.front(), run.states.back()))
    text += change + "\n";
  check_has(text, "dma_fence f: unsignalled, not published -> signalled");
  check_has(text, "t: running -> finished");
}

TEST(StateText, sleepers_and_sections) {
  const std::string text = changes(
      "scenario: s\nobjects: {wq: wait_queue_head}\n"
      "threads: {t: [{prepare_to_wait: wq}, {finish_wait: wq},\n"
      "              dma_fence_begin_signalling, preempt_disable,\n"
      "              preempt_enable, dma_fence_end_signalling]}\n",
      "t t t t t t");
  check_has(text, "wait_queue_head wq: empty -> queued: t");
  check_has(text, "t: running -> TASK_UNINTERRUPTIBLE");
  check_has(text, "t: running -> in a signalling section");
  check_has(text,
            "t: in a signalling section -> preemption off, in a signalling "
            "section");
}

TEST(StateText, work_items_and_what_was_freed) {
  const std::string text = changes(
      "scenario: s\nobjects: {w: {type: work_struct, function: f}, m: mutex}\n"
      "functions: {f: [{free: m}]}\n"
      "threads: {t: [{schedule_work: w}]}\n",
      "t w w");
  check_has(text, "work_struct w: not queued -> pending");
  check_has(text, "work_struct w: pending -> running");
  check_has(text, "mutex m: free -> freed");
}

TEST(StateText, who_is_on_a_cpu) {
  const std::string text = changes(
      "scenario: s\nobjects: {l: spinlock_t, c: local_lock_t}\nthreads:\n"
      "  t: {cpu: 0, steps: [{local_lock: c}, nop, {local_unlock: c}]}\n"
      "  s: {cpu: 0, context: softirq, steps: [{spin_lock_irq: l},\n"
      "      {spin_unlock_irq: l}]}\n"
      "  h: {cpu: 0, context: hardirq, steps: [nop, nop]}\n"
      "  o: [{spin_lock: l}, nop, {spin_unlock: l}]\n"
      "  d: [{disable_irq: h}, {enable_irq: h}]\n",
      "t o s h d h s o o s s t t d");
  check_has(text, "CPU 0: free -> t");
  check_has(text, "local_lock_t c: free -> held by t");
  check_has(text, "CPU 0: t -> s over t");
  check_has(text, "CPU 0: s over t -> h over s over t");
  check_has(text, "h: running -> line disabled");
  check_has(text, "s: running -> spins with interrupts off");
  check_has(text,
            "s: spins with interrupts off -> preemption off, interrupts off");
  check_has(text, "CPU 0: t -> free");
}
