// Logs written for these tests, of contexts that exist nowhere.
#include "explorer/exchange/import.h"

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

const std::string kTwoMutexes =
    "[   12.345678] WARNING: possible circular locking dependency detected\n"
    "[   12.345679] 6.9.0-toy #1 Not tainted\n"
    "[   12.345680] toyd/17 is trying to acquire lock:\n"
    "[   12.345681] ffff0001 (&toy->left){+.+.}-{3:3}, at: toy_pull+0x1/0x9\n"
    "[   12.345682] \n"
    "               but task is already holding lock:\n"
    "[   12.345683] ffff0002 (&toy->right){+.+.}-{3:3}, at: toy_run+0x2/0x9\n"
    "[   12.345684] \n"
    "               -> #1 (&toy->right){+.+.}-{3:3}:\n"
    "[   12.345685]        lock_acquire+0x1/0x2\n"
    "[   12.345686]        __mutex_lock+0x1/0x2\n"
    "[   12.345687]        toy_push+0x4/0x9 toys/toy.c:44\n"
    "[   12.345688] \n"
    "               -> #0 (&toy->left){+.+.}-{3:3}:\n"
    "[   12.345689]        lock_acquire+0x1/0x2\n"
    "[   12.345690]        __mutex_lock+0x1/0x2\n"
    "[   12.345691]        toy_pull+0x1/0x9 toys/toy.c:55\n"
    "[   12.345692] \n"
    "               other info that might help us debug this:\n";

std::string imported(const std::string& log) {
  return import_log(log, LogKind::any).yaml;
}

void has(const std::string& yaml, const std::string& part) {
  CHECK_TEXT(yaml.find(part) != std::string::npos,
             (part + "\n" + yaml).c_str());
}

std::string each_line(const std::string& log, const std::string& prefix,
                      const std::string& suffix) {
  std::string out = prefix;
  for (const char c : log) {
    if (c == '\n') out += suffix;
    out += c;
    if (c == '\n') out += prefix;
  }
  return out;
}

// Link `number` of a chain, its trace one function.
std::string link(int number, const std::string& lock,
                 const std::string& functions) {
  return "-> #" + std::to_string(number) + " (" + lock + "}:\n" + functions;
}

}  // namespace

TEST_GROUP(import_log){};

TEST(import_log, each_link_of_the_chain_is_a_thread) {
  const std::string yaml = imported(kTwoMutexes);
  has(yaml,
      "  toy_push:\n    - mutex_lock: toy_left\n"
      "    - mutex_lock: toy_right\n"
      "      note: \"toy_push+0x4/0x9 toys/toy.c:44\"\n");
  has(yaml,
      "  toy_pull:\n    - mutex_lock: toy_right\n"
      "      note: \"toy_run+0x2/0x9\"\n");
  has(yaml, "toy_left: { type: mutex, class: \"&toy->left\" }");
  has(yaml, "source: \"lockdep report, Linux 6.9.0-toy, task toyd/17\"");
  has(yaml, "deadlock: [toy_push, toy_pull]");
}

TEST(import_log, says_the_same_whatever_carried_the_log) {
  const std::string yaml = imported(kTwoMutexes);
  STRCMP_EQUAL(yaml.c_str(),
               imported(each_line(kTwoMutexes, "", "\r")).c_str());
  STRCMP_EQUAL(yaml.c_str(),
               imported(each_line(kTwoMutexes, "> > ", "")).c_str());
  STRCMP_EQUAL(
      yaml.c_str(),
      imported(each_line(kTwoMutexes, "Mar  1 10:00:00 host kernel: ", ""))
          .c_str());
  STRCMP_EQUAL(yaml.c_str(),
               imported(each_line(kTwoMutexes, "<4>[    T17] ", "")).c_str());
}

TEST(import_log, undoes_escapes_and_joins_what_mail_broke) {
  std::string log = kTwoMutexes;
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"->left", "-&gt;left"},
        {"{+.+.}-{3:3}, at: toy_run", "{+.+.}-\n{3:3}, at:\ntoy_run"}})
    for (std::size_t at = log.find(from); at != std::string::npos;
         at = log.find(from, at + to.size()))
      log.replace(at, from.size(), to);
  STRCMP_EQUAL(imported(kTwoMutexes).c_str(), imported(log).c_str());
}

TEST(import_log, reports_of_one_log_are_documents_with_names_of_their_own) {
  const Imported two = import_log(kTwoMutexes + kTwoMutexes, LogKind::any);
  LONGS_EQUAL(2, two.scenarios);
  has(two.yaml, "\n---\n");
  has(two.yaml, "scenario: lockdep-toy-left-toy-right-2\n");
}

