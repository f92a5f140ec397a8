#include "explorer/report/schedule_columns.h"

#include "tests/support/made_check.h"
#include "tests/support/threads.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

ScheduleRow row(std::size_t context, int line, const std::string& text) {
  ScheduleRow r;
  r.context = ContextId(context);
  r.line = line;
  r.text = text;
  return r;
}

std::string columns(const Scenario& s, const std::vector<ScheduleRow>& rows,
                    std::size_t width = kScreenWidth) {
  std::string text;
  for (const std::string& line : schedule_columns(s, rows, {}, width))
    text += line + "\n";
  return text;
}

std::size_t widest(const std::string& text) {
  std::size_t width = 0, from = 0;
  for (std::size_t end; (end = text.find('\n', from)) != text.npos;
       from = end + 1)
    width = std::max(width, end - from);
  return width;
}

}  // namespace

TEST_GROUP(ScheduleColumns){};

TEST(ScheduleColumns, each_context_has_its_own_column) {
  STRCMP_EQUAL(
      "  step  line  a              b\n"
      "     1     7  mutex_lock(x)\n"
      "     2    11                 mutex_lock(y)\n",
      columns(threads({"a", "b"}),
              {row(0, 7, "mutex_lock(x)"), row(1, 11, "mutex_lock(y)")})
          .c_str());
}

TEST(ScheduleColumns, contexts_that_do_nothing_have_none) {
  STRCMP_EQUAL(
      "  step  line  b\n"
      "     1     7  nop\n",
      columns(threads({"a", "b"}), {row(1, 7, "nop")}).c_str());
}

TEST(ScheduleColumns, blocked_contexts_are_marked_at_the_end) {
  auto first = row(0, 7, "mutex_lock(x)");
  auto second = row(1, 11, "mutex_lock(y)");
  first.kind = second.kind = ScheduleRow::Kind::waiting;
  STRCMP_EQUAL(
      "  step  line  a                b\n"
      "     1     7  mutex_lock(x)\n"
      "     2    11                   mutex_lock(y)\n"
      "              *** BLOCKED ***  *** BLOCKED ***\n",
      columns(threads({"a", "b"}), {first, second}).c_str());
}

TEST(ScheduleColumns, marked_rows_have_a_sign) {
  auto marked = row(0, 7, "nop");
  marked.marked = true;
  STRCMP_EQUAL(
      "  step  line  a\n"
      ">    1     7  nop\n",
      columns(threads({"a"}), {marked}).c_str());
}

TEST(ScheduleColumns, move_together_where_they_do_not_fit) {
  std::vector<ScheduleRow> rows;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 5; ++i) {
    names.push_back("thread" + std::to_string(i));
    rows.push_back(row(i, 7, "dma_fence_wait_timeout(some_fence)"));
  }
  const std::string text = columns(threads(names), rows);
  CHECK_TRUE(widest(text) <= kScreenWidth);
  CHECK_TRUE(text.find("thread4") != text.npos);
}

TEST(ScheduleColumns, become_a_list_where_that_does_not_help) {
  std::vector<ScheduleRow> rows;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 12; ++i) {
    names.push_back("thread" + std::to_string(i));
    rows.push_back(row(i, 7, "mutex_lock(x)"));
  }
  rows.back().kind = ScheduleRow::Kind::waiting;
  const std::string text = columns(threads(names), rows);
  CHECK_TRUE(widest(text) <= kScreenWidth);
  CHECK_TRUE(text.find("     1     7  thread0:  mutex_lock(x)\n") == 0);
  CHECK_TRUE(text.find("thread11: mutex_lock(x)  *** BLOCKED ***\n") !=
             text.npos);
}
