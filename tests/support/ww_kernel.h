// A second, finer model of the kernel's ww_mutex, independent of spec/: the
// wait list, wait_lock, sleeping and waking as separate steps, the way
// kernel/locking/mutex.c and ww_mutex.h of Linux 6.12 go through them. The
// oracle for the wound/wait semantics; far too slow for anything else.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace picket::test {

struct WwAction {
  enum class Kind { lock, try_lock, plain_lock };
  Kind kind = Kind::lock;
  int lock = 0;
};

// One task: begins a transaction (unless all its locks are plain), does its
// actions, stops at -EDEADLK, releases everything in reverse.
using WwTask = std::vector<WwAction>;

struct WwProgram {
  std::vector<WwTask> tasks;
  int locks = 0;
  bool wait_die = false;
  bool spurious = false;  // tasks may wake up for no reason
};

// Every way the program ends, in the words of test::ends(): the results of
// action i of task t are the variable `x<t><i>`, 7 where it was not reached.
std::set<std::string> kernel_ends(const WwProgram& program);

// The same program for picket.
std::string as_yaml(const WwProgram& program);

}  // namespace picket::test
