// The schedules of all findings for ui.perfetto.dev and other viewers of
// Chrome's trace format: a process for each finding, a track for each lane and
// for each lock or section it holds, an arrow from who lets somebody go on to
// who does. A step lasts one millisecond; it means nothing.
//
// Slices of one track must nest, so what may overlap has a track of its own.
#include <map>
#include <nlohmann/json.hpp>

#include "explorer/counterexample/finding_words.h"
#include "explorer/report/finding_lanes.h"
#include "explorer/report/json.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

constexpr std::int64_t kStep = 1000;  // microseconds

class Tracks {
 public:
  Tracks(const Scenario& checked, const Finding& finding, int process,
         int& flows, Json& events)
      : of_(checked, finding),
        process_(process),
        flows_(flows),
        events_(events) {
    name("process_name", 0, checked.name + ": " + finding_words(finding));
    for (const ContextId c : of_.shown)
      name("thread_name", track(c, ""), of_.name(c));
  }

  void add_all() {
    for (const LaneBar& bar : of_.lanes.bars) add(bar);
    for (std::size_t i = 0; i < of_.lanes.rows.size(); ++i) add_row(i);
    for (const LaneArrow& arrow : of_.lanes.arrows) add(arrow);
  }

 private:
  void name(const char* kind, int thread, const std::string& text) {
    events_.push_back({{"ph", "M"},
                       {"name", kind},
                       {"pid", process_},
                       {"tid", thread},
                       {"args", {{"name", text}}}});
  }

  // Made when it is first needed, below its lane.
  int track(ContextId c, const std::string& what) {
    const auto [at, made] = tracks_.emplace(
        std::pair{of_.lane_of(c), what}, static_cast<int>(tracks_.size()) + 1);
    if (made && !what.empty())
      name("thread_name", at->second, of_.name(c) + ": " + what);
    return at->second;
  }

  Json event(const char* phase, const std::string& text, int thread,
             std::int64_t at) const {
    return {{"ph", phase},
            {"name", text},
            {"pid", process_},
            {"tid", thread},
            {"ts", at}};
  }

  void add(const LaneBar& bar) {
    if (bar.kind == LaneBar::Kind::alive ||
        bar.kind == LaneBar::Kind::unstarted || !of_.has(bar.context))
      return;
    const bool blocked = bar.kind == LaneBar::Kind::blocked;
    const auto row = [](std::size_t r) {
      return kStep * static_cast<std::int64_t>(r);
    };
    const std::int64_t from =
        bar.from ? row(*bar.from) + (blocked ? kStep : 0) : 0;
    const std::int64_t to = bar.to ? row(*bar.to) + kStep / (blocked ? 2 : 1)
                                   : row(of_.lanes.rows.size());
    if (to <= from) return;
    Json e = event("X", (blocked ? "waits for " : "") + bar.text,
                   track(bar.context, blocked ? "waits" : bar.text), from);
    e["dur"] = to - from;
    events_.push_back(std::move(e));
  }

  void add_row(std::size_t i) {
    const ScheduleRow& row = of_.lanes.rows[i];
    Json e = event("X", row.text, track(row.context, ""),
                   kStep * static_cast<std::int64_t>(i));
    e["dur"] = kStep;
    e["args"] = {{"step", i + 1}};
    if (row.line > 0) e["args"]["line"] = row.line;
    if (!row.after.empty()) e["args"]["broke"] = row.after;
    if (row.kind == ScheduleRow::Kind::waiting) e["args"]["blocked"] = true;
    events_.push_back(std::move(e));
  }

  // Bound to the slices that they lie in.
  void add(const LaneArrow& arrow) {
    ++flows_;
    const auto end = [&](const char* phase, std::size_t i) {
      Json e = event(phase, arrow.text, track(of_.lanes.rows[i].context, ""),
                     kStep * static_cast<std::int64_t>(i) + kStep / 2);
      e["cat"] = arrow.lock ? "lock" : "signal";
      e["id"] = flows_;
      return e;
    };
    events_.push_back(end("s", arrow.from));
    events_.push_back(end("f", arrow.to));
    events_.back()["bp"] = "e";
  }

  const FindingLanes of_;
  int process_;
  int& flows_;
  Json& events_;
  std::map<std::pair<std::size_t, std::string>, int> tracks_;
};

}  // namespace

void write_perfetto(const Report& report, const ReportOptions&,
                    std::ostream& out) {
  Json events = Json::array();
  int process = 0, flows = 0;
  for (const ReportedCheck& check : report.checks)
    for (const Finding& finding : check.result->findings)
      if (finding.has_schedule)
        Tracks(*check.result->scenario, finding, ++process, flows, events)
            .add_all();
  out << json_text({{"displayTimeUnit", "ms"}, {"traceEvents", events}}, 1)
      << "\n";
}

}  // namespace picket