TEST(import_log, reclaim_goes_on_in_who_allocates) {
  const std::string yaml =
      imported("possible circular locking dependency detected\n" +
               link(1, "fs_reclaim){+.+.}-{0:0",
                    "fs_reclaim_acquire+0x1/0x2\n"
                    "__kmalloc+0x1/0x2\n"
                    "toy_grow+0x1/0x2\n") +
               link(0, "&toy->lru){+.+.}-{3:3",
                    "__mutex_lock+0x1/0x2\n"
                    "toy_shrink+0x1/0x2\n"));
  has(yaml, "    - mutex_lock: toy_lru\n    - kmalloc: GFP_KERNEL\n");
  has(yaml, "reclaim: [reclaim]");
  has(yaml, "misuse: recursive-lock");
}

TEST(import_log, a_section_is_left_by_signalling_and_waited_for) {
  const std::string yaml =
      imported("possible circular locking dependency detected\n" +
               link(1, "dma_fence_map){++++}-{0:0",
                    "__dma_fence_might_wait+0x1/0x2\n"
                    "toy_flip+0x1/0x2\n") +
               link(0, "&toy->lock){+.+.}-{3:3",
                    "__mutex_lock+0x1/0x2\n"
                    "toy_job+0x1/0x2\n"));
  has(yaml,
      "  toy_flip:\n    - mutex_lock: toy_lock\n    - dma_fence_wait: fence");
  has(yaml, "    - dma_fence_signal: fence\n    - dma_fence_end_signalling\n");
}

TEST(import_log, a_held_work_is_an_item_and_an_acquired_one_a_flush) {
  const std::string yaml =
      imported("possible circular locking dependency detected\n" +
               link(1, "(work_completion)(&toy->work)){+.+.}-{0:0",
                    "__flush_work+0x1/0x2\ntoy_stop+0x1/0x2\n") +
               link(0, "&toy->lock){+.+.}-{3:3",
                    "__mutex_lock+0x1/0x2\n"
                    "toy_work+0x1/0x2\n"));
  has(yaml, "toy_work: { type: work_struct, function: ");
  has(yaml, "    - flush_work: toy_work\n");
  has(yaml, "schedule_work: toy_work\n");
}

TEST(import_log, names_the_line_it_cannot_read) {
  const Imported bad = import_log(
      "\npossible circular locking dependency detected\n"
      "toyd/1 is trying to acquire lock:\n",
      LogKind::any);
  LONGS_EQUAL(0, bad.scenarios);
  LONGS_EQUAL(3, bad.problems.front().line);
  LONGS_EQUAL(2, bad.problems.back().line);
}

TEST(import_log, does_not_stumble_wherever_a_log_ends) {
  for (std::size_t size = 0; size < kTwoMutexes.size(); ++size)
    import_log(kTwoMutexes.substr(0, size), LogKind::any);
}

TEST(import_log, undoes_what_pages_and_terminals_put_in) {
  const std::string yaml = imported(kTwoMutexes);
  const auto with = [](std::string log, const std::string& from,
                       const std::string& to) {
    for (std::size_t at = log.find(from); at != std::string::npos;
         at = log.find(from, at + to.size()))
      log.replace(at, from.size(), to);
    return log;
  };
  STRCMP_EQUAL(
      yaml.c_str(),
      imported(with(with(kTwoMutexes, "&", "&#38;"), ">", "&#x3e;")).c_str());
  STRCMP_EQUAL(yaml.c_str(),
               imported(each_line(kTwoMutexes, "\x1b[32m", "\x1b[0m")).c_str());
  STRCMP_EQUAL(yaml.c_str(),
               imported(each_line(kTwoMutexes, "", "<br>")).c_str());
  STRCMP_EQUAL(
      yaml.c_str(),
      imported(each_line(kTwoMutexes, "Mar 29 03:52:24 toy kernel[0]: ", ""))
          .c_str());
  STRCMP_EQUAL(
      yaml.c_str(),
      imported(each_line(kTwoMutexes, "[2024-03-29 03:52:24] ", "")).c_str());
}

TEST(import_log, lines_of_two_callers_are_told_apart) {
  std::string mixed;
  std::size_t at = 0;
  // Line by line from both, as two CPUs write to one console.
  while (at < kTwoMutexes.size()) {
    const std::size_t end = kTwoMutexes.find('\n', at);
    const std::string line = kTwoMutexes.substr(at, end - at + 1);
    at = end + 1;
    if (line.starts_with("["))
      mixed += "[    C1]  other_printer+0x1/0x2\n[   T17] ";
    mixed += line;
  }
  STRCMP_EQUAL(imported(kTwoMutexes).c_str(), imported(mixed).c_str());
}

