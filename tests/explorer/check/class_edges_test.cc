#include "explorer/check/class_edges.h"

#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

constexpr const char* kAbba = R"(scenario: s
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
)";

// "a -> b" for what was seen, of classes with these names.
std::string edges_text(const ClassEdges& found) {
  std::string text;
  for (const ReportEdge& e : found.edges)
    if (e.source.held.valid()) text += e.from + " -> " + e.to + "\n";
  return text;
}

}  // namespace

TEST_GROUP(ClassEdges){};

TEST(ClassEdges, the_second_order_is_refused_and_reported) {
  const MadeCheck made("f.yaml", kAbba);
  const ClassEdges found = class_edges(made.scenario(), PolicyKind::lockdep, 9);
  STRCMP_EQUAL("a -> b\n", edges_text(found).c_str());
  LONGS_EQUAL(1, found.reports.size());
  LONGS_EQUAL(2, found.reports.front().edges.size());
  CHECK_TRUE(found.complete);
}

TEST(ClassEdges, a_limit_is_said) {
  const MadeCheck made("f.yaml", kAbba);
  CHECK_FALSE(class_edges(made.scenario(), PolicyKind::lockdep, 1).complete);
}

TEST(ClassEdges, what_the_kernel_primes_has_no_steps) {
  const MadeCheck made("f.yaml",
                       "scenario: s\nobjects: {f: dma_fence}\n"
                       "threads: {t: [{dma_fence_signal: f}]}\n");
  const ClassEdges found =
      class_edges(made.scenario(), PolicyKind::dma_fence_map, 9);
  STRCMP_EQUAL("dma_fence_map -> f.lock\n", edges_text(found).c_str());
  CHECK_TRUE(found.edges.size() > 1);
}
