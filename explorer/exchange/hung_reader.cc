// A task's part goes from the line that names it to the next such line.
#include <algorithm>
#include <cctype>
#include <map>

#include "explorer/exchange/hung_task.h"

namespace picket {
namespace {

// What stands between two phrases of a line; "" if one is missing.
std::string between(const std::string& text, const std::string& from,
                    const std::string& to) {
  const std::size_t start = text.find(from);
  if (start == std::string::npos) return {};
  const std::size_t first = start + from.size();
  const std::size_t end = text.find(to, first);
  if (end == std::string::npos) return {};
  return text.substr(first, end - first);
}

int task_named(HungReport& report, const std::string& name) {
  const auto at =
      std::find_if(report.tasks.begin(), report.tasks.end(),
                   [&](const HungTask& task) { return task.name == name; });
  const auto index = static_cast<int>(at - report.tasks.begin());
  if (at == report.tasks.end()) report.tasks.push_back({name});
  return index;
}

// "name:12", of what begins with a task; a name may hold blanks and colons, and
// mail may have put the next line behind it.
std::string task_in(const std::string& text) {
  for (std::size_t at = text.find(':'); at != std::string::npos;
       at = text.find(':', at + 1)) {
    std::size_t end = at + 1;
    while (end < text.size() &&
           std::isdigit(static_cast<unsigned char>(text[end])) != 0)
      ++end;
    if (end > at + 1 && (end == text.size() || text[end] == ' ' ||
                         text[end] == '.' || text[end] == ','))
      return text.substr(0, end);
  }
  return {};
}

// "INFO: task A:1 is blocked on a mutex likely owned by task B:2." and, since
// Linux 6.16, "A:1 <writer> blocked on an rw-semaphore likely owned by task
// B:2 <reader>", "A:1 blocked on a semaphore likely last held by task B:2".
int owner_named(HungReport& report, const std::string& text) {
  std::string last = between(text + "\n", "likely owned by task ", "\n");
  if (last.empty())
    last = between(text + "\n", "likely last held by task ", "\n");
  const std::string waiter =
      task_in(between(text, "INFO: task ", " blocked on"));
  const std::string owner = task_in(last);
  if (waiter.empty() || owner.empty()) return -1;
  const int of = task_named(report, waiter);
  const int by = task_named(report, owner);
  HungTask& task = report.tasks[static_cast<std::size_t>(of)];
  task.owner = by;
  task.held_read = contains(last, owner + " <reader>");
  return by;
}

// "Workqueue: writeback wb_workfn (flush-8:0)", "Workqueue: q fn [module]": the
// function is the last word but for those.
void read_worker(HungTask& task, std::string_view text) {
  text = trimmed(text.substr(text.find(':') + 1));
  for (const char open : {'(', '['}) {
    const std::size_t at = text.rfind(std::string(" ") + open);
    if (at != std::string_view::npos) text = trimmed(text.substr(0, at));
  }
  const std::size_t last = text.rfind(' ');
  if (last == std::string_view::npos) return;
  const auto frame = read_frame(text.substr(last + 1));
  if (!frame) return;
  task.item = frame->base;
  task.queue = std::string(trimmed(text.substr(0, last)));
}

int task_begun(HungReport& report, const std::string& text) {
  if (contains(text, " blocked on a")) return owner_named(report, text);
  for (const char* end :
       {" blocked for more", " can't die", " blocked in I/O"}) {
    const std::string name = between(text, "INFO: task ", end);
    if (!name.empty()) return task_named(report, name);
  }
  return -1;
}

// "Not tainted 6.9.0 #1"
std::string kernel_in(const std::string& text) {
  std::size_t at = text.find("ainted");
  while (at != std::string::npos && at + 1 < text.size()) {
    at = text.find(' ', at + 1);
    if (at != std::string::npos && at + 1 < text.size() &&
        std::isdigit(static_cast<unsigned char>(text[at + 1])))
      return text.substr(at + 1, text.find(' ', at + 1) - at - 1);
  }
  return {};
}

// "2 locks held by kworker/0:1/12:"; since Linux 7 "locks held by
// kworker/0:1/12: 2, last CPU#1:".
std::string holder_in(const std::string& text) {
  const std::size_t at = text.find(" held by ");
  const std::size_t count = text.rfind(": ");
  const std::size_t end =
      count != std::string::npos && count > at ? count : text.rfind(':');
  if (at == std::string::npos || end < at + 9) return {};
  std::string name = text.substr(at + 9, end - at - 9);
  const std::size_t pid = name.rfind('/');
  if (pid == std::string::npos) return {};
  name[pid] = ':';
  return name;
}

struct HeldBy {
  std::string task;  // as a hung task is named
  std::vector<LockText> locks;
};

// What "Showing all locks held in the system" lists. A task that waits for a
// lock has it at the end of its own list.
std::vector<HeldBy> read_held(const Log& log, std::size_t from,
                              std::size_t to) {
  std::vector<HeldBy> all;
  bool listed = false;
  std::string number;  // "#1", of the line before
  for (std::size_t k = from; k < to; ++k) {
    const std::string& text = log[k].text;
    listed = listed || contains(text, "Showing all locks");
    if (!listed) continue;
    if (contains(text, "lock held by ") || contains(text, "locks held by ")) {
      all.push_back({holder_in(text), {}});
      number.clear();
    } else if (text.starts_with("#") && !all.empty()) {
      Log rest(log.begin() + static_cast<std::ptrdiff_t>(k),
               log.begin() + static_cast<std::ptrdiff_t>(std::min(k + 7, to)));
      const std::size_t colon = text.find(':');
      rest[0].text = colon == std::string::npos ? "" : text.substr(colon + 1);
      std::size_t used = 0;
      auto lock = read_lock_lines(rest, used);
      if (!lock) continue;
      // Inlined functions each have a line of their own.
      if (number == text.substr(0, colon)) all.back().locks.pop_back();
      number = text.substr(0, colon);
      all.back().locks.push_back(std::move(*lock));
    }
  }
  return all;
}

bool same_lock(const LockText& a, const LockText& b) {
  if (a.address.empty() || b.address.empty()) return a.name == b.name;
  return a.address == b.address && a.name == b.name;
}

bool schedules(const std::string& base) {
  for (const char* prefix :
       {"__schedule", "schedule", "context_switch", "__switch_to", "_switch",
        "io_schedule", "do_wait_for_common", "wait_for_common",
        "__wait_for_common", "rcu_barrier_", "bit_wait", "msleep",
        "usleep_range", "preempt_schedule"})
    if (base.starts_with(prefix)) return true;
  return false;
}

void find_taking(HungTask& task) {
  CallTrace rest;
  for (const Frame& frame : task.trace) {
    if (rest.empty() && schedules(frame.base))
      task.completes =
          task.completes || contains(frame.base, "wait_for_common");
    else
      rest.push_back(frame);
  }
  // Who waits in it under no name of a wait locks the page.
  if (rest.size() > 1 && rest[0].base.starts_with("folio_wait_bit") &&
      !contains(rest[1].base, "wait") && !contains(rest[1].base, "lock"))
    rest[0].base = "__folio_lock";
  task.taking = how_taken(rest);
}

// Without the function's size.
std::string_view with_offset(const std::string& function) {
  return std::string_view(function).substr(0, function.find('/'));
}

// Was the lock taken where the task now waits?
bool waits_for(const HungTask& task, const LockText& lock) {
  const auto kind = waited_kind(task.taking);
  if (!kind || !can_be_held(*kind) || *kind == LockKind::rcu ||
      *kind == LockKind::srcu)
    return false;
  if (!contains(lock.at, "+0x")) return lock.at == task.taking.who;
  return std::any_of(
      task.trace.begin(), task.trace.end(), [&](const Frame& frame) {
        return with_offset(frame.function) == with_offset(lock.at);
      });
}

// Who holds what the task wants, of all others.
void find_owner(const HungReport& report, const std::vector<HeldBy>& all,
                HungTask& task) {
  for (const HeldBy& other : all) {
    if (other.task == task.name || other.locks.empty()) continue;
    const auto at =
        std::find_if(report.tasks.begin(), report.tasks.end(),
                     [&](const HungTask& t) { return t.name == other.task; });
    const bool hangs = at != report.tasks.end();
    // The last one of a task that hangs is what it waits for itself.
    const auto end = other.locks.end() - (hangs ? 1 : 0);
    if (std::none_of(other.locks.begin(), end, [&](const LockText& lock) {
          return same_lock(lock, task.wanted);
        }))
      continue;
    if (hangs)
      task.owner = static_cast<int>(at - report.tasks.begin());
    else
      task.holder = other.task;
    return;
  }
}

// The owner of what a task waits for, where the list of locks has it.
void find_owners(HungReport& report, const std::vector<HeldBy>& all) {
  for (std::size_t k = 0; k < report.tasks.size(); ++k) {
    HungTask& task = report.tasks[k];
    const auto own =
        std::find_if(all.begin(), all.end(), [&](const HeldBy& held) {
          return !held.locks.empty() && held.task == task.name;
        });
    if (own == all.end() || !waits_for(task, own->locks.back())) continue;
    const LockText& wanted = task.wanted = own->locks.back();
    if (task.owner >= 0) continue;
    if (!wanted.address.empty() &&
        std::any_of(
            own->locks.begin(), own->locks.end() - 1,
            [&](const LockText& lock) { return same_lock(lock, wanted); }))
      task.owner = static_cast<int>(k);
    else
      find_owner(report, all, task);
  }
}

bool ends_task(const std::string& text) {
  for (const char* phrase : {"</TASK>", "Showing all locks", "RIP:",
                             "Kernel panic", "Sending NMI", "NMI backtrace"})
    if (contains(text, phrase)) return true;
  return false;
}

}  // namespace

HungReport read_hung_tasks(const Log& log, std::size_t from, std::size_t to) {
  HungReport report;
  int current = -1;
  bool again = false;  // a task reported a second time: the first trace stays
  std::map<int, CallTrace> guessed;
  for (std::size_t k = from; k < to; ++k) {
    std::string text = log[k].text;
    if (contains(text, "INFO: task ") && !text.ends_with(".") && k + 1 < to &&
        !contains(log[k + 1].text, "task:") &&
        !contains(log[k + 1].text, "INFO: ")) {
      // Mail broke it, and may have said so.
      if (text.ends_with("="))
        text.pop_back();
      else
        text += ' ';
      text += log[k + 1].text;
    }
    const int begun = task_begun(report, text);
    if (begun >= 0) {
      current = begun;
      again = !report.tasks[static_cast<std::size_t>(begun)].trace.empty();
      continue;
    }
    report.rt = report.rt || says_rt(text);
    if (report.kernel.empty()) report.kernel = kernel_in(text);
    if (ends_task(text)) current = -1;
    if (current < 0 || again) continue;
    HungTask& task = report.tasks[static_cast<std::size_t>(current)];
    CallTrace& trace = task.trace;
    if (text.starts_with("Workqueue: ")) {
      read_worker(task, text);
      continue;
    }
    // Words of a line that mail broke look like functions without an offset.
    if (contains(text, "Call Trace") || contains(text, "Call trace"))
      std::erase_if(trace, [](const Frame& frame) {
        return !contains(frame.function, "+0x");
      });
    const bool guess = text.starts_with("? ");
    if (const auto frame = read_frame(guess ? text.substr(2) : text))
      (guess ? guessed[current] : trace).push_back(*frame);
  }
  for (auto& [task, trace] : guessed)
    if (CallTrace& known = report.tasks[static_cast<std::size_t>(task)].trace;
        known.empty())
      known = std::move(trace);
  for (HungTask& task : report.tasks) {
    // Of a worker whose line is missing.
    if (task.item.empty()) task.item = item_in(task.trace);
    find_taking(task);
  }
  find_owners(report, read_held(log, from, to));
  return report;
}

}  // namespace picket
