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
    const std::string& text = log[k].text;
    const int begun = task_begun(report, text);
    if (begun >= 0) {
      current = begun;
      again = !report.tasks[static_cast<std::size_t>(begun)].trace.empty();
      continue;
    }
    if (report.kernel.empty()) report.kernel = kernel_in(text);
    if (ends_task(text)) current = -1;
    if (current < 0 || again) continue;
    const bool guess = text.starts_with("? ");
    if (const auto frame = read_frame(guess ? text.substr(2) : text))
      (guess ? guessed[current]
             : report.tasks[static_cast<std::size_t>(current)].trace)
          .push_back(*frame);
  }
  for (auto& [task, trace] : guessed)
    if (CallTrace& known = report.tasks[static_cast<std::size_t>(task)].trace;
        known.empty())
      known = std::move(trace);
  return report;
}

}  // namespace picket
