// One report in the forms that consoles, journals, pages and mail give it: the
// scenario is always the same.
#include "explorer/exchange/import.h"

#include <algorithm>

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

const char* const kLockdep =
    "WARNING: possible circular locking dependency detected\n"
    "6.12.0-toy #3 Not tainted\n"
    "------------------------------------------------------\n"
    "toyd/17 is trying to acquire lock:\n"
    "ffff0001 (&toy->left){+.+.}-{4:4}, at: toy_pull+0x1/0x9 [toy]\n"
    "but task is already holding lock:\n"
    "ffff0002 (&toy->right){+.+.}-{4:4}, at: toy_run+0x2/0x9 [toy]\n"
    "which lock already depends on the new lock.\n"
    "the existing dependency chain (in reverse order) is:\n"
    "-> #1 (&toy->right){+.+.}-{4:4}:\n"
    "       __mutex_lock+0xb5/0xe20\n"
    "       toy_push+0x4/0x9 [toy]\n"
    "-> #0 (&toy->left){+.+.}-{4:4}:\n"
    "       __lock_acquire+0x1524/0x2ae0\n"
    "       __mutex_lock+0xb5/0xe20\n"
    "       toy_pull+0x1/0x9 [toy]\n"
    "other info that might help us debug this:\n";

const char* const kHung =
    "INFO: task kworker/1:3:211 blocked for more than 122 seconds.\n"
    "      Not tainted 6.12.0-toy #3\n"
    "task:kworker/1:3     state:D stack:0     pid:211\n"
    "Workqueue: events toy_fw_work [toy]\n"
    "Call Trace:\n"
    " <TASK>\n"
    " __schedule+0x3ec/0x1500\n"
    " __mutex_lock.constprop.0+0x3a5/0x6f0\n"
    " toy_fw_work+0x2b/0x120 [toy]\n"
    " </TASK>\n"
    "INFO: task kworker/1:3:211 is blocked on a mutex likely owned by task "
    "modprobe:812.\n"
    "INFO: task modprobe:812 blocked for more than 122 seconds.\n"
    "Call Trace:\n"
    " __schedule+0x3ec/0x1500\n"
    " __wait_for_common+0x90/0x1d0\n"
    " toy_remove+0x4c/0x110 [toy]\n";

std::string imported(const std::string& log) {
  return import_log(log, LogKind::any).yaml;
}

std::string each_line(const std::string& log, const std::string& prefix,
                      const std::string& suffix = "") {
  std::string out;
  std::size_t at = 0;
  while (at < log.size()) {
    const std::size_t end = log.find('\n', at);
    out += prefix + log.substr(at, end - at) + suffix + "\n";
    at = end + 1;
  }
  return out;
}

std::string with(std::string text, const std::string& from,
                 const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// Lines longer than `width` go on in the next, as mailers do it.
std::string wrapped(const std::string& log, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t at = 0; at < log.size();) {
    if (log[at] == '\n') {
      out += log[at++];
      column = 0;
      continue;
    }
    const std::size_t end =
        std::min(log.find_first_of(" \n", at + 1), log.size());
    if (column > 0 && column + end - at > width) {
      out += '\n';
      column = 0;
      if (log[at] == ' ') ++at;
    }
    out += log.substr(at, end - at);
    column += end - at;
    at = end;
  }
  return out;
}

}  // namespace

TEST_GROUP(log_forms){};

TEST(log_forms, what_stands_before_the_lines_is_taken_away) {
  for (const char* prefix :
       {"[  182.402117] ",
        "[  182.402117][   T94] ",
        "<4>[  182.402117] ",
        "<4> [182.402117] ",
        "[Tue Nov 12 09:14:03 2024] ",
        "[Di Nov 12 09:14:03 2024] ",
        "[+0.000012] ",
        "[+0,003927] ",
        "[    0.000004 <    0.000001>] ",
        "Nov 12 09:14:03 a.b.example kernel: [  182.402117] ",
        "2024-11-12T09:14:03.123456+01:00 box kernel: ",
        "2024-11-12 09:14:03 box kernel[1]: ",
        "2024-11-12T09:14:03,123456+01:00 ",
        "2024-11-12T09:14:03.1234567Z ",
        "2024-11-12T09:14:03.123456Z 01O [  182.402117] ",
        "kern  :warn  : [  182.402117] ",
        "kern  :warn  : 2024-11-12T09:14:03,123456+01:00 ",
        "4,1004,182400004,-;",
        "4,1004,182400004,-,caller=T94;",
        "11-12 09:14:03.123     0     0 W KERNEL  : ",
        "<4>[  182.402117] (2)[94:kworker/2:1]",
        "08:12:01  <4>[  182.402117] ",
        "09:14:03: R SERIAL> [  182.402117] ",
        "Tue Nov 12 09:14:03 2024 kern.warn kernel: [  182.402117] ",
        "> ",
        ">>> [  182.402117] ",
        "Ann> [  182.402117] ",
        "* [  182.402117] ",
        "| ",
        "\t",
        "\xc2\xa0\xc2\xa0",
        "\x1b[33m[  182.402117]\x1b[0m "}) {
    STRCMP_EQUAL_TEXT(imported(kLockdep).c_str(),
                      imported(each_line(kLockdep, prefix)).c_str(), prefix);
    STRCMP_EQUAL_TEXT(imported(kHung).c_str(),
                      imported(each_line(kHung, prefix)).c_str(), prefix);
  }
}

