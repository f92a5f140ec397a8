// What ran in a trace: its contexts, what each did in which order, and what the
// locks, fences and work items are that they did it with.
//
// Must not know: scenarios. Fields of the events: include/trace/events/
// dma_fence.h, lock.h, sched.h, workqueue.h, irq.h.
#pragma once

#include <cstdint>

#include "explorer/exchange/lock_kind.h"
#include "explorer/exchange/trace_event.h"

namespace picket {

enum class RunStepKind : std::uint8_t {
  take,
  give,
  fence_wait,
  fence_signal,
  fence_enable,
  queue,
  allocate,
};

struct RunStep {
  RunStepKind kind = RunStepKind::take;
  std::size_t object = 0;  // among the locks, fences or items
  std::size_t take = 0;    // of a give: the step that took it
  bool read = false, tried = false, irqs_off = false;
  int line = 0;  // 0: not in the log
};

enum class RunContextKind : std::uint8_t { task, item, hardirq, softirq };

struct RunContext {
  RunContextKind kind = RunContextKind::task;
  std::string name;
  int pid = -1;
  int cpu = -1;
  bool moved = false;  // seen on several CPUs
  std::vector<RunStep> steps = {};
  std::vector<std::size_t> held = {};  // takes without a give, while reading
};

struct RunLock {
  std::string address, name;
  LockKind kind = LockKind::mutex;
  bool known = false;  // its name alone says what it is
  bool read = false, written = false;
  bool slept = false;  // its holder slept
  bool spun = false;   // taken where nobody may sleep
};

struct RunFence {
  std::string key, name;
  bool came = false;  // a wait for it ended
};

struct RunItem {
  std::string address, function, queue;
  int context = -1;  // that ran it, -1: not in the log
  bool queued = false;
  bool ran_first = false;  // before the log shows that it was queued
};

struct TraceRun {
  std::vector<RunContext> contexts;
  std::vector<RunLock> locks;
  std::vector<RunFence> fences;
  std::vector<RunItem> items;
  std::vector<std::string> left_out;  // said once each
  std::size_t events = 0;             // that were understood
};

TraceRun read_trace(const Log& log);

}  // namespace picket
