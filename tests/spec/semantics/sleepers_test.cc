#include "spec/semantics/sleepers.h"

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using picket::ContextId;
using picket::ObjectId;
using picket::test::Drive;

TEST_GROUP(sleepers){};

TEST(sleepers, a_context_may_sleep_where_its_body_or_what_that_calls_says) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, r: wait_queue_head}
functions: {inner: [{prepare_to_wait: r}], outer: [{call: inner}]}
threads:
  direct: [{wait_event: {wq: q, until: 1}}]
  called: [{call: outer}]
  waker: [{wake_up: q}, {finish_wait: r}]
)");
  const picket::Sleepers& s = d.program().layout.sleepers;
  CHECK(s.of_queue[d.object("q").index()] ==
        (std::vector<ContextId>{d.thread("direct")}));
  CHECK(s.of_queue[d.object("r").index()] ==
        (std::vector<ContextId>{d.thread("called")}));
  CHECK(s.of_context[d.thread("called").index()] ==
        (std::vector<ObjectId>{d.object("r")}));
  CHECK(s.of_context[d.thread("waker").index()].empty());
}

TEST(sleepers, what_reclaim_runs_may_run_anywhere) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
functions: {f: [{wait_event: {wq: q, until: 1}}]}
reclaim: [f]
threads: {t: [{kmalloc: GFP_KERNEL}]}
)");
  CHECK_EQUAL(
      1, d.program().layout.sleepers.of_queue[d.object("q").index()].size());
}
