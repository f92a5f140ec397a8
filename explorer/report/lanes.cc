#include "explorer/report/lanes.h"

#include <algorithm>

#include "explorer/report/want_text.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/step.h"

namespace picket {
namespace {

// A row shows its moment and those behind it that have no row and only end
// what the context was at; what begins later belongs to a later row.
std::vector<std::size_t> states_after(const Replay& run,
                                      const std::vector<ScheduleRow>& rows) {
  std::vector<bool> shown(run.moments.size(), false);
  for (const ScheduleRow& row : rows)
    if (row.moment) shown[*row.moment] = true;
  std::vector<std::size_t> after;
  for (const ScheduleRow& row : rows) {
    std::size_t at = row.moment ? *row.moment + 1 : run.moments.size();
    while (at < run.moments.size() && !shown[at] && !run.moments[at].begins &&
           run.moments[at].choice.context == row.context)
      ++at;
    after.push_back(at);
  }
  // Nothing of the schedule is left out.
  if (!after.empty()) after.back() = run.moments.size();
  return after;
}

bool same(const LaneBar& a, const LaneBar& b) {
  return a.kind == b.kind && a.context == b.context && a.object == b.object &&
         a.text == b.text;
}

bool in_section(const Program& program, const State& state, ContextId c) {
  const std::int32_t at = program.layout.contexts[c.index()].sections;
  return at >= 0 && state[static_cast<std::size_t>(at)] > 0;
}

LaneBar bar_of(LaneBar::Kind kind, ContextId context, std::string text = "") {
  LaneBar bar;
  bar.kind = kind;
  bar.context = context;
  bar.text = std::move(text);
  return bar;
}

void add_held(std::vector<LaneBar>& list, const Program& program,
              const State& state, ContextId context) {
  const auto& objects = program.scenario.objects;
  for (std::size_t o = 0; o < objects.size(); ++o) {
    if (!holds(program, state.data(), ObjectId(o), context)) continue;
    list.push_back(bar_of(
        LaneBar::Kind::held, context,
        std::string(facts(objects[o].type).name) + " " + objects[o].name));
    list.back().object = ObjectId(o);
  }
}

// It waits for the condition under which it starts.
bool may_not_start(const Stuck& stuck) {
  return stuck.want.kind == Want::Kind::condition;
}

// What is so in one state.
std::vector<LaneBar> bars_in(const Program& program, const State& state) {
  std::vector<LaneBar> list;
  const std::vector<Stuck> stuck_ones = standstill_of(program, state).stuck;
  const auto unstarted = [&](ContextId c) {
    return std::any_of(stuck_ones.begin(), stuck_ones.end(),
                       [&](const Stuck& stuck) {
                         return stuck.context == c && may_not_start(stuck);
                       });
  };
  for (std::size_t i = 0; i < program.scenario.contexts.size(); ++i) {
    const ContextId c(i);
    if (status(program, state.data(), c) == Status::running && !unstarted(c))
      list.push_back(bar_of(LaneBar::Kind::alive, c));
    add_held(list, program, state, c);
    if (in_section(program, state, c))
      list.push_back(bar_of(LaneBar::Kind::section, c, "signalling section"));
  }
  for (const Stuck& stuck : stuck_ones) {
    const auto kind = may_not_start(stuck) ? LaneBar::Kind::unstarted
                                           : LaneBar::Kind::blocked;
    list.push_back(
        bar_of(kind, stuck.context, want_text(program.scenario, stuck.want)));
    list.back().object = stuck.want.object;
    list.back().lock = stuck.want.kind == Want::Kind::lock;
  }
  return list;
}

class Bars {
 public:
  // What is so after `row`; none: at the start.
  void meet(std::vector<LaneBar> present, std::optional<std::size_t> row) {
    const auto is_in = [](const LaneBar& bar,
                          const std::vector<LaneBar>& list) {
      return std::any_of(list.begin(), list.end(),
                         [&](const LaneBar& b) { return same(b, bar); });
    };
    for (LaneBar& bar : open_) {
      if (is_in(bar, present)) continue;
      bar.to = row;
      done_.push_back(bar);
    }
    std::erase_if(open_, [](const LaneBar& bar) { return bar.to.has_value(); });
    for (LaneBar& bar : present) {
      if (is_in(bar, open_)) continue;
      bar.from = row;
      open_.push_back(std::move(bar));
    }
  }

  std::vector<LaneBar> take() {
    done_.insert(done_.end(), open_.begin(), open_.end());
    // No beginning comes before every beginning.
    std::stable_sort(
        done_.begin(), done_.end(),
        [](const LaneBar& a, const LaneBar& b) { return a.from < b.from; });
    return std::move(done_);
  }

 private:
  std::vector<LaneBar> open_, done_;
};

bool keeps_from_going_on(const LaneBar& bar) {
  return bar.kind == LaneBar::Kind::blocked ||
         bar.kind == LaneBar::Kind::unstarted;
}

// Was the context that this bar stopped let go, or stopped again before it
// made a step?
std::optional<std::size_t> went_on(const Lanes& lanes, const LaneBar& bar) {
  for (std::size_t row = *bar.to + 1; row < lanes.rows.size(); ++row)
    if (lanes.rows[row].context == bar.context) {
      for (const LaneBar& b : lanes.bars)
        if (keeps_from_going_on(b) && b.context == bar.context && b.from &&
            *b.from >= *bar.to && *b.from < row)
          return std::nullopt;
      return row;
    }
  return std::nullopt;
}

std::vector<LaneArrow> arrows_of(const Lanes& lanes) {
  std::vector<LaneArrow> arrows;
  for (const LaneBar& bar : lanes.bars) {
    if (!keeps_from_going_on(bar) || !bar.to) continue;
    const auto row = went_on(lanes, bar);
    if (row) arrows.push_back({*bar.to, *row, bar.lock, bar.text});
  }
  return arrows;
}

}  // namespace

Lanes lanes_of(const Program& program, const Replay& run,
               const RowOptions& options) {
  Lanes lanes;
  lanes.rows = schedule_rows(program.scenario, run, options);
  lanes.after = states_after(run, lanes.rows);
  Bars bars;
  bars.meet(bars_in(program, run.states.front()), std::nullopt);
  for (std::size_t row = 0; row < lanes.rows.size(); ++row)
    bars.meet(bars_in(program, run.states[lanes.after[row]]), row);
  lanes.bars = bars.take();
  lanes.arrows = arrows_of(lanes);
  return lanes;
}

std::string_view name_of(LaneBar::Kind kind) {
  switch (kind) {
    case LaneBar::Kind::alive: return "alive";
    case LaneBar::Kind::held: return "held";
    case LaneBar::Kind::section: return "section";
    case LaneBar::Kind::blocked: return "blocked";
    case LaneBar::Kind::unstarted: return "unstarted";
  }
  return "";
}

}  // namespace picket
