#include "explorer/report/policy_text.h"

#include <algorithm>

namespace picket {
namespace {

// The kernel's own code stands nowhere in the file; the container it belongs to
// does.
SourceSpan span_of(const Scenario& s, const Step& step) {
  const Operand& first = step.operands[0];
  if (step.span.known() || first.kind != Operand::Kind::object)
    return step.span;
  return s.object(first.object()).span;
}

std::string place(const Scenario& s, ContextId context, StepId step) {
  if (!step.valid()) return "";
  const Step& at = s.step(step);
  const std::string& file = s.function(at.function).file;
  return s.context(context).name + ": " + describe(s, at) + " at " +
         (file.empty() ? s.file : file) + ":" +
         std::to_string(span_of(s, at).line);
}

}  // namespace

std::string policy_word(const PolicyResult& result) {
  if (result.reports.empty()) return "none";
  Truth truth = Truth::false_positive;
  bool contract = false;
  for (const JudgedReport& r : result.reports) {
    truth = std::min(truth, r.truth);
    contract |= r.contract;
  }
  return std::string(name_of(truth)) + (contract ? ", contract" : "");
}

std::string report_line(const PolicyReport& report) {
  std::string text(name_of(report.kind));
  text += ": ";
  for (const std::string& name : report.classes) text += name + " -> ";
  if (report.kind == ReportKind::circular && !report.classes.empty())
    return text + report.classes.front();
  return text.substr(0, text.size() - (report.classes.empty() ? 2 : 4));
}

Diagnostic missed_reports(const Scenario& s, const PolicyResult& result) {
  const std::string name(facts(result.kind).name);
  Diagnostic d;
  d.code = "reports";
  d.file = s.file;
  d.span = s.span;
  if (const auto at = s.reports_at.find(name); at != s.reports_at.end())
    d.span = at->second;
  d.message = name + ": " + result.missed;
  return d;
}

std::string report_screen(const Scenario& s, const JudgedReport& judged) {
  const PolicyReport& r = judged.report;
  std::string text = "  " + report_line(r) + "\n";
  for (const ReportEdge& e : r.edges) {
    text += "    " + e.from + " -> " + e.to + "\n";
    if (!e.source.held.valid()) {
      text += "      primed at boot\n";
      continue;
    }
    text += "      held:   " + place(s, e.source.context, e.source.held) + "\n";
    text +=
        "      wanted: " + place(s, e.source.context, e.source.wanted) + "\n";
  }
  if (r.edges.empty() && r.step.valid())
    text += "    " + place(s, r.context, r.step) + "\n";
  text += "    " + std::string(name_of(judged.truth)) +
          (judged.contract ? " (breaks the class's contract)" : "") + ": " +
          judged.reason + "\n";
  return text;
}

std::string missed_screen(const Scenario& s, const PolicyResult& result,
                          const Sources& sources) {
  const Diagnostic d = missed_reports(s, result);
  std::string text = render(d, source_of(sources, d.file));
  for (const JudgedReport& r : result.reports) text += report_screen(s, r);
  return text;
}

}  // namespace picket
