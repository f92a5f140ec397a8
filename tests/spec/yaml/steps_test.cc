#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

const std::string kObjects =
    "parameters: {n: 3}\n"
    "objects: {m: mutex, f: dma_fence, g[i=0..1]: dma_fence, x: int, q: "
    "wait_queue_head, k: workqueue_struct, w: {type: work_struct, function: "
    "job}, r: dma_resv, l: ww_mutex, c: ww_acquire_ctx}\n"
    "functions: {job: []}\n";

// Objects in flow style need quotes around the family.
std::string objects() {
  std::string text = kObjects;
  return text.replace(text.find("g[i=0..1]"), 9, "\"g[i=0..1]\"");
}

Scenario scenario(const std::string& steps) {
  return with_steps(steps, objects());
}

std::string said(const std::string& step) {
  const Scenario s = scenario("[" + step + "]");
  return s.steps.empty() ? "" : describe(s, s.steps[0]);
}

std::string mistake(const std::string& step) {
  return codes("scenario: s\n" + objects() + "threads:\n  t:\n  - " + step +
               "\n");
}

}  // namespace

TEST_GROUP(steps){};

TEST(steps, short_and_long_form_mean_the_same) {
  STRCMP_EQUAL(said("{mutex_lock: m}").c_str(),
               said("{mutex_lock: {lock: m}}").c_str());
  STRCMP_EQUAL("dma_fence_wait(f)", said("{dma_fence_wait: f}").c_str());
  STRCMP_EQUAL("dma_fence_wait(f, intr)",
               said("{dma_fence_wait: {fence: f, intr: true}}").c_str());
}

TEST(steps, operands_stand_as_the_table_orders_them) {
  const Scenario s = scenario("[{ww_mutex_lock: {ctx: c, lock: l}, into: e}]");
  CHECK_EQUAL(1u, s.steps.size());
  STRCMP_EQUAL("ww_mutex_lock(l, c)", describe(s, s.steps[0]).c_str());
  STRCMP_EQUAL("e", s.locals[s.steps[0].into.index()].c_str());
}

TEST(steps, optional_operands_left_out_are_none) {
  const Scenario s = scenario("[{ww_mutex_lock: l}, schedule_timeout]");
  CHECK(!s.steps[0].operands[1].given());
  CHECK(!s.steps[1].operands[0].given());
}

TEST(steps, every_kind_of_operand_is_read) {
  STRCMP_EQUAL("wait_event(q, x == 3)",
               said("{wait_event: {wq: q, until: x == n}}").c_str());
  STRCMP_EQUAL("dma_fence_wait_any([g[0], g[1]])",
               said("{dma_fence_wait_any: g}").c_str());
  STRCMP_EQUAL("dma_fence_wait_any([g[1], f])",
               said("{dma_fence_wait_any: [\"g[n-2]\", f]}").c_str());
  STRCMP_EQUAL("queue_work(k, w)",
               said("{queue_work: {wq: k, work: w}}").c_str());
  STRCMP_EQUAL("dma_fence_add_callback(f, job)",
               said("{dma_fence_add_callback: {fence: f, cb: job}}").c_str());
  STRCMP_EQUAL("kmalloc(GFP_NOFS)", said("{kmalloc: GFP_NOFS}").c_str());
  STRCMP_EQUAL("wake_up_process(t)", said("{wake_up_process: t}").c_str());
  STRCMP_EQUAL("set(x = x + 1)", said("{set: {x: x + 1}}").c_str());
  STRCMP_EQUAL(
      "dma_resv_add_fence(r, f, WRITE)",
      said("{dma_resv_add_fence: {resv: r, fence: f, usage: WRITE}}").c_str());
}

TEST(steps, a_class_is_a_class_and_a_fence_a_fence) {
  const Scenario s = scenario(
      "[{link: {from: f, to: dma_fence}}, {dma_fence_begin_signalling: "
      "dma_fence}]");
  CHECK(s.steps[0].operands[0].kind == Operand::Kind::object);
  CHECK(s.steps[0].operands[1].kind == Operand::Kind::klass);
  CHECK(s.steps[1].operands[0].kind == Operand::Kind::klass);
}

