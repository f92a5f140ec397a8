// A kernel log as people send it: prefixes of printk, syslog and mail taken
// away, carriage returns and HTML escapes undone, the lines numbered.
//
// Must not know: what the lines say. Prefixes follow kernel/printk/printk.c.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace picket {

struct LogLine {
  int number = 0;           // in the file, from 1
  std::string text;         // without prefix, without blanks at both ends
  std::string caller = {};  // "T17" or "C0" of printk's prefix, if it has one
};
using Log = std::vector<LogLine>;

struct LogProblem {
  int line = 0;
  std::string text;
};

Log clean_log(std::string_view text);

// The lines of each caller on their own, where several wrote at once; a line
// without a caller goes with the one before it. One log if none has a caller.
std::vector<Log> by_caller(const Log& log);

std::string_view trimmed(std::string_view text);
bool contains(std::string_view text, std::string_view part);

}  // namespace picket
