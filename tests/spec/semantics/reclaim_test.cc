#include "spec/semantics/reclaim.h"

#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

// Three functions of reclaim, each of which leaves its trace in a variable.
std::string with_shrinkers(const std::string& steps) {
  return R"(
scenario: s
objects: {any: int, fs: int, io: int}
functions:
  run_any: [{set: {any: any + 1}}]
  run_fs: [{set: {fs: fs + 1}}]
  run_io: [{set: {io: io + 1}}]
reclaim: [run_any, {call: run_fs, needs: fs}, {call: run_io, needs: io}]
threads: {t: )" +
         steps + "}\n";
}

}  // namespace

TEST_GROUP(reclaim){};

TEST(reclaim, a_kernel_allocation_may_run_everything_or_nothing) {
  CHECK(ends(with_shrinkers("[{kmalloc: GFP_KERNEL}]")) ==
        (Ends{"done any=0 fs=0 io=0", "done any=1 fs=1 io=1"}));
}

TEST(reclaim, nofs_and_noio_take_away_what_they_say) {
  CHECK(ends(with_shrinkers("[{kmalloc: GFP_NOFS}]")) ==
        (Ends{"done any=0 fs=0 io=0", "done any=1 fs=0 io=1"}));
  CHECK(ends(with_shrinkers("[{kmalloc: GFP_NOIO}]")) ==
        (Ends{"done any=0 fs=0 io=0", "done any=1 fs=0 io=0"}));
}

TEST(reclaim, nowait_and_atomic_allocations_never_reclaim) {
  CHECK(
      ends(with_shrinkers("[{kmalloc: GFP_NOWAIT}, {kmalloc: GFP_ATOMIC}]")) ==
      (Ends{"done any=0 fs=0 io=0"}));
}

TEST(reclaim, scopes_weaken_every_allocation_inside) {
  CHECK(ends(with_shrinkers("[memalloc_nofs_save, {kmalloc: GFP_KERNEL}, "
                            "memalloc_nofs_restore]")) ==
        (Ends{"done any=0 fs=0 io=0", "done any=1 fs=0 io=1"}));
  CHECK(ends(with_shrinkers("[memalloc_noio_save, {kmalloc: GFP_KERNEL}, "
                            "memalloc_noio_restore]")) ==
        (Ends{"done any=0 fs=0 io=0", "done any=1 fs=0 io=0"}));
  CHECK(ends(with_shrinkers("[memalloc_noreclaim_save, {kmalloc: GFP_KERNEL}, "
                            "memalloc_noreclaim_restore]")) ==
        (Ends{"done any=0 fs=0 io=0"}));
}

TEST(reclaim, a_scope_ends_with_its_own_restore) {
  CHECK(ends(with_shrinkers(
            "[memalloc_noreclaim_save, memalloc_noreclaim_save, "
            "memalloc_noreclaim_restore, {kmalloc: GFP_KERNEL}]")) ==
        (Ends{"done any=0 fs=0 io=0"}));
  CHECK(ends(with_shrinkers("[memalloc_nofs_save, memalloc_nofs_restore, "
                            "{kmalloc: GFP_KERNEL}]")) ==
        (Ends{"done any=0 fs=0 io=0", "done any=1 fs=1 io=1"}));
}

TEST(reclaim, there_is_no_choice_where_nothing_may_run) {
  Drive d(R"(
scenario: s
objects: {m: mutex}
functions: {f: [{mutex_lock: m}, {mutex_unlock: m}]}
reclaim: [{call: f, needs: fs}]
threads:
  may: [{kmalloc: GFP_KERNEL}]
  may_not: [{kmalloc: GFP_NOFS}]
)");
  d.step("may");
  CHECK_EQUAL(2, d.effect().alternatives);
  d.step("may_not");
  CHECK_EQUAL(1, d.effect().alternatives);
}

