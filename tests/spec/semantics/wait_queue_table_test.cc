// Wait queues against tables made by hand from kernel/sched/wait.c: where an
// entry goes, whom each wake-up meets, what is left on the queue.
#include <string>
#include <vector>

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using picket::test::Drive;

namespace {

// Waiters come in the order of their letters' places: n is not exclusive, e
// is; capitals sleep in TASK_INTERRUPTIBLE, - has queued (exclusively) and was
// set running again before anybody woke the queue.
struct Wake {
  const char* queued;
  const char* op;
  const char* woken;  // per waiter: is it woken by this?
};

constexpr Wake kWakes[] = {
    // All that are not exclusive, and the first that is.
    {"n", "wake_up: q", "1"},
    {"e", "wake_up: q", "1"},
    {"nn", "wake_up: q", "11"},
    {"ee", "wake_up: q", "10"},
    {"en", "wake_up: q", "11"},  // n stands at the head
    {"ne", "wake_up: q", "11"},
    {"enene", "wake_up: q", "11010"},
    {"nnee", "wake_up: q", "1110"},
    // As many exclusive ones as are asked for.
    {"eee", "wake_up_nr: {wq: q, nr: 2}", "110"},
    {"enee", "wake_up_nr: {wq: q, nr: 2}", "1110"},
    {"eee", "wake_up_nr: {wq: q, nr: 5}", "111"},
    // Everybody.
    {"eneen", "wake_up_all: q", "11111"},
    {"", "wake_up_all: q", ""},
    // Only who may be interrupted; others do not count.
    {"n", "wake_up_interruptible: q", "0"},
    {"N", "wake_up_interruptible: q", "1"},
    {"eE", "wake_up_interruptible: q", "01"},
    {"EE", "wake_up_interruptible: q", "10"},
    {"nENe", "wake_up_interruptible: q", "0110"},
    {"Nn", "wake_up: q", "11"},
    {"Ee", "wake_up: q", "10"},
    // An exclusive one that is awake does not use up the wake-up.
    {"-e", "wake_up: q", "01"},
    {"-ee", "wake_up: q", "010"},
    {"--e", "wake_up_nr: {wq: q, nr: 1}", "001"},
};

std::string waiter(std::size_t i, char kind) {
  const bool exclusive = kind != 'n' && kind != 'N';
  const bool interruptible = kind == 'N' || kind == 'E';
  std::string steps =
      exclusive ? "{prepare_to_wait_exclusive: q}" : "{prepare_to_wait: q}";
  if (interruptible) steps += ", {set_current_state: TASK_INTERRUPTIBLE}";
  if (kind == '-') steps += ", {set_current_state: TASK_RUNNING}";
  return "  t" + std::to_string(i) + ": [" + steps + ", schedule, {set: {x" +
         std::to_string(i) + ": 1}}, {finish_wait: q}]\n";
}

std::size_t steps_before_sleep(char kind) {
  return kind == 'n' || kind == 'e' ? 1 : 2;
}

std::string scenario(const std::string& queued, const std::string& wakes) {
  std::string objects = "q: wait_queue_head, seen: int";
  std::string threads;
  for (std::size_t i = 0; i < queued.size(); ++i) {
    objects += ", x" + std::to_string(i) + ": int";
    threads += waiter(i, queued[i]);
  }
  return "scenario: s\nobjects: {" + objects + "}\nthreads:\n" + threads +
         "  waker: " + wakes + "\n";
}

void queue_all(Drive& d, const std::string& queued) {
  for (std::size_t i = 0; i < queued.size(); ++i)
    for (std::size_t k = 0; k < steps_before_sleep(queued[i]); ++k)
      STRCMP_EQUAL("stepped", d.step("t" + std::to_string(i)).c_str());
}

bool wakes_up(Drive& d, std::size_t i) {
  return d.step("t" + std::to_string(i)) != "blocked";
}

}  // namespace

TEST_GROUP(wait_queue_table){};

