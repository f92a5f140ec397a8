#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

Scenario with_objects(const std::string& objects,
                      const std::string& sections = "") {
  return first("scenario: s\n" + sections + "objects:\n" + objects +
               "functions: {job: [nop]}\nthreads: {t: [nop]}\n");
}

const Object& named(const Scenario& scenario, const std::string& name) {
  for (const Object& object : scenario.objects)
    if (object.name == name) return object;
  FAIL(("no object " + name).c_str());
  return scenario.objects.at(0);
}

std::string class_of(const Scenario& scenario, const std::string& name) {
  const Object& object = named(scenario, name);
  return object.klass.valid() ? scenario.classes[object.klass.index()] : "";
}

}  // namespace

TEST_GROUP(objects){};

TEST(objects, families_are_expanded_in_order) {
  const Scenario s = with_objects("  a: mutex\n  f[i=0..n]: int\n  b: mutex\n",
                                  "parameters: {n: 2}\n");
  CHECK_EQUAL(5u, s.objects.size());
  STRCMP_EQUAL("f[0]", s.objects[1].name.c_str());
  STRCMP_EQUAL("f[2]", s.objects[3].name.c_str());
  STRCMP_EQUAL("f", s.objects[3].family.c_str());
  STRCMP_EQUAL("b", s.objects[4].name.c_str());
}

TEST(objects, an_empty_range_makes_no_member) {
  CHECK_EQUAL(0u, with_objects("  f[i=0..-1]: int\n").objects.size());
}

TEST(objects, the_index_is_a_constant_in_its_entry) {
  const Scenario s = with_objects(
      "  f[i=1..3]: {type: int, initial: 10 * i}\n"
      "  g[i=1..2]: {type: dma_fence, signaled: i == 1, timeline: 'r[i]'}\n");
  CHECK_EQUAL(30, named(s, "f[3]").initial);
  CHECK(named(s, "g[1]").signaled);
  CHECK(!named(s, "g[2]").signaled);
  STRCMP_EQUAL("r[2]", named(s, "g[2]").timeline.c_str());
}

TEST(objects, a_family_shares_one_class) {
  const Scenario s = with_objects("  l[i=0..1]: mutex\n  m: mutex\n");
  STRCMP_EQUAL("l", class_of(s, "l[0]").c_str());
  CHECK(named(s, "l[0]").klass == named(s, "l[1]").klass);
  STRCMP_EQUAL("m", class_of(s, "m").c_str());
}

TEST(objects, default_classes_are_the_kernels) {
  const Scenario s = with_objects(
      "  f: dma_fence\n  w: ww_mutex\n  c: ww_acquire_ctx\n  r: dma_resv\n"
      "  x: int\n");
  STRCMP_EQUAL("dma_fence", class_of(s, "f").c_str());
  STRCMP_EQUAL("ww_class", class_of(s, "w").c_str());
  STRCMP_EQUAL("ww_class", class_of(s, "c").c_str());
  STRCMP_EQUAL("reservation_ww_class", class_of(s, "r").c_str());
  STRCMP_EQUAL("", class_of(s, "x").c_str());
}

TEST(objects, the_algorithm_belongs_to_the_class) {
  const Scenario s = with_objects(
      "  a: {type: ww_mutex, algorithm: wait-die}\n  b: ww_mutex\n"
      "  c: ww_acquire_ctx\n  d: {type: ww_mutex, class: other}\n"
      "  r: dma_resv\n");
  CHECK(named(s, "b").algorithm == WwAlgorithm::wait_die);
  CHECK(named(s, "c").algorithm == WwAlgorithm::wait_die);
  CHECK(named(s, "d").algorithm == WwAlgorithm::wound_wait);
  CHECK(named(s, "r").algorithm == WwAlgorithm::wait_die);
}

TEST(objects, sequence_numbers_continue_on_a_timeline) {
  const Scenario s = with_objects(
      "  a: {type: dma_fence, timeline: ring}\n"
      "  b: {type: dma_fence, timeline: ring, seqno: 7}\n"
      "  c: {type: dma_fence, timeline: ring}\n  d: dma_fence\n");
  CHECK_EQUAL(1, named(s, "a").seqno);
  CHECK_EQUAL(7, named(s, "b").seqno);
  CHECK_EQUAL(8, named(s, "c").seqno);
  CHECK_EQUAL(1, named(s, "d").seqno);
  STRCMP_EQUAL("d", named(s, "d").timeline.c_str());
}

TEST(objects, a_fence_without_lock_has_its_own_behind_all_others) {
  const Scenario s = with_objects(
      "  f[i=0..1]: dma_fence\n  l: spinlock_t\n"
      "  g: {type: dma_fence, lock: l}\n");
  CHECK_EQUAL(6u, s.objects.size());
  const Object& lock = named(s, "f[1].lock");
  CHECK(lock.implicit);
  CHECK(lock.type == ObjectType::spinlock_t);
  STRCMP_EQUAL("f.lock", class_of(s, "f[1].lock").c_str());
  CHECK(s.object(named(s, "f[1]").lock).name == "f[1].lock");
  CHECK(s.object(named(s, "g").lock).name == "l");
  STRCMP_EQUAL("f[0].lock", s.objects[4].name.c_str());
}

TEST(objects, a_fences_lock_can_be_named_whoever_owns_it) {
  const Scenario s = first(
      "scenario: s\nobjects:\n  l: spinlock_t\n  f[i=0..1]: dma_fence\n"
      "  g: {type: dma_fence, lock: l}\nthreads:\n"
      "  t: [{spin_lock: 'f[1].lock'}, {spin_unlock: g.lock}]\n");
  STRCMP_EQUAL("0 spin_lock(f[1].lock) -> 1\n1 spin_unlock(l) -> end\n",
               listing(s).c_str());
}

TEST(objects, schedule_work_brings_the_system_queue) {
  const Scenario s = first(
      "scenario: s\nobjects: {w: {type: work_struct, function: job}}\n"
      "functions: {job: [nop]}\nthreads: {t: [{schedule_work: w}]}\n");
  const Object& queue = named(s, "system_wq");
  CHECK(queue.implicit);
  CHECK_EQUAL(256, queue.max_active);
  CHECK_EQUAL(2u, s.objects.size());
}

TEST(objects, an_ordered_queue_runs_one_item) {
  const Scenario s = with_objects(
      "  q: {type: workqueue_struct, ordered: true, mem_reclaim: true}\n"
      "  p: {type: workqueue_struct, max_active: 0}\n");
  CHECK_EQUAL(1, named(s, "q").max_active);
  CHECK(named(s, "q").mem_reclaim);
  CHECK_EQUAL(256, named(s, "p").max_active);
}

TEST(objects, attributes_resolve_functions_threads_and_expressions) {
  const Scenario s = with_objects(
      "  x: int\n  c: {type: completion, done: 2, on_stack_of: t}\n"
      "  f: {type: dma_fence, signaled_op: x == 1, release: job,"
      " enable_signaling: job, published: false, initialized: false}\n");
  CHECK_EQUAL(2, named(s, "c").done);
  CHECK_EQUAL(0, named(s, "c").on_stack_of.value);
  const Object& fence = named(s, "f");
  STRCMP_EQUAL("x == 1", describe(s, fence.signaled_op).c_str());
  CHECK_EQUAL(0, fence.release.value);
  CHECK_EQUAL(0, fence.enable_signaling.value);
  CHECK(!fence.published);
  CHECK(!fence.initialized);
}
