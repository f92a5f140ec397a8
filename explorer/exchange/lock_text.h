// What one line says of a lock, and what one says of a function in a trace.
//
// Must not know: what kind of report the line is in. The forms follow
// print_lock() and print_lock_name() in kernel/locking/lockdep.c.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/exchange/log_text.h"

namespace picket {

struct LockText {
  std::string address;  // "" where the log has none
  std::string name;     // the class, with its #n and /n
  std::string usage;    // "+.+."
  int wait_type = -1;   // the outer one; -1: the log has none
  std::string at;       // where it was acquired, "" if not said
  bool event = false;   // no lock: something that happens, and is waited for
};

// `ffff8880 (name){+.+.}-{3:3}, at: function`, of which all but the name may
// be missing.
std::optional<LockText> read_lock_text(std::string_view text);

// The same from line `at` on, joined with up to three that follow where mail
// broke it; `at` is left on the last line used.
std::optional<LockText> read_lock_lines(const Log& log, std::size_t& at);

struct Frame {
  std::string function;  // with its offset, as in the log
  std::string place;     // file:line, "" if not said
  std::string base;      // the function's name alone, without .part.0
};
using CallTrace = std::vector<Frame>;

// Is it a line of a PREEMPT_RT kernel?
bool says_rt(std::string_view text);

// Nothing for what is no line of a trace, or only guessed ("? name").
std::optional<Frame> read_frame(std::string_view text);

}  // namespace picket
