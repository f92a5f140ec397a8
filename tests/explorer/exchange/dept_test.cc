// Reports of DEPT written for these tests, of contexts that exist nowhere.
#include "explorer/exchange/import.h"

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

// The older generation: who took it is named, and frames have places.
const std::string kOlder =
    "[    3.000001] DEPT: Circular dependency has been detected.\n"
    "[    3.000002] 5.17.0-toy #2 Not tainted\n"
    "[    3.000003] summary\n"
    "[    3.000004] *** DEADLOCK ***\n"
    "[    3.000005] context A\n"
    "[    3.000006]     [S] (unknown)(&(&toy->wait)->dmap:0)\n"
    "[    3.000007]     [W] down_write(&toy->sem:0)\n"
    "[    3.000008]     [E] event(&(&toy->wait)->dmap:0)\n"
    "[    3.000009] context B\n"
    "[    3.000010]     [S] down_read(&toy->sem:0)\n"
    "[    3.000011]     [W] wait(&(&toy->wait)->dmap:0)\n"
    "[    3.000012]     [E] up_read(&toy->sem:0)\n"
    "[    3.000013] [S]: start of the event context\n"
    "[    3.000014] [W]: the wait blocked\n"
    "[    3.000015] [E]: the event not reachable\n"
    "[    3.000016] context A's detail\n"
    "[    3.000017] context A\n"
    "[    3.000018]     [S] (unknown)(&(&toy->wait)->dmap:0)\n"
    "[    3.000019]     [W] down_write(&toy->sem:0)\n"
    "[    3.000020]     [E] event(&(&toy->wait)->dmap:0)\n"
    "[    3.000021] [S] (unknown)(&(&toy->wait)->dmap:0):\n"
    "[    3.000022] (N/A)\n"
    "[    3.000023] [W] down_write(&toy->sem:0):\n"
    "[    3.000024] toy_resize (toys/toy.c:12)\n"
    "[    3.000025] stacktrace:\n"
    "[    3.000026] down_write (kernel/locking/rwsem.c:1 toys/\n"
    "other/place.c:7)\n"
    "[    3.000027] toy_resize (toys/toy.c:12)\n"
    "[    3.000028] [E] event(&(&toy->wait)->dmap:0):\n"
    "[    3.000029] stacktrace:\n"
    "[    3.000030] __wake_up_common (kernel/sched/wait.c:1)\n"
    "[    3.000031] toy_kick (toys/toy.c:15)\n"
    "[    3.000032] ---------------------------------------------------\n"
    "[    3.000033] context B's detail\n"
    "[    3.000034] context B\n"
    "[    3.000035] [S] down_read(&toy->sem:0):\n"
    "[    3.000036] stacktrace:\n"
    "[    3.000037] down_read (kernel/locking/rwsem.c:2)\n"
    "[    3.000038] toy_drain (toys/toy.c:30)\n"
    "[    3.000039] [W] wait(&(&toy->wait)->dmap:0):\n"
    "[    3.000040] stacktrace:\n"
    "[    3.000041] schedule (kernel/sched/core.c:1)\n"
    "[    3.000042] toy_drain (toys/toy.c:33)\n"
    "[    3.000043] [E] up_read(&toy->sem:0):\n"
    "[    3.000044] (N/A)\n"
    "[    3.000045] ---------------------------------------------------\n"
    "[    3.000046] information that might be helpful\n";

// The newer one says `lock` for all of them.
const std::string kNewer =
    "DEPT: Circular dependency has been detected.\n"
    "6.15.0-toy #5 Not tainted\n"
    "*** DEADLOCK ***\n"
    "context A\n"
    "   [S] lock(&toy->a:0)\n"
    "   [W] lock(&toy->b:1)\n"
    "   [E] unlock(&toy->a:0)\n"
    "context B\n"
    "   [S] lock(&toy->b:1)\n"
    "   [W] lock(&toy->a:0)\n"
    "   [E] unlock(&toy->b:1)\n"
    "[W] lock(&toy->a:0):\n"
    "stacktrace:\n"
    "      __raw_spin_lock include/linux/spinlock_api_smp.h:1 [inline]\n"
    "      _raw_spin_lock+0x1/0x2\n"
    "      toy_back+0x1/0x2\n";