TEST(wait_queue_table, whom_a_wake_up_wakes) {
  for (const Wake& row : kWakes) {
    const std::string queued = row.queued;
    Drive d(scenario(queued, std::string("[{") + row.op + "}]"));
    queue_all(d, queued);
    STRCMP_EQUAL("finished", d.run("waker").c_str());
    for (std::size_t i = 0; i < queued.size(); ++i) {
      if (queued[i] == '-') continue;
      const std::string text =
          std::string(row.op) + " of " + queued + ", " + std::to_string(i);
      LONGS_EQUAL_TEXT(row.woken[i] == '1', wakes_up(d, i), text.c_str());
    }
  }
}

// Who is woken leaves the queue by itself, so that the next wake-up goes to the
// next one.
TEST(wait_queue_table, wake_ups_go_to_one_after_the_other) {
  const char* const kNext[] = {"100", "110", "111"};
  for (int times = 1; times <= 3; ++times) {
    std::string wakes = "[{wake_up: q}";
    for (int k = 1; k < times; ++k) wakes += ", {wake_up: q}";
    Drive d(scenario("eee", wakes + "]"));
    queue_all(d, "eee");
    d.run("waker");
    for (std::size_t i = 0; i < 3; ++i)
      LONGS_EQUAL(kNext[times - 1][i] == '1', wakes_up(d, i));
  }
}

TEST(wait_queue_table, what_is_left_on_the_queue) {
  struct Left {
    const char* queued;
    const char* wakes;
    int active;  // waitqueue_active() behind it
  };
  constexpr Left kLeft[] = {
      {"", "", 0},
      {"n", "", 1},
      {"n", "{wake_up: q}, ", 0},  // the woken one is off it
      {"ee", "{wake_up: q}, ", 1},
      {"ee", "{wake_up: q}, {wake_up: q}, ", 0},
      {"-", "{wake_up: q}, ", 1},  // it was awake: its entry stays
      {"-", "{wake_up_all: q}, ", 1},
      {"n", "{wake_up_interruptible: q}, ", 1},
      {"nN", "{wake_up_interruptible: q}, ", 1},
      {"NN", "{wake_up_interruptible: q}, ", 0},
  };
  for (const Left& row : kLeft) {
    Drive d(scenario(row.queued,
                     std::string("[") + row.wakes +
                         "{waitqueue_active: q, into: r}, {set: {seen: r + "
                         "1}}]"));
    queue_all(d, row.queued);
    STRCMP_EQUAL("finished", d.run("waker").c_str());
    const std::string text = std::string(row.wakes) + "of " + row.queued;
    LONGS_EQUAL_TEXT(row.active + 1, d.value("seen"), text.c_str());
  }
}

// prepare, finish, wake in every order of one waiter and one waker.
TEST(wait_queue_table, a_waiter_and_a_waker_in_every_order) {
  struct Order {
    const char* steps;   // w: the waiter's next step, k: the waker's
    const char* sleeps;  // does schedule() block?
  };
  constexpr Order kOrders[] = {
      {"kw", "yes"},  // woken before it has queued: lost
      {"wk", "no"},
      {"w", "yes"},
  };
  for (const Order& o : kOrders) {
    Drive d(scenario("n", "[{wake_up: q}]"));
    for (const char* s = o.steps; *s; ++s) d.step(*s == 'w' ? "t0" : "waker");
    STRCMP_EQUAL_TEXT(o.sleeps, d.step("t0") == "blocked" ? "yes" : "no",
                      o.steps);
  }
}

// To queue again changes nothing but the task's state.
TEST(wait_queue_table, to_queue_twice_is_to_queue_once) {
  const std::string yaml =
      "scenario: s\nobjects: {q: wait_queue_head, seen: int}\nthreads:\n"
      "  t0: [{prepare_to_wait: q}, {prepare_to_wait: q}, {finish_wait: q}, "
      "{waitqueue_active: q, into: r}, {set: {seen: r + 1}}]\n";
  Drive d(yaml);
  STRCMP_EQUAL("finished", d.run("t0").c_str());
  LONGS_EQUAL(1, d.value("seen"));
}
