#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

const std::string kObjects = "objects: {x: int, m: mutex}\n";

std::string flow(const std::string& steps, const std::string& more = "") {
  return listing(with_steps(steps, kObjects + more));
}

}  // namespace

TEST_GROUP(flow){};

TEST(flow, steps_follow_each_other) {
  STRCMP_EQUAL("0 mutex_lock(m) -> 1\n1 mutex_unlock(m) -> end\n",
               flow("[{mutex_lock: m}, {mutex_unlock: m}]").c_str());
}

TEST(flow, an_empty_thread_has_no_entry) {
  CHECK(!with_steps("[]").functions[0].entry.valid());
}

TEST(flow, if_branches_and_joins) {
  STRCMP_EQUAL(
      "0 if(x) -> 1 else 2\n"
      "1 mutex_lock(m) -> 3\n"
      "2 nop -> 3\n"
      "3 nop -> end\n",
      flow("[{if: x, then: [{mutex_lock: m}], else: [nop]}, nop]").c_str());
}

TEST(flow, while_returns_to_its_head) {
  STRCMP_EQUAL(
      "0 while(x) -> 1 else 2\n"
      "1 set(x = x - 1) -> 0 back\n"
      "2 nop -> end\n",
      flow("[{while: x, do: [{set: {x: x - 1}}]}, nop]").c_str());
}

TEST(flow, the_way_back_is_always_a_next) {
  // An `if` at the end of the body would go back by `other`.
  STRCMP_EQUAL(
      "0 while(x) -> 1 else end\n"
      "1 if(x) -> 2 else 3\n"
      "2 nop -> 3\n"
      "3 goto -> 0 silent back\n",
      flow("[{while: x, do: [{if: x, then: [nop]}]}]").c_str());
}

TEST(flow, break_and_continue_leave_edges) {
  STRCMP_EQUAL(
      "0 while(x) -> 1 else 6\n"
      "1 if(x == 1) -> 2 else 3\n"
      "2 break -> 6 silent\n"
      "3 if(x == 2) -> 4 else 5\n"
      "4 continue -> 0 silent back\n"
      "5 nop -> 0 back\n"
      "6 nop -> end\n",
      flow("[{while: x, do: [{break: ~, when: x == 1}, {continue: ~, when: "
           "x == 2}, nop]}, nop]")
          .c_str());
}

TEST(flow, repeat_is_unrolled) {
  STRCMP_EQUAL(
      "0 nop -> 1\n1 mutex_lock(m) -> 2\n2 nop -> 3\n3 mutex_lock(m) -> 4\n"
      "4 mutex_unlock(m) -> end\n",
      flow("[{repeat: 2, do: [nop, {mutex_lock: m}]}, {mutex_unlock: m}]")
          .c_str());
  STRCMP_EQUAL("0 nop -> end\n",
               flow("[{repeat: 0, do: [{mutex_lock: m}]}, nop]").c_str());
  STRCMP_EQUAL("", flow("[{repeat: 1000000000, do: []}]").c_str());
}

TEST(flow, continue_in_repeat_goes_to_the_next_copy) {
  STRCMP_EQUAL(
      "0 if(x) -> 1 else 2\n"
      "1 continue -> 3 silent\n"
      "2 nop -> 3\n"
      "3 if(x) -> 4 else 5\n"
      "4 continue -> end silent\n"
      "5 nop -> end\n",
      flow("[{repeat: 2, do: [{continue: ~, when: x}, nop]}]").c_str());
}

TEST(flow, a_loop_limit_unrolls_while_and_marks_the_last_copy) {
  STRCMP_EQUAL(
      "0 while(x) -> 1 else end\n"
      "1 nop -> 2\n"
      "2 while(x) -> 3 else end\n"
      "3 nop -> 4\n"
      "4 while(x) -> end else end limit\n",
      flow("[{while: x, do: [nop]}]", "limits: {loops: 2}\n").c_str());
}

TEST(flow, choose_names_its_branches) {
  STRCMP_EQUAL(
      "0 choose or 1 or 2 or 3\n"
      "1 mutex_lock(m) -> 3\n"
      "2 nop -> 3\n"
      "3 nop -> end\n",
      flow("[{choose: [[{mutex_lock: m}], [nop], []]}, nop]").c_str());
}

