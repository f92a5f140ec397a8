#include "spec/policies/coverage.h"

#include <string>

#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

class Watching : public ScheduleVisitor {
 public:
  explicit Watching(Coverage& coverage) : coverage_(coverage) {}
  bool on_schedule(const Trace& trace, const State&, int) override {
    coverage_.add(trace);
    return true;
  }

 private:
  Coverage& coverage_;
};

constexpr const char* kObjects = R"(scenario: sections
objects:
  m: mutex
  f: dma_fence
  late: {type: dma_fence, published: false}
  g: {type: dma_fence, class: entity, timeline: e}
  c: completion
functions:
  pass_on: [{dma_fence_signal: g}]
threads:
)";

// "missing t f: step, step; ..": kind, thread, fence, steps.
std::string gaps(const std::string& threads) {
  const Scenario s = test::scenario_of(kObjects + threads);
  const Program program(s);
  Coverage coverage(s);
  Watching watching(coverage);
  search_schedules(program, {}, watching);
  static const char* const kNames[] = {"missing", "narrow", "wide", "unlinked"};
  std::string out;
  for (const CoverageGap& gap : coverage.gaps()) {
    out += (out.empty() ? "" : "; ");
    out += kNames[static_cast<int>(gap.kind)];
    out += " " + s.context(gap.context).name;
    if (gap.fence.valid()) out += " " + s.object(gap.fence).name;
    if (gap.other.valid()) out += " on " + s.object(gap.other).name;
    for (const StepId step : gap.steps)
      out +=
          (step == gap.steps.front() ? ": " : ", ") + describe(s, s.step(step));
  }
  return out;
}

void says(const char* expected, const std::string& threads) {
  STRCMP_EQUAL(expected, gaps(threads).c_str());
}

}  // namespace

TEST_GROUP(Coverage){};

TEST(Coverage, a_section_from_the_start_to_the_signal_is_right) {
  says("",
       "  t: [dma_fence_begin_signalling, {mutex_lock: m}, {mutex_unlock: m}, "
       "{dma_fence_signal: f}, dma_fence_end_signalling]\n");
}

TEST(Coverage, a_signal_in_no_section_is_missing_one) {
  says("missing t f: mutex_lock(m)",
       "  t: [{mutex_lock: m}, {mutex_unlock: m}, {dma_fence_signal: f}]\n");
}

TEST(Coverage, what_comes_before_the_publication_needs_none) {
  says("",
       "  t: [{mutex_lock: m}, {mutex_unlock: m}, {publish: late}, "
       "dma_fence_begin_signalling, {dma_fence_signal: late}, "
       "dma_fence_end_signalling]\n");
}

TEST(Coverage, a_section_that_begins_too_late_is_narrow) {
  says("narrow t late: mutex_lock(m)",
       "  t: [{publish: late}, {mutex_lock: m}, {mutex_unlock: m}, "
       "dma_fence_begin_signalling, {dma_fence_signal: late}, "
       "dma_fence_end_signalling]\n");
}

TEST(Coverage, what_another_publishes_may_be_visible_before) {
  says("narrow t late: mutex_lock(m)",
       "  p: [{publish: late}]\n"
       "  t: [{mutex_lock: m}, {mutex_unlock: m}, dma_fence_begin_signalling, "
       "{dma_fence_signal: late}, dma_fence_end_signalling]\n");
}

TEST(Coverage, a_section_that_goes_on_after_the_signal_is_wide) {
  says("wide t: kmalloc(GFP_KERNEL)",
       "  t: [dma_fence_begin_signalling, {mutex_lock: m}, {mutex_unlock: m}, "
       "{dma_fence_signal: f}, {kmalloc: GFP_KERNEL}, "
       "dma_fence_end_signalling]\n");
}

TEST(Coverage, a_section_that_helps_nobody_is_wide) {
  says("wide t: mutex_lock(m)",
       "  t: [dma_fence_begin_signalling, {mutex_lock: m}, {mutex_unlock: m}, "
       "dma_fence_end_signalling]\n");
}

TEST(Coverage, a_section_may_help_another_thread_to_signal) {
  says("",
       "  t: [dma_fence_begin_signalling, {complete: c}, "
       "dma_fence_end_signalling]\n");
}

TEST(Coverage, a_wait_inside_a_section_wants_a_link) {
  const std::string body =
      "dma_fence_begin_signalling, {dma_fence_wait: g}, {dma_fence_signal: f}, "
      "dma_fence_end_signalling]\n";
  const std::string other =
      "  u: [{dma_fence_begin_signalling: entity}, {dma_fence_signal: g}, "
      "dma_fence_end_signalling]\n";
  says("unlinked t f on g", other + "  t: [" + body);
  says("", other + "  t: [{link: {from: f, to: g}}, " + body);
  says("", other + "  t: [{link: {from: dma_fence, to: entity}}, " + body);
}

TEST(Coverage, a_callback_that_signals_another_fence_wants_a_link) {
  says("unlinked t g on f",
       "  t: [{dma_fence_add_callback: {fence: f, cb: pass_on}}, "
       "{dma_fence_begin_signalling: entity}, dma_fence_begin_signalling, "
       "{dma_fence_signal: f}, dma_fence_end_signalling, "
       "dma_fence_end_signalling]\n");
}

// The schedules that get stuck in it do not make it one with a signal.
TEST(Coverage, a_section_that_helps_may_get_stuck) {
  says("missing u f: wait_for_completion(c)",
       "  t: [dma_fence_begin_signalling, {mutex_lock: m}, {mutex_unlock: m}, "
       "{complete: c}, dma_fence_end_signalling]\n"
       "  u: [{wait_for_completion: c}, {dma_fence_signal: f}]\n"
       "  w: [{mutex_lock: m}, {dma_fence_wait: f}, {mutex_unlock: m}]\n");
}
