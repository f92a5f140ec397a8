// The policies against what Linux 6.12 was seen to report: one thread plays the
// chains one after another, since lockdep needs nothing more. "report" is any
// report of dma-fence-map, which is what that kernel has.
#include <string>
#include <vector>

#include "explorer/check/check.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

constexpr const char* kObjects = R"(
objects:
  M: mutex
  N: mutex
  S: spinlock_t
  RW: rw_semaphore
  A: rwlock_t
  X: rwlock_t
  Y: rwlock_t
  R: dma_resv
  R1: dma_resv
  R2: dma_resv
  ctx: ww_acquire_ctx
  rctx: { type: ww_acquire_ctx, class: reservation_ww_class, algorithm: wait-die }
  F: { type: dma_fence, signaled: true }
  f: dma_fence
  sf: sync_file
  arr: {type: dma_fence_array, fences: [f]}
  done: { type: completion, done: 1 }
  sem: { type: semaphore, count: 1 }
  q: wait_queue_head
)";

// `thread` as YAML in flow style.
bool reported(const std::string& thread, PolicyKind kind) {
  const std::string text = std::string("scenario: measured\n") + kObjects +
                           "threads:\n  t: [" + thread + "]\n";
  const ReadResult read = read_scenario_text("measured.yaml", text, {});
  CHECK_TRUE_TEXT(!read.scenarios.empty(), text.c_str());
  CheckOptions options;
  options.policies = {kind};
  const CheckResult result = check(read.scenarios.front(), options);
  return !result.policies.front().reports.empty();
}

const std::string kSection = "dma_fence_begin_signalling, ";
const std::string kEnd = ", dma_fence_end_signalling";
std::string section(const std::string& body) { return kSection + body + kEnd; }
std::string under(const std::string& lock, const std::string& body) {
  return "{mutex_lock: " + lock + "}, " + (body.empty() ? "" : body + ", ") +
         "{mutex_unlock: " + lock + "}";
}

struct Row {
  const char* name;
  std::string thread;
  bool reports;
};

void check_rows(const std::vector<Row>& rows, PolicyKind kind) {
  for (const Row& row : rows)
    CHECK_EQUAL_TEXT(row.reports, reported(row.thread, kind), row.name);
}

}  // namespace

TEST_GROUP(MeasuredVerdicts){};

TEST(MeasuredVerdicts, sections_and_locks) {
  check_rows(
      {{"wait_under_M__unannotated",
        under("M", "{dma_fence_wait: F}") + ", " + under("M", "") +
            ", {dma_fence_signal: f}",
        false},
       {"sec_M__signal_under_M",
        section(under("M", "")) + ", " + under("M", "{dma_fence_signal: f}"),
        true},
       {"annot_abba_mutex",
        under("M", kSection + "nop" + kEnd) + ", " + section(under("M", "")),
        true},
       {"sec_resv_lock", section("{dma_resv_lock: R}, {dma_resv_unlock: R}"),
        true},
       {"resv_two_nullctx",
        "{dma_resv_lock: R1}, {dma_resv_lock: R2}, {dma_resv_unlock: R2}, "
        "{dma_resv_unlock: R1}",
        true},
       {"resv_two_ctx",
        "{ww_acquire_init: rctx}, {dma_resv_lock: {lock: R1, ctx: rctx}}, "
        "{dma_resv_lock: {lock: R2, ctx: rctx}}, {dma_resv_unlock: R2}, "
        "{dma_resv_unlock: R1}, {ww_acquire_fini: rctx}",
        false},
       {"sec_wait", section("{dma_fence_wait: F}"), false},
       {"sec_M_wait", section(under("M", "{dma_fence_wait: F}")), true},
       {"M_sec_wait", under("M", section("{dma_fence_wait: F}")), false},
       {"transitive",
        under("M", under("N", "")) + ", " + under("N", "{dma_fence_wait: F}") +
            ", " + section(under("M", "")),
        true},
       {"unlock_outer_first",
        "{mutex_lock: M}, dma_fence_begin_signalling, {mutex_unlock: M}, " +
            under("N", "") + ", dma_fence_end_signalling, " +
            under("N", under("M", "")),
        true},
       {"sec_rwsem_read__wait_under_read",
        section("{down_read: RW}, {up_read: RW}") +
            ", {down_read: RW}, {dma_fence_wait: F}, {up_read: RW}",
        true},
       {"signal_locked_under_M__sec_M",
        section(under("M", "")) + ", {dma_fence_signal: F}", false},
       {"poll_under_M__sec_M",
        section(under("M", "")) + ", " +
            under("M", "{dma_fence_is_signaled: F}"),
        false}},
      PolicyKind::dma_fence_map);
}

