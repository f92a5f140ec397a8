// Who dies at a contended ww_mutex, for every order of ages of up to four
// transactions, in both algorithms: against the rules of the kernel's
// Documentation and ww_mutex.h written down a second time, from what a
// transaction knows when it comes.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using picket::test::Drive;

namespace {

constexpr int kDeadlock = -35;

// Transactions come in the order of their numbers; the first gets the lock.
struct Case {
  bool wait_die = false;
  std::vector<int> age;    // of each: 0 is the oldest
  std::vector<bool> owns;  // does it hold another lock of the class?
};

struct Verdict {
  std::vector<bool> died;  // before the holder has let the lock go
  bool wounded = false;    // the holder: dies at its next contended lock
};

// A transaction that holds nothing else is never told to back off. Wait-die: a
// younger one dies where an older one holds the lock or waits for it, whoever
// of them came first. Wound-wait: an older one that holds something wounds the
// holder, and the holder only.
Verdict expected(const Case& c) {
  const std::size_t n = c.age.size();
  Verdict v{std::vector<bool>(n, false), false};
  std::vector<std::size_t> waits;
  for (std::size_t i = 1; i < n; ++i) {
    if (!c.wait_die) {
      v.wounded |= c.owns[i] && c.age[i] < c.age[0];
      continue;
    }
    const auto older_waits = [&](std::size_t than) {
      return std::any_of(waits.begin(), waits.end(),
                         [&](std::size_t w) { return c.age[w] < c.age[than]; });
    };
    waits.push_back(i);
    for (auto w = waits.begin(); w != waits.end();) {
      v.died[*w] = c.owns[*w] && (c.age[0] < c.age[*w] || older_waits(*w));
      w = v.died[*w] ? waits.erase(w) : w + 1;
    }
  }
  return v;
}

// All want L; who owns something has a lock of its own, P. The holder then
// wants Z, which somebody without a transaction holds.
std::string yaml_of(const Case& c) {
  const std::string algorithm = c.wait_die ? "wait-die" : "wound-wait";
  const auto ww = [&](const std::string& name, const char* type) {
    return "  " + name + ": {type: " + type +
           ", class: k, algorithm: " + algorithm + "}\n";
  };
  std::string objects = ww("l", "ww_mutex") + ww("z", "ww_mutex");
  std::string threads =
      "  other: [{ww_mutex_lock: z}, nop, "
      "{ww_mutex_unlock: z}]\n";
  for (std::size_t i = 0; i < c.age.size(); ++i) {
    const std::string n = std::to_string(i);
    objects += ww("ctx" + n, "ww_acquire_ctx") + ww("p" + n, "ww_mutex") +
               "  x" + n + ": {type: int, initial: 1}\n";
    threads += "  t" + n + ":\n    - ww_acquire_init: ctx" + n + "\n";
    if (c.owns[i])
      threads += "    - {ww_mutex_lock: {lock: p" + n + ", ctx: ctx" + n +
                 "}, into: r}\n";
    threads += "    - {ww_mutex_lock: {lock: l, ctx: ctx" + n + "}, into: r}\n";
    if (i == 0)
      threads += "    - {ww_mutex_lock: {lock: z, ctx: ctx0}, into: r}\n";
    threads += "    - set: {x" + n + ": r}\n    - nop\n";
  }
  return "scenario: s\nobjects:\n" + objects + "threads:\n" + threads;
}

// Lets everybody who can go on do so; the holder stays where it is.
void settle(Drive& d, std::size_t arrived) {
  for (int round = 0; round < 2; ++round)
    for (std::size_t i = 1; i <= arrived; ++i)
      for (int k = 0; k < 4; ++k) {
        const std::string t = "t" + std::to_string(i);
        if (d.value("x" + std::to_string(i)) != 1) break;
        if (d.step(t) == "blocked") break;
      }
}

std::string name_of(const Case& c) {
  std::string text = c.wait_die ? "wait-die" : "wound-wait";
  for (std::size_t i = 0; i < c.age.size(); ++i)
    text += " " + std::to_string(c.age[i]) + (c.owns[i] ? "+" : "");
  return text;
}

void agrees(const Case& c) {
  const std::size_t n = c.age.size();
  Drive d(yaml_of(c));
  d.step("other");
  for (int age = 0; age < static_cast<int>(n); ++age) {
    const auto who = std::find(c.age.begin(), c.age.end(), age);
    d.step("t" + std::to_string(who - c.age.begin()));
  }
  for (std::size_t i = 0; i < n; ++i)
    if (c.owns[i]) d.step("t" + std::to_string(i));
  d.step("t0");
  for (std::size_t i = 1; i < n; ++i) settle(d, i);
  const Verdict v = expected(c);
  for (std::size_t i = 1; i < n; ++i)
    LONGS_EQUAL_TEXT(v.died[i] ? kDeadlock : 1,
                     d.value("x" + std::to_string(i)), name_of(c).c_str());
  // Alone with L alone it may not be told to back off.
  for (int k = 0; k < 4 && d.value("x0") == 1; ++k)
    if (d.step("t0") == "blocked") break;
  LONGS_EQUAL_TEXT(v.wounded ? kDeadlock : 1, d.value("x0"),
                   name_of(c).c_str());
}

void all_of(std::size_t n) {
  std::vector<int> age(n);
  std::iota(age.begin(), age.end(), 0);
  do {
    for (unsigned owners = 0; owners < (1u << n); ++owners)
      for (const bool wait_die : {true, false}) {
        Case c{wait_die, age, std::vector<bool>(n)};
        for (std::size_t i = 0; i < n; ++i) c.owns[i] = (owners >> i & 1) != 0;
        agrees(c);
      }
  } while (std::next_permutation(age.begin(), age.end()));
}

}  // namespace

TEST_GROUP(ww_orders){};

TEST(ww_orders, two_transactions_of_any_age) { all_of(2); }

TEST(ww_orders, three_transactions_of_any_age) { all_of(3); }

TEST(ww_orders, four_transactions_of_any_age) { all_of(4); }
