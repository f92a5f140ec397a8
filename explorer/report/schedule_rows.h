// A replayed schedule as the rows a reader wants to see: one per operation,
// not one per transition.
//
// Must not know: widths, colours.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explorer/counterexample/replay.h"

namespace picket {

struct ScheduleRow {
  enum class Kind {
    done,       // it happened, or began and went on later
    crashed,    // the context stopped here
    waiting,    // an attempt that is still blocked at the end
    unstarted,  // a context that has done nothing yet and may not begin
  };
  Kind kind = Kind::done;
  ContextId context;
  int line = 0;
  std::string file;  // of the line; "": the scenario's own
  int depth = 0;     // calls and callbacks around it
  std::string text;
  std::string after;     // crashed: what broke, "recursive-lock"
  bool marked = false;   // one of the events the finding is about
  bool repeats = false;  // part of a cycle that may go on for ever
  // Index into Replay::moments; none: an attempt that has not begun.
  std::optional<std::size_t> moment;
};

struct RowOptions {
  // Every transition for itself, also those inside an operation.
  bool every_transition = false;
  std::vector<std::size_t> marked;   // moments the finding is about
  std::vector<ContextId> waiting;    // contexts to show blocked at the end
  std::optional<std::size_t> cycle;  // moments from here on repeat
};

// The inner transitions of an operation are merged with its beginning or its
// effect; the two are apart only where another context acts in between, and
// then the first ends and the second begins with dots. An interrupt whose first
// step has to wait has a row for its coming.
std::vector<ScheduleRow> schedule_rows(const Scenario& scenario,
                                       const Replay& replay,
                                       const RowOptions& options);

}  // namespace picket
