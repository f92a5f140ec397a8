#include "spec/rules/reachable.h"

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

constexpr const char* kText = R"(
scenario: text
objects: {f: dma_fence, g: dma_fence, h: dma_fence, x: int}
functions:
  waits: [dma_fence_wait: f]
  cb: [dma_fence_signal: h]
threads:
  a:
    - set: {x: 1}
    - dma_fence_add_callback: {fence: g, cb: cb}
    - call: waits
    - if: x == 1
      then: [return]
      else: [set: {x: 2}]
    - dma_fence_signal: g
  b:
    - while: x == 0
      do: [dma_fence_wait: g]
    - set: {x: 3}
)";

StepId step_with(const Scenario& s, const std::string& text) {
  for (std::size_t i = 0; i < s.steps.size(); ++i)
    if (describe(s, s.steps[i]) == text) return StepId(i);
  FAIL(text.c_str());
  return {};
}

}  // namespace

TEST_GROUP(reachable) {
  Scenario s = test::scenario_of(kText);

  bool after(const char* context, const char* from, const char* to) {
    ContextId c;
    for (std::size_t i = 0; i < s.contexts.size(); ++i)
      if (s.contexts[i].name == context) c = ContextId(i);
    return text_after(s, c, step_with(s, from))[step_with(s, to).index()] != 0;
  }
};

TEST(reachable, what_follows_where_the_function_was_called_from) {
  CHECK(after("a", "dma_fence_wait(f)", "set(x = 2)"));
  CHECK(after("a", "dma_fence_wait(f)", "dma_fence_signal(g)"));
  CHECK(!after("a", "dma_fence_wait(f)", "set(x = 1)"));
  CHECK(!after("a", "dma_fence_wait(f)", "dma_fence_wait(f)"));
}

TEST(reachable, callbacks_of_what_may_be_signalled) {
  CHECK(after("a", "dma_fence_wait(f)", "dma_fence_signal(h)"));
  CHECK(!after("b", "dma_fence_wait(g)", "dma_fence_signal(h)"));
}

TEST(reachable, a_loop_leads_back) {
  CHECK(after("b", "dma_fence_wait(g)", "dma_fence_wait(g)"));
  CHECK(after("b", "dma_fence_wait(g)", "set(x = 3)"));
  CHECK(!after("b", "set(x = 3)", "dma_fence_wait(g)"));
}
