#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

#include <ctime>

using namespace picket;
using namespace picket::test;

namespace {

ReadResult read_with(const std::string& text,
                     std::map<std::string, std::int32_t> parameters) {
  return read_scenario_text("test.yaml", text, {std::move(parameters)});
}

std::string repeated(int count, const std::string& text) {
  std::string out;
  for (int k = 0; k < count; ++k) out += text;
  return out;
}

std::string variants(int count) {
  std::string out = "variants:\n";
  for (int k = 0; k < count; ++k) out += "  v" + std::to_string(k) + ": {}\n";
  return out;
}

// Mistakes or not: within seconds, on a slow machine with sanitizers too. The
// clock is that of the process, for machines with more to do.
void reads_in_time(const std::string& text) {
  const std::clock_t start = std::clock();
  read(text);
  CHECK((std::clock() - start) / CLOCKS_PER_SEC < 120);
}

}  // namespace

TEST_GROUP(scenario_reader){};

TEST(scenario_reader, scenarios_come_in_file_order) {
  const ReadResult result = read(
      "scenario: a\nthreads: {t: []}\nvariants: {x: {}, y: {}}\n---\n"
      "scenario: b\nthreads: {t: []}\n");
  std::string names;
  for (const Scenario& s : result.scenarios) names += s.name + " ";
  STRCMP_EQUAL("a a/x a/y b ", names.c_str());
}

TEST(scenario_reader, a_mistake_in_one_document_leaves_the_others) {
  const ReadResult result = read(
      "scenario: a\nthreads: {t: [oops]}\n---\nscenario: b\nthreads: {t: []}"
      "\n");
  CHECK_EQUAL(1u, result.scenarios.size());
  STRCMP_EQUAL("unknown-operation 2:15", codes(result).c_str());
}

TEST(scenario_reader, parameters_can_be_given_from_outside) {
  const std::string text =
      "scenario: a\nparameters: {n: 1, twice: 2 * n}\nthreads:\n"
      "  t[i=1..twice]: [nop]\n";
  CHECK_EQUAL(2u, read_with(text, {}).scenarios.at(0).contexts.size());
  const ReadResult given = read_with(text, {{"n", 3}});
  CHECK_EQUAL(6u, given.scenarios.at(0).contexts.size());
  CHECK_EQUAL(3, given.scenarios.at(0).parameters.at("n"));
}

TEST(scenario_reader, an_unknown_parameter_from_outside_is_a_mistake) {
  const ReadResult result =
      read_with("scenario: a\nparameters: {waiters: 1}\nthreads: {t: []}\n",
                {{"waiter", 3}});
  STRCMP_EQUAL("unknown-parameter 0:0", codes(result).c_str());
  STRCMP_EQUAL("did you mean `waiters`?", result.diagnostics[0].hint.c_str());
}

TEST(scenario_reader, contexts_are_threads_then_workers) {
  const Scenario s = first(
      "scenario: a\nobjects:\n  w[i=0..1]: {type: work_struct, function: f}\n"
      "functions: {f: [nop]}\nthreads: {t: [], u: {daemon: true, starts: 1, "
      "context: kthread, steps: []}}\n");
  CHECK_EQUAL(4u, s.contexts.size());
  CHECK_EQUAL(2u, s.thread_count());
  CHECK(s.contexts[1].daemon);
  CHECK(s.contexts[1].starts.valid());
  CHECK(s.contexts[1].kind == ContextKind::kthread);
  STRCMP_EQUAL("w[1]", s.contexts[3].name.c_str());
  CHECK_EQUAL(0, s.contexts[3].body.value);
  CHECK_EQUAL(1, s.contexts[3].work.value);
}

TEST(scenario_reader, reclaim_names_functions_and_what_they_need) {
  const Scenario s = first(
      "scenario: a\nfunctions: {f: [nop], g: [nop]}\nreclaim: [f, {call: g, "
      "needs: fs}]\nthreads: {t: []}\n");
  CHECK_EQUAL(2u, s.reclaim.size());
  CHECK(s.reclaim[0].needs == ReclaimEntry::Needs::nothing);
  CHECK(s.reclaim[1].needs == ReclaimEntry::Needs::fs);
}

TEST(scenario_reader, a_missing_file_is_a_mistake) {
  const ReadResult result = read_scenario_file("/nowhere/at/all.yaml", {});
  STRCMP_EQUAL("unreadable-file 0:0", codes(result).c_str());
  STRCMP_EQUAL("unreadable-file 0:0",
               codes(read_scenario_file("/tmp", {})).c_str());
}

TEST(scenario_reader, the_text_is_kept_for_carets) {
  const ReadResult result = read("scenario: a\nthreads: {t: [oops]}\n");
  const SourceText& source = result.sources.at("test.yaml");
  STRCMP_EQUAL("threads: {t: [oops]}", source.lines.at(1).c_str());
}

TEST(scenario_reader, hostile_files_are_refused_in_time) {
  const std::string head = "scenario: a\n";
  reads_in_time(head + "objects:\n  \"f[i=0..9999]\": dma_fence\nthreads:\n" +
                "  \"t[i=0..9999]\":\n" +
                repeated(20000, "  - dma_fence_wait: f[i]\n"));
  reads_in_time(head + "threads:\n  \"t[i=0..9999]\":\n" +
                repeated(20000, "  - oops\n"));
  reads_in_time(head + "threads:\n  \"t[i=0..9999]\":\n  - repeat: 0\n" +
                "    do:\n" + repeated(20000, "    - nop\n"));
  reads_in_time(head + "objects:\n  \"f[i=0..9999]\": dma_fence\nthreads:\n" +
                "  t:\n  - dma_fence_wait_any: [" + repeated(90000, "f, ") +
                "f]\n");
  reads_in_time(head + "objects:\n  \"f[i=0..9999]\": int\nthreads: {t: []}\n" +
                variants(999));
  reads_in_time(head + "objects:\n  \"f[i=0..999]\": dma_?ence\nthreads:\n" +
                "  \"t[i=0..999]\": [mutex_lok: m]\n" + variants(999));
  reads_in_time(repeated(200000, "[{"));
  reads_in_time(head + "about: " + std::string(900000, '"'));
  reads_in_time(repeated(100000, "---\n"));
  reads_in_time(repeated(60000, "scenario: a\n---\n"));
}