TEST(MeasuredVerdicts, allocations) {
  check_rows(
      {{"sec_kernel", section("{kmalloc: GFP_KERNEL}"), true},
       {"sec_nofs", section("{kmalloc: GFP_NOFS}"), true},
       {"sec_noio", section("{kmalloc: GFP_NOIO}"), true},
       {"sec_atomic", section("{kmalloc: GFP_ATOMIC}"), false},
       {"sec_nowait", section("{kmalloc: GFP_NOWAIT}"), false},
       {"sec_kernel_nofs_scope",
        section("memalloc_nofs_save, {kmalloc: GFP_KERNEL}, "
                "memalloc_nofs_restore"),
        true},
       {"sec_kernel_noreclaim_scope",
        section("memalloc_noreclaim_save, {kmalloc: GFP_KERNEL}, "
                "memalloc_noreclaim_restore"),
        false},
       {"nested_then_kernel",
        "dma_fence_begin_signalling, dma_fence_begin_signalling, "
        "dma_fence_end_signalling, {kmalloc: GFP_KERNEL}, "
        "dma_fence_end_signalling",
        true},
       {"waitany_under_M__sec_M",
        under("M", "{dma_fence_wait_any_timeout: {fences: [F], timeout: 10}}") +
            ", " + section(under("M", "")),
        true},
       {"M_kernel__sec_M",
        under("M", "{kmalloc: GFP_KERNEL}") + ", " + section(under("M", "")),
        true},
       {"M_atomic__sec_M",
        under("M", "{kmalloc: GFP_ATOMIC}") + ", " + section(under("M", "")),
        false}},
      PolicyKind::dma_fence_map);
}

// dma_resv_wait_timeout() is a dma_fence_wait_timeout() of each fence that is
// not signalled, whatever comes of it.
TEST(MeasuredVerdicts, waiting_for_a_reservation) {
  const auto with_fence = [](const std::string& fence, const std::string& use) {
    return "{dma_resv_lock: R}, {dma_resv_reserve_fences: {resv: R, n: 1}}, "
           "{dma_resv_add_fence: {resv: R, fence: " +
           fence + ", usage: " + use + "}}, {dma_resv_unlock: R}, ";
  };
  const auto wait = [](const std::string& time) {
    return under("M",
                 "{dma_resv_wait_timeout: {resv: R, usage: WRITE, "
                 "intr: false, timeout: " +
                     time + "}}") +
           ", " + section(under("M", ""));
  };
  check_rows({{"timed out", with_fence("f", "WRITE") + wait("4"), true},
              {"a look", with_fence("f", "WRITE") + wait("0"), true},
              {"signalled", with_fence("F", "WRITE") + wait("4"), false},
              {"signalled by the waiter",
               with_fence("f", "WRITE") + "{dma_fence_signal: f}, " + wait("4"),
               false},
              {"of another usage", with_fence("f", "READ") + wait("4"), false}},
             PolicyKind::dma_fence_map);
}

TEST(MeasuredVerdicts, waiting_for_a_file) {
  const std::string file = "{sync_file_create: {file: sf, fence: f}}, ";
  const std::string wait =
      under("M", "{dma_fence_wait_timeout: {fence: sf, timeout: 4}}") + ", " +
      section(under("M", ""));
  check_rows({{"file", file + wait, true}}, PolicyKind::dma_fence_map);
  check_rows({{"file", file + wait, true}}, PolicyKind::wait_map);
}

TEST(MeasuredVerdicts, what_lockdep_does_not_see) {
  check_rows({{"sec_wait_event_M",
               under("M", "{wait_event: {wq: q, until: 1}}") + ", " +
                   section(under("M", "")),
               false},
              {"sem_abba",
               "{down: sem}, " + under("M", "") + ", {up: sem}, " +
                   under("M", "{down: sem}, {up: sem}"),
               false},
              {"completion_under_M",
               under("M", "{wait_for_completion: done}") + ", " +
                   under("M", "{complete: done}"),
               false}},
             PolicyKind::dma_fence_map);
}

TEST(MeasuredVerdicts, readers) {
  check_rows({{"rlock_nested_task",
               "{read_lock: A}, {read_lock: A}, {read_unlock: A}, "
               "{read_unlock: A}",
               true},
              {"rlock_nested_irqoff",
               "local_irq_disable, {read_lock: A}, {read_lock: A}, "
               "{read_unlock: A}, {read_unlock: A}, local_irq_enable",
               true},
              {"rlock_nested_bhoff",
               "local_bh_disable, {read_lock: A}, {read_lock: A}, "
               "{read_unlock: A}, {read_unlock: A}, local_bh_enable",
               false},
              {"rsem_AA1",
               "{down_read: RW}, {down_read: RW}, {up_read: RW}, "
               "{up_read: RW}",
               true}},
             PolicyKind::lockdep);
}

TEST(MeasuredVerdicts, mutexes) {
  check_rows(
      {{"ABBA", under("M", under("N", "")) + ", " + under("N", under("M", "")),
        true},
       {"AB twice",
        under("M", under("N", "")) + ", " + under("M", under("N", "")), false},
       {"trylock the other way",
        under("M", under("N", "")) + ", " +
            under("N",
                  "{mutex_trylock: M, into: got}, "
                  "{mutex_unlock: M, when: got}"),
        false},
       {"a section is no lock", section(under("M", "")), false}},
      PolicyKind::lockdep);
}

TEST(MeasuredVerdicts, the_variant_of_2023_takes_no_offence_at_a_section) {
  const std::string thread =
      section(under("M", "")) + ", " + under("M", "{dma_fence_signal: f}");
  CHECK(reported(thread, PolicyKind::dma_fence_map));
  CHECK(!reported(thread, PolicyKind::dma_fence_map_trylock));
}

// The lock of a container is taken with interrupts off, also where it is
// enabled.
TEST(MeasuredVerdicts, a_container_is_enabled_with_interrupts_off) {
  check_rows(
      {{"array", "{dma_fence_enable_sw_signaling: arr}, {dma_fence_signal: f}",
        false}},
      PolicyKind::lockdep);
}
