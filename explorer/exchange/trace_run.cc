// One pass: an event belongs to the innermost interrupt of its CPU, else to the
// work item its task runs, else to the task.
#include "explorer/exchange/trace_run.h"

#include <algorithm>
#include <map>

namespace picket {
namespace {

// A scenario beyond these is no longer one to look at.
constexpr std::size_t kMostContexts = 16;
constexpr std::size_t kMostSteps = 40;
constexpr std::size_t kMostObjects = 64;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Reading {
  TraceRun run;
  std::map<int, std::size_t> tasks;                    // by pid
  std::map<int, std::size_t> running;                  // items, by pid
  std::map<int, std::vector<std::size_t>> interrupts;  // by CPU
};

void leave_out(Reading& r, const std::string& what) {
  auto& all = r.run.left_out;
  if (std::find(all.begin(), all.end(), what) == all.end()) all.push_back(what);
}

std::size_t new_context(Reading& r, RunContext context) {
  if (r.run.contexts.size() >= kMostContexts) {
    leave_out(r, "contexts beyond the first " + std::to_string(kMostContexts));
    return kNone;
  }
  r.run.contexts.push_back(std::move(context));
  return r.run.contexts.size() - 1;
}

std::size_t context_of(Reading& r, const TraceEvent& event) {
  const auto& stack = r.interrupts[event.cpu];
  if (!stack.empty()) return stack.back();
  if (const auto item = r.running.find(event.pid); item != r.running.end())
    return item->second;
  if (event.pid == 0) return kNone;  // an idle CPU
  const auto known = r.tasks.find(event.pid);
  const std::size_t at = known != r.tasks.end()
                             ? known->second
                             : new_context(r, {RunContextKind::task, event.task,
                                               event.pid, event.cpu});
  r.tasks[event.pid] = at;
  if (at == kNone) return at;
  RunContext& context = r.run.contexts[at];
  context.moved = context.moved || context.cpu != event.cpu;
  return at;
}

RunContext* active(Reading& r, const TraceEvent& event) {
  const std::size_t at = context_of(r, event);
  if (at == kNone) return nullptr;
  RunContext& context = r.run.contexts[at];
  if (context.steps.size() < kMostSteps) return &context;
  leave_out(r, "what a context did after its first " +
                   std::to_string(kMostSteps) + " steps");
  return nullptr;
}

template <class Object, class Same, class Make>
std::size_t found_or_new(Reading& r, std::vector<Object>& all, Same same,
                         Make make) {
  const auto at = std::find_if(all.begin(), all.end(), same);
  if (at != all.end()) return static_cast<std::size_t>(at - all.begin());
  if (all.size() >= kMostObjects) {
    leave_out(r, "objects beyond the first " + std::to_string(kMostObjects) +
                     " of a kind");
    return kNone;
  }
  all.push_back(make());
  return all.size() - 1;
}

// "0000000012345678 try read &toy->lock"
struct LockFields {
  std::string address, name;
  bool tried = false, read = false;
};

LockFields lock_fields(const std::string& fields) {
  LockFields out;
  std::string_view text = fields;
  const std::size_t end = std::min(text.find(' '), text.size());
  out.address = std::string(text.substr(0, end));
  text = trimmed(text.substr(end));
  for (bool more = true; more;) {
    more = false;
    if (text.starts_with("try ")) out.tried = more = true;
    if (text.starts_with("read ")) out.read = more = true;
    if (more) text = trimmed(text.substr(text.find(' ')));
  }
  out.name = std::string(text);
  return out;
}

std::size_t lock_named(Reading& r, const LockFields& fields) {
  return found_or_new(
      r, r.run.locks,
      [&](const RunLock& l) {
        return l.address == fields.address && l.name == fields.name;
      },
      [&] {
        RunLock lock{fields.address, fields.name};
        LockText text;
        text.name = fields.name;
        lock.kind = lock_kind(text, {}, false);
        lock.known = lock.kind != LockKind::mutex && !spins(lock.kind) &&
                     lock.kind != LockKind::percpu_rw_semaphore;
        return lock;
      });
}

bool atomic_context(const RunContext& context) {
  return context.kind == RunContextKind::hardirq ||
         context.kind == RunContextKind::softirq;
}

void on_acquire(Reading& r, const TraceEvent& event) {
  const LockFields fields = lock_fields(event.fields);
  if (fields.name.empty()) return;
  RunContext* context = active(r, event);
  const std::size_t at = lock_named(r, fields);
  if (context == nullptr || at == kNone) return;
  RunLock& lock = r.run.locks[at];
  RunStep step{RunStepKind::take, at};
  step.read = fields.read;
  step.tried = fields.tried;
  step.irqs_off = !event.flags.empty() && event.flags[0] == 'd';
  step.line = event.line;
  if (lock.kind == LockKind::reclaim) {
    step.kind = RunStepKind::allocate;
    context->steps.push_back(step);
    return;
  }
  (fields.read ? lock.read : lock.written) = true;
  lock.spun = lock.spun || atomic_context(*context);
  context->held.push_back(context->steps.size());
  context->steps.push_back(step);
}

// Taken before the log began: its taking goes in front.
void begin_with(RunContext& context, std::size_t lock) {
  for (RunStep& step : context.steps) ++step.take;
  for (std::size_t& held : context.held) ++held;
  context.steps.insert(context.steps.begin(), RunStep{RunStepKind::take, lock});
  context.held.insert(context.held.begin(), 0);
}

void on_release(Reading& r, const TraceEvent& event) {
  const LockFields fields = lock_fields(event.fields);
  RunContext* context = active(r, event);
  if (context == nullptr || fields.name.empty()) return;
  const std::size_t at = lock_named(r, fields);
  if (at == kNone || r.run.locks[at].kind == LockKind::reclaim) return;
  RunLock& lock = r.run.locks[at];
  const auto takes = [&] {
    return std::find_if(
        context->held.rbegin(), context->held.rend(),
        [&](std::size_t take) { return context->steps[take].object == at; });
  };
  if (takes() == context->held.rend()) {
    lock.written = true;
    begin_with(*context, at);
  }
  const auto taken = takes();
  const RunStep& take = context->steps[*taken];
  RunStep step{RunStepKind::give, at,        *taken, take.read, take.tried,
               take.irqs_off,     event.line};
  context->held.erase(std::next(taken).base());
  const int depth = preempt_depth(event);
  lock.slept = lock.slept || depth == 0;
  lock.spun = lock.spun || depth > 0;
  context->steps.push_back(step);
}

std::size_t fence_of(Reading& r, const TraceEvent& event) {
  const std::string timeline = field(event, "timeline");
  const std::string seqno = field(event, "seqno");
  if (seqno.empty()) return kNone;
  std::string fence_context = field(event, "context");
  if (fence_context.empty()) fence_context = field(event, "ctx");
  const std::string key = timeline + "/" + fence_context + "/" + seqno;
  return found_or_new(
      r, r.run.fences, [&](const RunFence& f) { return f.key == key; },
      [&] {
        return RunFence{key, timeline + " " + seqno};
      });
}

void on_fence(Reading& r, const TraceEvent& event, RunStepKind kind) {
  RunContext* context = active(r, event);
  const std::size_t at = fence_of(r, event);
  if (context == nullptr || at == kNone) return;
  RunStep step{kind, at};
  step.line = event.line;
  context->steps.push_back(step);
}

// An address that the kernel would not tell is the same for all.
std::size_t item_at(Reading& r, const std::string& address,
                    const std::string& function) {
  const bool hidden = contains(address, "ptrval");
  return found_or_new(
      r, r.run.items,
      [&](const RunItem& i) {
        return i.address == address && (!hidden || i.function == function);
      },
      [&] {
        return RunItem{address, function, ""};
      });
}

void on_queue(Reading& r, const TraceEvent& event) {
  // "work struct=0x1 function=f workqueue=events req_cpu=1 cpu=1"
  const std::size_t at =
      item_at(r, field(event, "struct"), field(event, "function"));
  RunContext* context = active(r, event);
  if (at == kNone) return;
  RunItem& item = r.run.items[at];
  item.function = field(event, "function");
  item.queue = field(event, "workqueue");
  if (context == nullptr) return;
  item.queued = true;
  RunStep step{RunStepKind::queue, at};
  step.line = event.line;
  context->steps.push_back(step);
}

// "work struct 0x1: function f"
void on_execute(Reading& r, const TraceEvent& event, bool begins) {
  if (!begins) {
    r.running.erase(event.pid);
    return;
  }
  std::string_view text = event.fields;
  const std::size_t at = text.find("struct ");
  const std::size_t end = text.find(':');
  if (at == std::string_view::npos || end == std::string_view::npos ||
      end < at + 7)
    return;
  // "function f [module]"
  std::string_view function;
  if (const std::size_t named = text.find("function ", end);
      named != std::string_view::npos)
    function = trimmed(text.substr(named + 9));
  function = function.substr(0, function.find(' '));
  const std::size_t which = item_at(
      r, std::string(text.substr(at + 7, end - at - 7)), std::string(function));
  if (which == kNone) return;
  RunItem& item = r.run.items[which];
  if (!function.empty()) item.function = std::string(function);
  item.ran_first = item.ran_first || !item.queued;
  std::size_t context = kNone;
  if (item.context < 0) {
    context = new_context(r, {RunContextKind::item, item.function});
    if (context != kNone) item.context = static_cast<int>(context);
  } else {
    leave_out(r, "what an item or interrupt did when it ran again");
  }
  r.running[event.pid] = context;
}

void on_interrupt(Reading& r, const TraceEvent& event, bool begins,
                  RunContextKind kind, const std::string& name) {
  auto& stack = r.interrupts[event.cpu];
  if (!begins) {
    if (!stack.empty()) stack.pop_back();
    return;
  }
  if (stack.size() > 4) return;
  const auto& all = r.run.contexts;
  const bool again = std::any_of(
      all.begin(), all.end(),
      [&](const RunContext& c) { return c.kind == kind && c.name == name; });
  if (again) leave_out(r, "what an item or interrupt did when it ran again");
  stack.push_back(again ? kNone : new_context(r, {kind, name, -1, event.cpu}));
}

// "prev_pid=7 prev_state=D" or trace-cmd's "toy:7 [120] D ==> other:8 [120]".
void on_switch(Reading& r, const TraceEvent& event) {
  const std::string state = field(event, "prev_state");
  const std::size_t arrow = event.fields.find("==>");
  const std::string before = event.fields.substr(0, arrow);
  const bool runs =
      state.empty() ? contains(before, "] R") : state.starts_with("R");
  const auto running = r.running.find(event.pid);
  const auto task = r.tasks.find(event.pid);
  const std::size_t at = running != r.running.end() ? running->second
                         : task != r.tasks.end()    ? task->second
                                                    : kNone;
  if (runs || arrow == std::string::npos || at == kNone) return;
  const RunContext& context = r.run.contexts[at];
  for (const std::size_t take : context.held)
    r.run.locks[context.steps[take].object].slept = true;
}

bool read_event(Reading& r, const TraceEvent& event) {
  const std::string& name = event.name;
  if (name == "lock_acquire") {
    on_acquire(r, event);
  } else if (name == "lock_release") {
    on_release(r, event);
  } else if (name == "dma_fence_wait_start") {
    on_fence(r, event, RunStepKind::fence_wait);
  } else if (name == "dma_fence_wait_end") {
    const std::size_t at = fence_of(r, event);
    if (at != kNone) r.run.fences[at].came = true;
  } else if (name == "dma_fence_signaled") {
    on_fence(r, event, RunStepKind::fence_signal);
  } else if (name == "dma_fence_enable_signal") {
    on_fence(r, event, RunStepKind::fence_enable);
  } else if (name == "workqueue_queue_work") {
    on_queue(r, event);
  } else if (name.starts_with("workqueue_execute_")) {
    on_execute(r, event, name == "workqueue_execute_start");
  } else if (name.starts_with("irq_handler_")) {
    on_interrupt(r, event, name == "irq_handler_entry", RunContextKind::hardirq,
                 "irq " + field(event, "irq") + " " + field(event, "name"));
  } else if (name == "softirq_entry" || name == "softirq_exit") {
    on_interrupt(r, event, name == "softirq_entry", RunContextKind::softirq,
                 "softirq " + event.fields.substr(0, event.fields.find(' ')));
  } else if (name == "sched_switch") {
    on_switch(r, event);
  } else {
    return name.starts_with("dma_fence_") || name.starts_with("sched_") ||
           name.starts_with("lock_") || name.starts_with("contention_") ||
           name.starts_with("workqueue_") || name == "softirq_raise";
  }
  return true;
}

// Does the line end before what it has to say?
bool broken(const TraceEvent& event) {
  if (event.fields.empty() || event.fields.ends_with("function")) return true;
  return event.name == "workqueue_queue_work" &&
         field(event, "workqueue").empty();
}

// The event of this line; mail may have broken it into up to three.
std::optional<TraceEvent> event_at(const Log& log, std::size_t& at) {
  LogLine line = log[at];
  auto event = read_trace_event(line);
  for (std::size_t k = at + 1; k < log.size() && k < at + 3; ++k) {
    const bool stamp_alone = !event && line.text.ends_with(":");
    if (!stamp_alone && (!event || !broken(*event))) break;
    if (read_trace_event(log[k])) break;
    line.text += " " + log[k].text;
    if (auto whole = read_trace_event(line)) {
      event = std::move(whole);
      at = k;
    }
  }
  return event;
}

}  // namespace

TraceRun read_trace(const Log& log) {
  Reading r;
  for (std::size_t at = 0; at < log.size(); ++at)
    if (const auto event = event_at(log, at))
      r.run.events += read_event(r, *event) ? 1 : 0;
  return std::move(r.run);
}

}  // namespace picket