TEST(flow, goto_reaches_outer_lists) {
  STRCMP_EQUAL(
      "0 nop -> 1 label top\n"
      "1 if(x) -> 2 else 3\n"
      "2 goto -> 0 silent back\n"
      "3 if(x) -> 4 else 5\n"
      "4 goto -> 6 silent\n"
      "5 nop -> 6\n"
      "6 nop -> end label out\n",
      flow("[{nop: ~, label: top}, {if: x, then: [{goto: top}]}, {if: x, "
           "then: [{goto: out}]}, nop, {nop: ~, label: out}]")
          .c_str());
}

TEST(flow, a_label_inside_repeat_belongs_to_its_copy) {
  STRCMP_EQUAL(
      "0 if(x) -> 1 else 2\n"
      "1 goto -> 3 silent\n"
      "2 mutex_lock(m) -> 3\n"
      "3 nop -> 4 label l\n"
      "4 if(x) -> 5 else 6\n"
      "5 goto -> 7 silent\n"
      "6 mutex_lock(m) -> 7\n"
      "7 nop -> end label l\n",
      flow("[{repeat: 2, do: [{goto: l, when: x}, {mutex_lock: m}, {nop: ~, "
           "label: l}]}]")
          .c_str());
}

TEST(flow, when_stays_on_plain_steps) {
  STRCMP_EQUAL("0 mutex_lock(m) when x -> 1\n1 nop -> end\n",
               flow("[{mutex_lock: m, when: x}, nop]").c_str());
}

TEST(flow, when_on_a_structure_becomes_an_if_around_it) {
  STRCMP_EQUAL(
      "0 if(x == 2) -> 1 else 3\n"
      "1 while(x) -> 2 else 3 label l\n"
      "2 nop -> 1 back\n"
      "3 nop -> end\n",
      flow("[{while: x, when: x == 2, label: l, do: [nop]}, nop]").c_str());
}

TEST(flow, only_control_that_reads_nothing_shared_is_silent) {
  const std::string functions = "functions: {f: [{return: 1}]}\n";
  STRCMP_EQUAL(
      "0 return 1 -> end silent\n"
      "1 call(f) -> 2 silent\n"
      "2 if(r) -> 3 else 4 silent\n"
      "3 return x -> end\n"
      "4 call(f) when x -> 5\n"
      "5 call(f) -> end label l\n",
      flow("[{call: f, into: r}, {if: r, then: [{return: x}]}, {call: f, "
           "when: x}, {call: f, label: l}]",
           functions)
          .c_str());
}

TEST(flow, a_loop_of_silent_steps_keeps_one_that_is_not) {
  STRCMP_EQUAL("0 while(1) -> 0 else end back\n",
               flow("[{while: 1, do: []}]").c_str());
  STRCMP_EQUAL(
      "0 while(1) -> 1 else end silent\n"
      "1 if(0) -> 2 else 3 silent\n"
      "2 break -> end silent\n"
      "3 goto -> 0 back\n",
      flow("[{while: 1, do: [{if: 0, then: [break]}]}]").c_str());
}

TEST(flow, functions_are_flattened_once) {
  const Scenario s = first(
      "scenario: s\nfunctions: {f: [nop, nop]}\n"
      "threads: {t: [{call: f}, {call: f}], u: [{call: f}]}\n");
  CHECK_EQUAL(5u, s.steps.size());
  CHECK_EQUAL(3u, s.functions.size());
  STRCMP_EQUAL("t", s.functions[1].name.c_str());
  CHECK_EQUAL(2, s.functions[1].entry.value);
}

TEST(flow, a_dead_step_with_a_label_is_a_mistake) {
  STRCMP_EQUAL("unreachable-step 3:16",
               codes("scenario: s\nthreads:\n  t: [return, {nop: ~, label: "
                     "dead}]\n")
                   .c_str());
}

TEST(flow, others_are_warned_of_once_per_stretch) {
  STRCMP_EQUAL(
      "dead-step 3:15",
      codes("scenario: s\nthreads:\n  t: [return, nop, nop]\n").c_str());
  STRCMP_EQUAL(
      "dead-step 3:31",
      codes("scenario: s\nthreads:\n  t: [{repeat: 3, do: [break, nop]}, "
            "nop]\n")
          .c_str());
}