std::string imported(const std::string& log) {
  return import_log(log, LogKind::any).yaml;
}

void has(const std::string& yaml, const std::string& part) {
  CHECK_TEXT(yaml.find(part) != std::string::npos,
             (part + "\n" + yaml).c_str());
}

}  // namespace

TEST_GROUP(import_dept){};

TEST(import_dept, an_event_is_a_completion_that_is_given_after_the_wait) {
  const std::string yaml = imported(kOlder);
  has(yaml, "scenario: dept-toy-sem-toy-wait-dmap");
  has(yaml, "toy_wait_dmap: { type: completion");
  has(yaml,
      "  toy_resize:\n    - down_write: toy_sem\n"
      "      note: \"toy_resize toys/toy.c:12\"\n"
      "    - up_write: toy_sem\n    - complete: toy_wait_dmap\n"
      "      note: \"toy_kick toys/toy.c:15\"\n");
  has(yaml, "source: \"DEPT report, Linux 5.17.0-toy\"");
}

TEST(import_dept, how_a_lock_is_held_is_in_the_report) {
  has(imported(kOlder),
      "  toy_drain:\n    - down_read: toy_sem\n"
      "      note: \"toy_drain toys/toy.c:30\"\n"
      "    - wait_for_completion: toy_wait_dmap\n"
      "      note: \"toy_drain toys/toy.c:33\"\n"
      "    - up_read: toy_sem\n");
}

TEST(import_dept, traces_say_what_lock_means) {
  const std::string yaml = imported(kNewer);
  has(yaml, "toy_a: { type: spinlock_t, class: \"&toy->a\" }");
  has(yaml, "class: \"&toy->b/1\"");
  has(yaml, "    - spin_lock: toy_a\n      note: \"toy_back+0x1/0x2\"\n");
}

TEST(import_dept, a_summary_alone_is_enough) {
  const std::string yaml =
      imported(kOlder.substr(kOlder.find("[    3.000005]"), 500));
  has(yaml, "deadlock: [holds_toy_sem, holds_toy_wait_dmap]");
}

TEST(import_dept, contexts_that_form_no_circle_are_said) {
  const Imported got = import_log(
      "DEPT: Circular dependency has been detected.\ncontext A\n"
      "[S] lock(a:0)\n[W] lock(b:0)\n[E] unlock(a:0)\ncontext B\n"
      "[S] lock(c:0)\n[W] lock(d:0)\n[E] unlock(c:0)\n",
      LogKind::dept);
  LONGS_EQUAL(1, got.problems.size());
  STRCMP_EQUAL("the contexts of this report form no circle",
               got.problems[0].text.c_str());
}

TEST(import_dept, one_context_alone_waits_for_itself) {
  const std::string yaml = imported(
      "DEPT: Circular dependency has been detected.\n*** AA DEADLOCK ***\n"
      "context A\n[S] __raw_spin_lock(&toy->lock:0)\n"
      "[W] _raw_spin_lock_nested(&toy->lock:0)\n"
      "[E] spin_unlock(&toy->lock:0)\n"
      "[S] __raw_spin_lock(&toy->lock:0):\n[<ff01>] toy_scan+0x1/0x2\n"
      "stacktrace:\ndept_ecxt_enter+0x1/0x2\n_raw_spin_lock+0x1/0x2\n"
      "toy_scan+0x1/0x2\n");
  has(yaml, "scenario: dept-recursive-toy-lock\n");
  has(yaml, "DEPT saw a lock of class &toy->lock");
  has(yaml, "    - spin_lock: toy_lock\n      note: \"toy_scan+0x1/0x2\"\n");
}

TEST(import_dept, a_name_says_rw_semaphore_where_no_trace_does) {
  has(imported("DEPT: Circular dependency has been detected.\ncontext A\n"
               "[S] lock(&toy->i_data_sem:0)\n[W] lock(b:0)\n"
               "[E] unlock(&toy->i_data_sem:0)\ncontext B\n[S] lock(b:0)\n"
               "[W] lock(&toy->i_data_sem:0)\n[E] unlock(b:0)\n"),
      "{ type: rw_semaphore, class: \"&toy->i_data_sem\" }");
}

}  // namespace picket
