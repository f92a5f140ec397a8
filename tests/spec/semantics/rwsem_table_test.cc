// rw_semaphore against a table made by hand from the comments and the code of
// kernel/locking/rwsem.c: what each operation meets in each situation, and who
// can go on after each release.
#include <string>
#include <vector>

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using picket::test::Drive;

namespace {

// A situation is what threads have done before, in order: r and w took it or
// wait for it; R and W are asked about.
struct Row {
  const char* before;
  // Is it granted (g), waited for (b), refused (f)?
  char down_read, down_write, down_read_trylock, down_write_trylock;
};

constexpr Row kArrivals[] = {
    // Nobody is there.
    {"", 'g', 'g', 'g', 'g'},
    // Readers let readers in.
    {"r", 'g', 'b', 'g', 'f'},
    {"rr", 'g', 'b', 'g', 'f'},
    // A writer lets nobody in.
    {"w", 'b', 'b', 'f', 'f'},
    {"wr", 'b', 'b', 'f', 'f'},
    {"ww", 'b', 'b', 'f', 'f'},
    {"wrw", 'b', 'b', 'f', 'f'},
    {"wwr", 'b', 'b', 'f', 'f'},
    // A writer that waits for readers keeps new ones out.
    {"rw", 'b', 'b', 'f', 'f'},
    {"rrw", 'b', 'b', 'f', 'f'},
    {"rww", 'b', 'b', 'f', 'f'},
    {"rwr", 'b', 'b', 'f', 'f'},
};

struct Release {
  const char* before;
  const char* gone;   // numbers of the threads that release, in order
  bool downgrade;     // the last of them keeps it as a reader
  const char* after;  // per waiter: can it go on now, being the first to try?
};

constexpr Release kReleases[] = {
    {"rw", "0", false, "-g"},    // the last reader lets the writer in
    {"rrw", "0", false, "--b"},  // not the last
    {"rrw", "01", false, "--g"},
    {"ww", "0", false, "-g"},
    {"wr", "0", false, "-g"},
    {"wrr", "0", false, "-gg"},  // all readers at once
    {"wrw", "0", false, "-gg"},  // either may get it
    {"wwr", "0", false, "-gg"},
    {"wr", "0", true, "-g"},  // as a reader it lets readers in
    {"ww", "0", true, "-b"},
    {"wrw", "0", true, "-gb"},
    {"rwr", "0", false, "-gg"},
};

std::string thread(std::size_t i, char kind) {
  const bool reads = kind == 'r';
  return "  t" + std::to_string(i) + ": [{down_" + (reads ? "read" : "write") +
         ": s}, {set: {x" + std::to_string(i) + ": 1}}, " +
         (reads ? "{up_read: s}"
                : "{if: down == 1, then: [{downgrade_write: "
                  "s}, nop, {up_read: s}], else: "
                  "[{up_write: s}]}") +
         "]\n";
}

std::string scenario(const std::string& before, const std::string& more,
                     bool downgrade = false) {
  std::string objects =
      "{s: rw_semaphore, got: int, down: {type: int, "
      "initial: " +
      std::string(downgrade ? "1" : "0") + "}";
  std::string threads;
  for (std::size_t i = 0; i < before.size(); ++i) {
    objects += ", x" + std::to_string(i) + ": int";
    threads += thread(i, before[i]);
  }
  return "scenario: s\nobjects: " + objects + "}\nthreads:\n" + threads + more;
}

// Each comes as far as it can: it holds the lock, or visibly waits.
void arrive(Drive& d, std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i)
    for (int k = 0; k < 2; ++k)
      if (d.value("x" + std::to_string(i)) == 0)
        if (d.step("t" + std::to_string(i)) == "blocked") break;
}

char meets(const std::string& before, const std::string& op) {
  const bool tries = op.find("trylock") != op.npos;
  const bool reads = op.find("read") != op.npos;
  const std::string up = reads ? "{up_read: s}" : "{up_write: s}";
  const std::string rest =
      tries ? ", into: r}, {set: {got: r + 1}}, {if: r == 1, then: [" + up +
                  "]}]\n"
            : "}, {set: {got: 2}}, " + up + "]\n";
  Drive d(scenario(before, "  new: [{" + op + ": s" + rest));
  arrive(d, before.size());
  for (int k = 0; k < 3 && d.value("got") == 0; ++k)
    if (d.step("new") == "blocked") return 'b';
  return d.value("got") == 2 ? 'g' : d.value("got") == 1 ? 'f' : 'b';
}

char goes_on(const Release& r, std::size_t waiter) {
  const std::string before = r.before;
  Drive d(scenario(before, "", r.downgrade));
  arrive(d, before.size());
  for (const char* t = r.gone; *t; ++t) {
    const std::string name = std::string("t") + *t;
    for (int k = 0; k < (r.downgrade ? 2 : 3); ++k) d.step(name);
  }
  const std::string name = "t" + std::to_string(waiter);
  for (int k = 0; k < 3; ++k) {
    if (d.value("x" + std::to_string(waiter)) == 1) return 'g';
    if (d.step(name) == "blocked") return 'b';
  }
  return 'g';
}

}  // namespace

TEST_GROUP(rwsem_table){};

TEST(rwsem_table, what_an_operation_meets) {
  for (const Row& row : kArrivals) {
    const auto check = [&](const char* op, char expected) {
      const std::string text = std::string(op) + " behind " + row.before;
      STRCMP_EQUAL_TEXT(std::string(1, expected).c_str(),
                        std::string(1, meets(row.before, op)).c_str(),
                        text.c_str());
    };
    check("down_read", row.down_read);
    check("down_write", row.down_write);
    check("down_read_trylock", row.down_read_trylock);
    check("down_write_trylock", row.down_write_trylock);
  }
}

TEST(rwsem_table, who_can_go_on_after_a_release) {
  for (const Release& r : kReleases)
    for (std::size_t i = 0; r.after[i]; ++i) {
      if (r.after[i] == '-') continue;
      const std::string text = std::string(r.before) + " without " + r.gone +
                               (r.downgrade ? " downgraded" : "") + ", t" +
                               std::to_string(i);
      STRCMP_EQUAL_TEXT(std::string(1, r.after[i]).c_str(),
                        std::string(1, goes_on(r, i)).c_str(), text.c_str());
    }
}
