// A scenario being written from a log: steps as text, because what is written
// is a file for people to go on with, not a model to run.
//
// Must not know: logs, reports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace picket {

struct DraftStep {
  std::string operation;
  std::string argument;  // "" if it takes none
  std::string note;      // "" for none
  std::string into = {}, when = {};
};
using DraftSteps = std::vector<DraftStep>;

struct DraftBody {
  std::string name;
  DraftSteps steps;
  int cpu = -1;              // -1: one of its own
  std::string context = {};  // "": a task
};

struct DraftObject {
  std::string name, type, klass, function;
};

struct Draft {
  std::vector<std::string> comments;  // above everything, without "#"
  std::string name, about, source;
  bool rt = false;  // of a PREEMPT_RT kernel
  std::vector<DraftObject> objects;
  std::vector<DraftBody> functions, threads;
  std::vector<std::string> reclaim;
  std::vector<std::string> expect;  // "deadlock: [a, b]"; none: pass
  bool lockdep_reports = false;     // what is no finding, but a report
};

// A name of the language made from any text, different from those in `taken`
// (objects, functions, threads); it is added to them.
std::string fresh_name(std::string_view text, std::vector<std::string>& taken);

// The same for a scenario's own name: lower case, joined by '-'.
std::string scenario_name(std::string_view text);

std::string to_yaml(const Draft& draft);

}  // namespace picket