TEST(import_log, a_report_may_have_lost_its_heading) {
  const std::string yaml =
      imported(kTwoMutexes.substr(kTwoMutexes.find("[   12.345680]")));
  has(yaml, "deadlock: [toy_push, toy_pull]");
  has(imported(" Possible interrupt unsafe locking scenario:\n"
               "  lock(&toy->out);\n  local_irq_disable();\n"
               "  lock(&toy->in);\n  lock(&toy->out);\n <Interrupt>\n"
               "  lock(&toy->in);\n *** DEADLOCK ***\n"),
      "deadlock: [hardirq, interrupted, task]");
}

TEST(import_log, a_chain_written_by_hand_has_its_functions_beside_it) {
  has(imported("a/1 is trying to acquire lock:\n (&toy->m), at: f_map+0x1/0x2\n"
               "but task is already holding lock:\n (&mm->sem), at: g+0x1/0x2\n"
               "-> #1 (&mm->sem):   down_read \xe2\x86\x92 toy_fault\n"
               "-> #0 (&toy->m):  toy_map -> toy_mmap\n"),
      "  toy_fault:\n    - mutex_lock: toy_m\n    - down_read: mm_sem\n");
}

TEST(import_log, a_trace_of_guesses_is_better_than_none) {
  has(imported("INFO: task toyd:17 blocked for more than 122 seconds.\n"
               " ? __schedule+0x1/0x2\n ? __mutex_lock+0x1/0x2\n"
               " ? toy_open+0x1/0x2\n"),
      "    - mutex_lock: mutex_in_toy_open\n");
}

TEST(import_log, each_report_of_a_file_is_a_scenario) {
  const Imported got =
      import_log(kTwoMutexes + "noise\n" + kTwoMutexes, LogKind::any);
  LONGS_EQUAL(2, got.scenarios);
  has(got.yaml, "scenario: lockdep-toy-left-toy-right-2\n");
}

TEST(import_log, a_log_cut_in_its_chain_keeps_the_links_it_has) {
  const std::string cut = kTwoMutexes.substr(0, kTwoMutexes.find("-> #0"));
  has(imported(cut), "  toy_push:\n    - mutex_lock: toy_left\n");
}

TEST(import_log, a_dependency_found_at_a_release_is_of_who_released) {
  std::string log = kTwoMutexes;
  const std::string taken =
      "lock_acquire+0x1/0x2\n[   12.345686]        __mutex_lock+";
  log.replace(log.find(taken), taken.size(),
              "lock_release+0x1/0x2\n[   12.345686]        up_write+");
  has(imported(log), "  toy_push:\n");
}

TEST(import_log, lines_that_mail_joined_come_apart) {
  has(imported("[    1.000001] BUG: sleeping function called from invalid "
               "context at toys/toy.c:9\n"
               "[    1.000002] in_atomic(): 1, irqs_disabled(): 0, pid: 7, "
               "name: toyd [    1.000003] Call Trace: [    1.000004]\n"
               "__might_resched+0x1/0x2 [    1.000005]  mutex_lock+0x1/0x2 [\n"
               "1.000006]  toy_take+0x1/0x2 [    1.000007]\n"),
      "note: \"toy_take+0x1/0x2\"");
}

TEST(import_log, a_lock_that_all_read_is_read_where_no_trace_says_more) {
  const std::string yaml = imported(
      "WARNING: possible circular locking dependency detected\n"
      "toyd/17 is trying to acquire lock:\n"
      "ff01 (sb_toy){.+.+}-{0:0}, at: toy_evict+0x1/0x2\n"
      "but task is already holding lock:\n"
      "ff02 (fs_reclaim){+.+.}-{0:0}, at: balance_pgdat+0x1/0x2\n");
  has(yaml, "  reclaim:\n    - percpu_down_read: sb_toy\n");
  has(yaml, "deadlock: [holds_sb_toy, writer_of_sb_toy]");
}

TEST(import_log, an_item_s_function_is_what_its_worker_ran) {
  std::string log = kTwoMutexes;
  const auto replace = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = log.find(from); at != std::string::npos;
         at = log.find(from, at + to.size()))
      log.replace(at, from.size(), to);
  };
  replace("(&toy->right){+.+.}-{3:3}",
          "((work_completion)(&toy->work)){+.+.}-{0:0}");
  replace("               other info",
          "[   12.345692]        toy_close_work+0x1/0x2\n"
          "[   12.345692]        process_one_work+0x1/0x2\n"
          "               other info");
  has(imported(log), "  toy_close_work:\n    - mutex_lock: toy_left\n");
}

TEST(import_log, a_report_that_names_no_lock_is_told_so) {
  const Imported got = import_log(
      "WARNING: possible circular locking dependency detected\n"
      "toy_pending+0x21/0x2a [toy]\n*** DEADLOCK ***\n",
      LogKind::any);
  LONGS_EQUAL(0, got.scenarios);
  has(got.problems.at(0).text, "no lock is named in what is left of:");
}

}  // namespace picket
