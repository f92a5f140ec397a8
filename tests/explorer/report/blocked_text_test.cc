#include "explorer/report/blocked_text.h"

#include "tests/support/threads.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using picket::test::threads;

namespace {

BlockedContext waits(std::size_t who, const std::vector<std::size_t>& on,
                     bool root) {
  BlockedContext b;
  b.context = ContextId(who);
  b.waits_for = "it";
  for (std::size_t c : on) b.waits_on.push_back(ContextId(c));
  b.root = root;
  return b;
}

std::string sentences(const Scenario& s,
                      const std::vector<BlockedContext>& blocked) {
  std::string text;
  for (const std::string& line : blocked_sentences(s, blocked))
    text += line + "\n";
  return text;
}

}  // namespace

TEST_GROUP(BlockedText){};

TEST(BlockedText, a_cycle_is_told_in_its_own_order) {
  STRCMP_EQUAL(
      "a waits for it\n"
      "c waits for it\n"
      "b waits for it\n",
      sentences(threads({"a", "b", "c"}),
                {waits(0, {2}, true), waits(1, {0}, true), waits(2, {1}, true)})
          .c_str());
}

TEST(BlockedText, consequences_stand_below_their_root) {
  STRCMP_EQUAL(
      "b waits for it\n"
      "c waits for it\n"
      "  a waits for it\n"
      "    d waits for it\n",
      sentences(threads({"a", "b", "c", "d"}),
                {waits(0, {1}, false), waits(1, {2}, true), waits(2, {1}, true),
                 waits(3, {0}, false)})
          .c_str());
}

TEST(BlockedText, nobody_is_forgotten) {
  STRCMP_EQUAL(
      "a waits for it\n"
      "  b waits for it\n",
      sentences(threads({"a", "b"}),
                {waits(0, {}, false), waits(1, {0}, false)})
          .c_str());
}
