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
  if (at == report.tasks.end()) report.tasks.push_back({name, {}, -1});
  return index;
}

// "INFO: task A:1 is blocked on a mutex likely owned by task B:2."
int owner_named(HungReport& report, const std::string& text) {
  const std::string waiter = between(text, "INFO: task ", " is blocked on");
  std::string owner = between(text + "\n", "likely owned by task ", "\n");
  while (!owner.empty() &&
         !std::isalnum(static_cast<unsigned char>(owner.back())))
    owner.pop_back();
  if (waiter.empty() || owner.empty()) return -1;
  const int of = task_named(report, waiter);
  const int by = task_named(report, owner);
  report.tasks[static_cast<std::size_t>(of)].owner = by == of ? -1 : by;
  return by;
}

int task_begun(HungReport& report, const std::string& text) {
  for (const char* end :
       {" blocked for more", " can't die", " blocked in I/O"}) {
    const std::string name = between(text, "INFO: task ", end);
    if (!name.empty()) return task_named(report, name);
  }
  return contains(text, "likely owned by task") ? owner_named(report, text)
                                                : -1;
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

// "2 locks held by kworker/0:1/12:"
std::string holder_in(const std::string& text) {
  std::string name = between(text, " held by ", ":");
  const std::size_t end = text.rfind(':');
  const std::size_t at = text.find(" held by ");
  if (name.empty() || end < at + 9) return {};
  name = text.substr(at + 9, end - at - 9);
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
  for (std::size_t k = from; k < to; ++k) {
    const std::string& text = log[k].text;
    listed = listed || contains(text, "Showing all locks");
    if (!listed) continue;
    if (contains(text, "lock held by ") || contains(text, "locks held by ")) {
      all.push_back({holder_in(text), {}});
    } else if (text.starts_with("#") && !all.empty()) {
      Log rest(log.begin() + static_cast<std::ptrdiff_t>(k),
               log.begin() + static_cast<std::ptrdiff_t>(std::min(k + 4, to)));
      const std::size_t colon = text.find(':');
      rest[0].text = colon == std::string::npos ? "" : text.substr(colon + 1);
      std::size_t used = 0;
      if (auto lock = read_lock_lines(rest, used))
        all.back().locks.push_back(std::move(*lock));
    }
  }
  return all;
}

bool same_lock(const LockText& a, const LockText& b) {
  if (a.address.empty() || b.address.empty()) return a.name == b.name;
  return a.address == b.address && a.name == b.name;
}

bool waits_for_lock(const CallTrace& trace) {
  return std::any_of(trace.begin(), trace.end(), [](const Frame& frame) {
    return contains(frame.base, "lock") || contains(frame.base, "down_") ||
           contains(frame.base, "__down") || contains(frame.base, "rwsem");
  });
}

// The owner of what a task waits for, where the list of locks has it.
void find_owners(HungReport& report, const std::vector<HeldBy>& all) {
  for (HungTask& task : report.tasks) {
    const auto own =
        std::find_if(all.begin(), all.end(), [&](const HeldBy& held) {
          return !held.locks.empty() && held.task == task.name;
        });
    if (own == all.end() || task.owner >= 0 || !waits_for_lock(task.trace))
      continue;
    const LockText& wanted = own->locks.back();
    for (const HeldBy& other : all) {
      if (other.task == task.name || other.locks.empty()) continue;
      const auto at =
          std::find_if(report.tasks.begin(), report.tasks.end(),
                       [&](const HungTask& t) { return t.name == other.task; });
      const bool hangs = at != report.tasks.end();
      // The last one of a task that hangs is what it waits for itself.
      const auto end = other.locks.end() - (hangs ? 1 : 0);
      if (std::none_of(other.locks.begin(), end, [&](const LockText& lock) {
            return same_lock(lock, wanted);
          }))
        continue;
      if (hangs)
        task.owner = static_cast<int>(at - report.tasks.begin());
      else
        task.holder = other.task;
      break;
    }
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
    if (contains(text, "INFO: task ") && !text.ends_with(".") && k + 1 < to)
      text += " " + log[k + 1].text;  // mail broke it
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
    CallTrace& trace = report.tasks[static_cast<std::size_t>(current)].trace;
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
  find_owners(report, read_held(log, from, to));
  return report;
}

}  // namespace picket
