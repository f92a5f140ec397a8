// The lines of a function trace's text: trace_pipe's form and trace-cmd's.
//
// Must not know: what the events mean. The line follows kernel/trace/
// trace_output.c (trace_print_context, trace_print_lat_fmt).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explorer/exchange/log_text.h"

namespace picket {

struct TraceEvent {
  int line = 0;
  std::string task;
  int pid = 0;
  int cpu = 0;
  std::string flags;  // "d..3.", "" in trace-cmd's form
  std::string name;
  std::string fields;
};

std::optional<TraceEvent> read_trace_event(const LogLine& line);

// The value of `key=`, up to the next blank; "" if there is none.
std::string field(const TraceEvent& event, std::string_view key);

// How deep preemption was off; -1 if the line does not say.
int preempt_depth(const TraceEvent& event);

}  // namespace picket
