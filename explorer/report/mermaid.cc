// The schedule of every finding as a sequence diagram, in Markdown: what
// GitHub, GitLab and others draw where the text is pasted. Those that draw take
// no more than some hundred lines; longer schedules are cut, and say so.
#include <algorithm>

#include "explorer/counterexample/finding_words.h"
#include "explorer/report/finding_lanes.h"
#include "explorer/report/writer.h"

namespace picket {
namespace {

constexpr std::size_t kMostRows = 200;

// The language has no quotes: what would end a text, begin a comment or an
// entity is written as a numbered one.
std::string mermaid_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool plain = c != '#' && c != ';' && c != ':' && c != '<' &&
                       c != '>' && c != '%' && c != '"' && c != '`' &&
                       static_cast<unsigned char>(c) >= 0x20;
    if (plain)
      out += c;
    else
      out += "#" + std::to_string(static_cast<unsigned char>(c)) + ";";
  }
  return out;
}

class Diagram {
 public:
  Diagram(const Scenario& checked, const Finding& finding)
      : of_(checked, finding) {}

  void write(std::ostream& out) const {
    const auto& rows = of_.lanes.rows;
    const std::size_t shown = std::min(rows.size(), kMostRows);
    out << "```mermaid\nsequenceDiagram\n";
    for (const ContextId c : of_.shown)
      out << "  participant " << who(c) << " as " << mermaid_text(of_.name(c))
          << "\n";
    for (std::size_t i = 0; i < shown; ++i) write_row(out, i);
    out << "```\n";
    if (shown < rows.size())
      out << "\nThe first " << shown << " of " << rows.size() << " steps.\n";
  }

 private:
  std::string who(ContextId c) const {
    return "c" + std::to_string(of_.lane_of(c));
  }

  // What lets somebody go on is an arrow to whoever does; everything else a
  // note beside its lane.
  void write_row(std::ostream& out, std::size_t i) const {
    const ScheduleRow& row = of_.lanes.rows[i];
    out << "  Note over " << who(row.context) << ": " << i + 1 << " "
        << mermaid_text(row.text);
    if (!row.after.empty()) out << " – " << mermaid_text(row.after);
    if (row.kind == ScheduleRow::Kind::waiting) out << " – blocked";
    out << "\n";
    for (const LaneArrow& arrow : of_.lanes.arrows) {
      if (arrow.from != i) continue;
      const ContextId woken = of_.lanes.rows[arrow.to].context;
      out << "  " << who(row.context) << (arrow.lock ? "-->>" : "->>")
          << who(woken) << ": " << mermaid_text(arrow.text) << "\n";
    }
  }

  const FindingLanes of_;
};

}  // namespace

void write_mermaid(const Report& report, const ReportOptions&,
                   std::ostream& out) {
  std::string gap;
  for (const ReportedCheck& check : report.checks)
    for (const Finding& finding : check.result->findings) {
      const Scenario& s = *check.result->scenario;
      out << gap << "`" << s.name << "`: `" << finding_words(finding) << "`"
          << "\n\n";
      gap = "\n";
      if (finding.has_schedule) Diagram(s, finding).write(out);
    }
  if (gap.empty()) out << "No findings.\n";
}

}  // namespace picket
