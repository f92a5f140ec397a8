#include "explorer/report/schedule_rows.h"

#include <algorithm>
#include <optional>

#include "explorer/counterexample/step_text.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

// What is shown of one moment.
enum class Part { nothing, beginning, effect, whole };

// The operations each context has begun and not ended, innermost last.
struct Open {
  StepId step;
  int depth = 0;
  std::size_t began = 0;  // moment
};

bool reads_shared(const Scenario& s, ExprId e) {
  return e.valid() && s.expr(e).shared;
}

bool uninteresting(const Scenario& s, const Moment& m) {
  switch (m.kind) {
    case Moment::Kind::ends: return true;
    case Moment::Kind::starts: return false;
    case Moment::Kind::skipped: return !reads_shared(s, s.step(m.step).when);
    case Moment::Kind::step: break;
  }
  switch (s.step(m.step).op) {
    case Op::goto_:
    case Op::break_:
    case Op::continue_:
    case Op::return_:
    case Op::repeat_: return true;
    default: return false;
  }
}

class Selection {
 public:
  Selection(const Scenario& s, const Replay& r, const RowOptions& o)
      : scenario_(s),
        replay_(r),
        options_(o),
        parts_(r.moments.size(), Part::nothing),
        open_(s.contexts.size()) {
    for (std::size_t i = 0; i < parts_.size(); ++i) consider(i);
  }

  Part part(std::size_t i) const {
    const bool wanted = options_.every_transition || marked(i);
    return parts_[i] == Part::nothing && wanted ? Part::whole : parts_[i];
  }
  bool marked(std::size_t i) const {
    return std::find(options_.marked.begin(), options_.marked.end(), i) !=
           options_.marked.end();
  }

 private:
  void consider(std::size_t i) {
    const Moment& m = replay_.moments[i];
    auto& open = open_[m.choice.context.index()];
    if (m.enters) {
      parts_[i] = Part::whole;
      return;
    }
    if (m.kind != Moment::Kind::step || uninteresting(scenario_, m)) {
      if (!uninteresting(scenario_, m)) parts_[i] = Part::whole;
      return;
    }
    std::optional<Open> mine;
    while (!open.empty() && open.back().depth >= m.depth) {
      if (open.back().depth == m.depth && open.back().step == m.step &&
          !m.begins)
        mine = open.back();
      open.pop_back();
    }
    if (m.happens || m.crashed || m.limited)
      parts_[i] = finish(i, mine);
    else if (!mine)
      parts_[i] = Part::beginning;
    if (!m.crashed && !m.limited)
      open.push_back({m.step, m.depth, mine ? mine->began : i});
  }

  // The beginning is a row of its own only if something is shown since.
  Part finish(std::size_t i, const std::optional<Open>& mine) {
    if (!mine || parts_[mine->began] != Part::beginning) return Part::whole;
    for (std::size_t j = mine->began + 1; j < i; ++j)
      if (part(j) != Part::nothing) return Part::effect;
    if (marked(mine->began) && !marked(i)) return Part::effect;
    parts_[mine->began] = Part::nothing;
    return Part::whole;
  }

  const Scenario& scenario_;
  const Replay& replay_;
  const RowOptions& options_;
  std::vector<Part> parts_;
  std::vector<std::vector<Open>> open_;
};

std::string with_dots(Part part, std::string text) {
  switch (part) {
    case Part::beginning: return text + " ..";
    case Part::effect: return ".. " + text;
    case Part::nothing:
    case Part::whole: break;
  }
  return text;
}

std::string what_broke(const Moment& m) {
  if (m.limited) return "limit";
  if (m.misuse) return std::string(facts(*m.misuse).name);
  return "assertion failed";
}

// It has not begun: an interrupt or a thread whose condition does not hold, a
// work item without a place.
bool is_unstarted(const Stuck& stuck) {
  return !stuck.step.valid() || stuck.want.kind == Want::Kind::condition;
}

ScheduleRow waiting_row(const Scenario& s, const Stuck& stuck) {
  ScheduleRow row;
  row.context = stuck.context;
  row.line = line_of(s, stuck.context, stuck.step);
  row.file = included_file(s, stuck.step);
  row.depth = stuck.depth;
  if (is_unstarted(stuck)) {
    row.kind = ScheduleRow::Kind::unstarted;
    row.text = "(has not started)";
  } else {
    row.kind = ScheduleRow::Kind::waiting;
    row.text = step_words(s, stuck.step, Moment::Kind::step);
  }
  return row;
}

// Blocked attempts come last, in the order of the contexts. One whose
// operation has a row already gets no second one.
void add_waiting(const Scenario& s, const Replay& replay,
                 const RowOptions& options, std::vector<ScheduleRow>& rows) {
  for (const Stuck& stuck : replay.stuck) {
    const auto& shown = options.waiting;
    if (std::find(shown.begin(), shown.end(), stuck.context) == shown.end())
      continue;
    const auto last = std::find_if(
        rows.rbegin(), rows.rend(),
        [&](const ScheduleRow& r) { return r.context == stuck.context; });
    const std::string dots = " ..";
    if (stuck.begun && last != rows.rend() && last->text.size() > dots.size() &&
        last->text.ends_with(dots)) {
      last->text.resize(last->text.size() - dots.size());
      last->kind = ScheduleRow::Kind::waiting;
      continue;
    }
    rows.push_back(waiting_row(s, stuck));
  }
}

}  // namespace

std::vector<ScheduleRow> schedule_rows(const Scenario& s, const Replay& replay,
                                       const RowOptions& options) {
  const Selection selection(s, replay, options);
  std::vector<ScheduleRow> rows;
  for (std::size_t i = 0; i < replay.moments.size(); ++i) {
    const Part part = selection.part(i);
    if (part == Part::nothing) continue;
    const Moment& m = replay.moments[i];
    ScheduleRow row;
    row.context = m.choice.context;
    row.moment = i;
    row.line = line_of(s, row.context, m.step);
    row.file = included_file(s, m.step);
    row.depth = m.depth;
    row.text = with_dots(part, moment_text(s, m));
    row.marked = selection.marked(i);
    row.repeats = options.cycle && i >= *options.cycle;
    if (m.crashed || m.limited) {
      row.kind = ScheduleRow::Kind::crashed;
      row.after = what_broke(m);
    }
    rows.push_back(row);
  }
  add_waiting(s, replay, options, rows);
  return rows;
}

}  // namespace picket