TEST(reclaim, it_runs_in_the_allocating_thread_with_what_that_holds) {
  CHECK(ends(R"(
scenario: s
objects: {m: mutex}
functions: {f: [{mutex_lock: m}, {mutex_unlock: m}]}
reclaim: [f]
threads: {t: [{mutex_lock: m}, {kmalloc: GFP_KERNEL}, {mutex_unlock: m}]}
)") == (Ends{"done", "misuse recursive-lock t"}));
}

TEST(reclaim, an_allocation_inside_reclaim_does_not_reclaim_again) {
  CHECK(ends(R"(
scenario: s
objects: {n: int}
functions: {f: [{set: {n: n + 1}}, {kmalloc: GFP_KERNEL}]}
reclaim: [f]
threads: {t: [{kmalloc: GFP_KERNEL}, {kmalloc: GFP_KERNEL}]}
)") == (Ends{"done n=0", "done n=1", "done n=2"}));
}

TEST(reclaim, the_event_of_an_allocation_is_the_call) {
  Drive d(
      with_shrinkers("[{kmalloc: GFP_KERNEL, into: got}, {assert: got == 1}]"));
  STRCMP_EQUAL("stepped", d.step("t", 1).c_str());
  CHECK(d.effect().begins);
  CHECK(d.effect().happens);
  int happened = 0;
  while (picket::status(d.program(), d.state().data(), d.thread("t")) ==
         picket::Status::running) {
    d.step("t");
    if (d.effect().step.valid() &&
        d.program().scenario.step(d.effect().step).op == picket::Op::kmalloc)
      happened += d.effect().happens + d.effect().begins;
  }
  CHECK_EQUAL(0, happened);
  CHECK_EQUAL(1, d.value("io"));
}

TEST(reclaim, only_an_allocation_that_may_not_wait_may_fail) {
  for (const char* gfp : {"GFP_NOWAIT", "GFP_ATOMIC"})
    CHECK(ends("scenario: s\nobjects: {x: int}\nthreads: {t: [{kmalloc: " +
               std::string(gfp) + ", into: ok}, {set: {x: ok}}]}\n") ==
          (Ends{"done x=0", "done x=1"}));
  for (const char* gfp : {"GFP_KERNEL", "GFP_NOFS", "GFP_NOIO"})
    CHECK(ends("scenario: s\nobjects: {x: int}\nthreads: {t: [{kmalloc: " +
               std::string(gfp) + ", into: ok}, {set: {x: ok}}]}\n") ==
          (Ends{"done x=1"}));
}

TEST(reclaim, who_may_not_reclaim_for_a_scope_may_get_nothing) {
  const auto with = [](const char* steps) {
    return std::string("scenario: s\nobjects: {x: int}\nthreads: {t: [") +
           steps + ", {set: {x: got}}]}\n";
  };
  CHECK(ends(with("memalloc_noreclaim_save, {kmalloc: GFP_KERNEL, into: got}, "
                  "memalloc_noreclaim_restore")) ==
        (Ends{"done x=0", "done x=1"}));
  CHECK(ends(with("memalloc_nofs_save, {kmalloc: GFP_KERNEL, into: got}, "
                  "memalloc_nofs_restore")) == Ends{"done x=1"});
  CHECK(
      ends("scenario: s\nobjects: {x: int, y: int}\n"
           "functions: {f: [{kmalloc: GFP_KERNEL, into: got}, "
           "{set: {x: 1 + got}}]}\nreclaim: [f]\n"
           "threads: {t: [{kmalloc: GFP_KERNEL, into: r}, {set: {y: r}}]}\n") ==
      (Ends{"done x=0 y=1", "done x=1 y=1", "done x=2 y=1"}));
}

TEST(reclaim, an_allocation_that_may_wait_may_not_be_made_in_atomic_context) {
  for (const char* op : {"kmalloc", "might_alloc"}) {
    const std::string text =
        "scenario: s\nobjects: {l: spinlock_t}\nthreads: {t: [{spin_lock: l}, "
        "{" +
        std::string(op) + ": ";
    const std::string rest = "}, {spin_unlock: l}]}\n";
    CHECK(ends(text + "GFP_KERNEL" + rest) ==
          (Ends{"misuse sleep-in-atomic t"}));
    CHECK(ends(text + "GFP_NOIO" + rest) == (Ends{"misuse sleep-in-atomic t"}));
    CHECK(ends(text + "GFP_ATOMIC" + rest) == (Ends{"done"}));
  }
}

TEST(reclaim, might_alloc_does_not_allocate) {
  CHECK(ends(with_shrinkers("[{might_alloc: GFP_KERNEL}]")) ==
        (Ends{"done any=0 fs=0 io=0"}));
}

TEST(reclaim, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {m: mutex, c: completion}
functions: {f: [{mutex_lock: m}, {mutex_unlock: m}], g: [{complete: c}]}
reclaim: [f, {call: g, needs: io}]
threads:
  one: [{kmalloc: GFP_KERNEL}, {wait_for_completion: c}]
  two: [{mutex_lock: m}, {kmalloc: GFP_NOWAIT, into: r}, {mutex_unlock: m}]
  three: [{kmalloc: GFP_NOIO}]
)")
                       .c_str());
}