TEST(steps, modifiers_stand_beside_the_operation) {
  const Scenario s = scenario(
      "[{mutex_trylock: m, into: got, when: x == 0, label: try, note: hm}]");
  const Step& step = s.steps.at(0);
  STRCMP_EQUAL("got", s.locals[step.into.index()].c_str());
  STRCMP_EQUAL("x == 0", describe(s, step.when).c_str());
  STRCMP_EQUAL("try", step.label.c_str());
  STRCMP_EQUAL("hm", step.note.c_str());
}

TEST(steps, an_operation_without_argument_is_a_string_or_a_bare_key) {
  STRCMP_EQUAL("schedule", said("schedule").c_str());
  STRCMP_EQUAL("schedule", said("{schedule: ~, label: here}").c_str());
  const Scenario s = scenario("[{dma_fence_begin_signalling: ~, into: c2}]");
  CHECK(s.steps.at(0).into.valid());
}

TEST(steps, nothing_stands_for_a_null_pointer) {
  const Scenario s = scenario("[{ww_mutex_lock: {lock: l, ctx: ~}, into: e}]");
  CHECK_FALSE(s.steps.at(0).operands[1].given());
  STRCMP_EQUAL("ww_mutex_lock(l)",
               said("{ww_mutex_lock: {lock: l, ctx: NULL}}").c_str());
  STRCMP_CONTAINS("wrong-type", mistake("{ww_mutex_lock: {lock: ~}}").c_str());
  STRCMP_CONTAINS("wrong-type",
                  mistake("{dma_fence_wait: {fence: f, intr: ~}}").c_str());
}

TEST(steps, a_step_knows_where_it_stands) {
  const Scenario s = first(
      "scenario: s\nobjects: {m: mutex}\nthreads:\n  t:\n    - mutex_lock: m"
      "\n    - {note: x, mutex_unlock: m}\n");
  CHECK(s.steps.at(0).span == (SourceSpan{5, 7, 10}));
  CHECK(s.steps.at(1).span == (SourceSpan{6, 17, 12}));
}

TEST(steps, each_mistake_has_its_code_and_place) {
  STRCMP_EQUAL("unknown-operation 7:5", mistake("mutex_lok: m").c_str());
  STRCMP_EQUAL("missing-argument 7:5", mistake("mutex_lock").c_str());
  STRCMP_EQUAL("unknown-argument 7:27",
               mistake("mutex_lock: {lock: m, mode: 1}").c_str());
  STRCMP_EQUAL("two-operations 7:21",
               mistake("{mutex_lock: m, mutex_unlock: m}").c_str());
  STRCMP_EQUAL("into-without-result 7:29",
               mistake("{mutex_unlock: m, into: a}").c_str());
  STRCMP_EQUAL("name-clash 7:30",
               mistake("{mutex_trylock: m, into: x}").c_str());
}

TEST(steps, a_function_lists_the_locals_it_mentions) {
  const Scenario s = first(
      "scenario: s\nobjects: {m: mutex}\nfunctions:\n  f: [{assert: b}, "
      "{mutex_trylock: m, into: a}]\nthreads:\n  t: [{mutex_trylock: m, into: "
      "b}, {call: f}]\n");
  CHECK_EQUAL(2u, s.functions.at(0).locals.size());
  CHECK(s.functions[0].locals[0] < s.functions[0].locals[1]);
  CHECK_EQUAL(1u, s.functions.at(1).locals.size());
  STRCMP_EQUAL("b", s.locals[s.functions[1].locals[0].index()].c_str());
}

TEST(steps, a_container_without_its_arguments_is_a_mistake) {
  for (const char* step :
       {"drm_syncobj_add_point: {syncobj: box, fence: f, point: 1}",
        "dma_fence_array_create: {array: a}",
        "dma_fence_unwrap_merge: {array: a}", "sync_file_create: {fence: f}",
        "sync_file_merge: {file: x}", "dma_fence_chain_init: {prev: p}"}) {
    const ReadResult read = read_scenario_text(
        "s.yaml",
        std::string("scenario: s\nobjects: {box: drm_syncobj, f: dma_fence, a: "
                    "dma_fence_array, x: sync_file, p: dma_fence_chain}\n"
                    "threads: {t: [{") +
            step + "}]}\n",
        {});
    CHECK_TEXT(has_errors(read.diagnostics), step);
  }
}
