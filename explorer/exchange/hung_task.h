// Hung tasks of a log, and the scenario of who waits for what.
//
// Must not know: the file the report comes from. The texts are those of
// kernel/hung_task.c (check_hung_task, debug_show_blocker), sched_show_task and
// print_worker_info.
#pragma once

#include "explorer/exchange/draft.h"
#include "explorer/exchange/lock_kind.h"

namespace picket {

struct HungTask {
  std::string name;      // "task:pid", as in the log
  CallTrace trace = {};  // innermost first; guessed frames if it has no others
  Taking taking = {};    // what it called to wait
  bool completes = false;  // it waits for a completion, whoever called that
  LockText wanted = {};    // the lock that it waits for, if the list has it
  int owner = -1;  // the task that likely owns what it waits for: itself, too
  std::string holder = {};            // its name, if it does not hang itself
  bool held_read = false;             // the owner is one of several readers
  std::string item = {}, queue = {};  // what a worker runs, and from where
};

struct HungReport {
  std::string kernel;
  bool rt = false;              // a PREEMPT_RT kernel
  std::vector<HungTask> tasks;  // each once
};

HungReport read_hung_tasks(const Log& log, std::size_t from, std::size_t to);

// Without threads if no task has a trace.
Draft draft_hung_tasks(const HungReport& report);

}  // namespace picket
