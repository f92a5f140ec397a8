// ww_mutex.cc against a finer, independent model of the kernel's code: it must
// end in every way the kernel can, and in no way that a kernel whose tasks may
// wake up for no reason (as any task may) cannot.
#include "tests/support/ww_kernel.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::as_yaml;
using picket::test::ends;
using picket::test::kernel_ends;
using picket::test::WwAction;
using picket::test::WwProgram;
using picket::test::WwTask;

namespace {

using Ends = std::set<std::string>;

// "l0 t1 p2": lock 0, trylock 1, lock 2 without the transaction.
WwTask task(const std::string& text) {
  WwTask actions;
  for (std::size_t i = 0; i + 1 < text.size(); i += 3) {
    WwAction a;
    if (text[i] == 't') a.kind = WwAction::Kind::try_lock;
    if (text[i] == 'p') a.kind = WwAction::Kind::plain_lock;
    a.lock = text[i + 1] - '0';
    actions.push_back(a);
  }
  return actions;
}

std::string first_missing(const Ends& from, const Ends& some) {
  for (const std::string& e : some)
    if (!from.count(e)) return e;
  return "";
}

void agrees(const std::vector<std::string>& tasks) {
  for (bool wait_die : {true, false}) {
    WwProgram p{{}, 4, wait_die, false};
    std::string name = wait_die ? "wait-die:" : "wound-wait:";
    for (const std::string& t : tasks) {
      p.tasks.push_back(task(t));
      name += " [" + t + "]";
    }
    const Ends ours = ends(as_yaml(p));
    const Ends kernel = kernel_ends(p);
    CHECK(!kernel.empty());
    STRCMP_EQUAL_TEXT("", first_missing(ours, kernel).c_str(), name.c_str());
    p.spurious = true;
    const Ends most = kernel_ends(p);
    STRCMP_EQUAL_TEXT("", first_missing(most, ours).c_str(), name.c_str());
  }
}

}  // namespace

TEST_GROUP(ww_kernel){};

TEST(ww_kernel, two_tasks_agree_with_the_kernel) {
  const std::vector<std::string> bodies = {"l0 l1", "l1 l0", "l0 t1", "t0 l1",
                                           "l0 l0", "p0 p1", "t0 t1"};
  for (const std::string& a : bodies)
    for (const std::string& b : bodies) agrees({a, b});
}

TEST(ww_kernel, three_tasks_agree_with_the_kernel) {
  agrees({"l0 l1", "l1 l2", "l2 l0"});
  agrees({"p0", "l0", "l1 l0"});
  agrees({"p0", "l1 l0", "l2 l0"});
  agrees({"l0", "l1 l0", "l2 l0"});
  agrees({"l0 l1", "l1 l0", "l2 l0"});
  agrees({"l0 l1", "p1 p3", "l2 l0"});
}
