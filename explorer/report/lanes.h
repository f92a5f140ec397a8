// A replayed schedule as a picture: its rows, how long each lock is held and
// each section open, how long each context cannot go on, and whose step lets
// it go on. What the HTML report and the exports of a schedule draw.
//
// Must not know: pixels, file formats.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/report/schedule_rows.h"

namespace picket {

// Something that is so for a while in one lane.
struct LaneBar {
  enum class Kind {
    alive,      // the context has begun and not ended
    held,       // it holds `object`
    section,    // it is in a signalling section
    blocked,    // it cannot go on until it gets `text`, maybe `object`
    unstarted,  // it cannot begin before `text` holds: nothing to draw
  };
  Kind kind = Kind::alive;
  ContextId context;
  ObjectId object;
  std::string text;   // "mutex m"
  bool lock = false;  // blocked: by a lock that somebody holds
  // The row that made it so, and the one that ended it. None: it is so from
  // the start, or still at the end.
  std::optional<std::size_t> from, to;
};

// A row that let a blocked context go on, and the row where that went on.
struct LaneArrow {
  std::size_t from = 0, to = 0;
  bool lock = false;  // a lock became free; else something was signalled
  std::string text;   // what was waited for
};

struct Lanes {
  std::vector<ScheduleRow> rows;
  // Per row: index into Replay::states of the state that it left behind.
  std::vector<std::size_t> after;
  std::vector<LaneBar> bars;  // by their beginning
  std::vector<LaneArrow> arrows;
};

Lanes lanes_of(const Program& program, const Replay& run,
               const RowOptions& options);

std::string_view name_of(LaneBar::Kind kind);

}  // namespace picket