TEST(log_forms, mail_and_pages_do_no_harm) {
  for (const char* log : {kLockdep, kHung}) {
    const std::string yaml = imported(log);
    const std::string html = with(with(log, "&", "&amp;"), ">", "&gt;");
    STRCMP_EQUAL(yaml.c_str(), imported(html).c_str());
    STRCMP_EQUAL(yaml.c_str(), imported(with(html, "&", "&amp;")).c_str());
    STRCMP_EQUAL(yaml.c_str(), imported(each_line(log, "", "\r")).c_str());
    STRCMP_EQUAL(yaml.c_str(),
                 imported("a=3Db\n" + with(log, "+0x", "+0=\nx")).c_str());
    for (const std::size_t width : {72, 64, 58})
      STRCMP_EQUAL(yaml.c_str(), imported(wrapped(log, width)).c_str());
    STRCMP_EQUAL(yaml.c_str(),
                 imported(each_line(wrapped(log, 70), "> ")).c_str());
  }
}

TEST(log_forms, a_report_whose_head_is_lost_is_still_one) {
  const std::string log = kLockdep;
  for (const char* first :
       {"toyd/17 is trying", "but task is already", "the existing dependency"})
    CHECK_TEXT(
        imported(log.substr(log.find(first)))
                .find("deadlock: [toy_push, toy_pull]") != std::string::npos,
        first);
}

TEST(log_forms, every_architecture_has_its_own_traces) {
  const std::string yaml = imported(kHung);
  const std::string frame = " toy_fw_work+0x2b/0x120 [toy]\n";
  for (const char* form :
       {" [<ffffffff811061a6>] toy_fw_work+0x2b/0x120 [toy]\n",
        "[c000000001a2b3c0] [c00000000001a2b4] toy_fw_work+0x2b/0x120 [toy]\n",
        " ([<0000000000113960>] toy_fw_work+0x2b/0x120 [toy])\n",
        "[<c010f0c0>] (toy_fw_work+0x2b/0x120 [toy]) from [<c010ad38>] "
        "(process_one_work+0x10/0x14)\n",
        " toy_fw_work+0x2b/0x120 [toy 0123456789abcdef]\n"})
    STRCMP_EQUAL_TEXT(yaml.c_str(), imported(with(kHung, frame, form)).c_str(),
                      form);
  const std::string arm = imported(
      with(with(kHung, frame, " toy_fw_work from process_one_work+0x1/0x2\n"),
           " __mutex_lock.constprop.0+0x3a5/0x6f0\n",
           " __mutex_lock.constprop.0 from toy_fw_work+0x2b/0x120\n"));
  CHECK(arm.find("mutex_in_toy_fw_work: mutex") != std::string::npos);
}

TEST(log_forms, old_and_new_headings_are_known) {
  for (const char* heading :
       {"[ INFO: possible circular locking dependency detected ]",
        "WARNING: possible circular locking dependency detected",
        "======== WARNING: possible circular locking dependency detected",
        "[ BUG: possible circular locking dependency detected! ]"})
    STRCMP_EQUAL_TEXT(
        imported(kLockdep).c_str(),
        imported(with(kLockdep,
                      "WARNING: possible circular locking dependency detected",
                      heading))
            .c_str(),
        heading);
  const std::string usage = imported(kLockdep);
  for (const char* old : {"{+.+.}", "{+.+.+.}", "{......}"})
    STRCMP_EQUAL_TEXT(usage.c_str(),
                      imported(with(kLockdep, "{+.+.}-{4:4}", old)).c_str(),
                      old);
}

TEST(log_forms, class_names_may_hold_anything) {
  for (const char* name :
       {"&toy->right/1", "&toy->right#2", "&&toy->right", "(toy).right",
        "&sb->s_type->i_mutex_key#3/1", "toy:356:(&config)->lock",
        "per_cpu_ptr(&toy_lock, cpu)", "&(&toy->right)->rlock"}) {
    const std::string yaml = imported(with(kLockdep, "&toy->right", name));
    CHECK_TEXT(yaml.find(std::string("class: \"") + name) != std::string::npos,
               yaml.c_str());
    CHECK_TEXT(yaml.find("deadlock: [toy_push, toy_pull]") != std::string::npos,
               name);
  }
}

}  // namespace picket
