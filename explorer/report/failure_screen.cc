#include "explorer/report/failure_screen.h"

#include <sstream>

#include "explorer/check/claim_words.h"
#include "explorer/counterexample/finding_scenario.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/report/blocked_text.h"
#include "explorer/report/finding_rows.h"
#include "explorer/report/finding_text.h"
#include "explorer/report/proof_text.h"
#include "explorer/report/schedule_columns.h"
#include "explorer/report/shell_words.h"
#include "explorer/report/standing.h"
#include "spec/base/contract.h"
#include "spec/model/fence_contract.h"

namespace picket {
namespace {

void write_schedule(std::ostream& out, const CheckResult& result,
                    const Finding& finding, const Paint& paint) {
  if (!finding.has_schedule) return;
  const Scenario scenario = scenario_of(*result.scenario, finding);
  const Program program(scenario);
  const Replay run = replay(program, finding.witness);
  PICKET_REQUIRE(!run.refused, "what is reported replays");
  const RowOptions options = rows_about(finding, run);
  const auto rows = schedule_rows(*result.scenario, run, options);
  if (rows.empty()) return;
  out << "\n";
  for (const std::string& line :
       schedule_columns(*result.scenario, rows, paint))
    out << line << "\n";
  if (finding.without.valid())
    out << "  (the signals of " << result.scenario->object(finding.without).name
        << " have no effect here)\n";
  if (!options.marked.empty()) out << "  (> marks what the finding is about)\n";
  if (options.cycle) out << "  (| these steps repeat for ever)\n";
}

void write_blocked(std::ostream& out, const CheckResult& result,
                   const Finding& finding) {
  const auto sentences = blocked_sentences(*result.scenario, finding.blocked);
  if (sentences.empty()) return;
  out << "\n";
  for (const std::string& line : sentences) out << "  " << line << "\n";
}

// How a claim's fence depends on its object; what a weaker rule set accepts.
void write_chain(std::ostream& out, const CheckResult& result,
                 const Finding& finding) {
  if (finding.code == FindingCode::rule && !finding.has_schedule)
    for (const StrictnessResult& s : result.strictness)
      if (s.id == finding.arguments.front())
        for (std::size_t i = 0; i < s.behaviour.size(); ++i)
          out << "  " << i + 1 << "  " << s.behaviour[i] << "\n";
  if (finding.code != FindingCode::claim) return;
  for (const ClaimResult& r : result.claims)
    if (result.scenario->claims[r.claim].id == finding.arguments.front())
      for (const std::string& link : chain_lines(r))
        out << "  " << link << "\n";
}

// "note: " and the text, wrapped under itself.
void write_remark(std::ostream& out, const std::string& word,
                  const std::string& text, const Paint& paint) {
  std::string lead = word + ":";
  lead.resize(9, ' ');
  bool first = true;
  for (const std::string& line : wrapped(text, kScreenWidth - 11)) {
    out << "  " << (first ? paint.strong(lead) : std::string(9, ' ')) << line
        << "\n";
    first = false;
  }
}

}  // namespace

std::string failure_screen(const CheckResult& result, const Finding& finding,
                           const Sources& sources, const std::string& witness,
                           const Paint& paint) {
  std::ostringstream out;
  const Diagnostic headline = diagnostic_of(result, finding);
  out << render(headline, source_of(sources, headline.file));
  write_chain(out, result, finding);
  write_schedule(out, result, finding, paint);
  write_blocked(out, result, finding);
  out << "\n";
  write_remark(out, "note", why_text(finding), paint);
  if (!witness.empty())
    out << "  " << paint.strong("replay:  ") << "picket replay "
        << shell_word(witness) << "\n";
  out << "  " << paint.strong("explain: ") << "picket explain "
      << explain_topic(finding) << "\n";
  return out.str();
}

namespace {

// Found with the same code but other arguments: probably what was meant.
std::string found_instead(const CheckResult& result, const Pattern& pattern) {
  for (const Finding& f : result.findings)
    if (f.code == pattern.code) return finding_words(f);
  return "";
}

}  // namespace

std::string missing_screen(const CheckResult& result, const Pattern& pattern,
                           const Sources& sources) {
  Diagnostic d;
  d.code = "not-found";
  d.file = result.scenario->file;
  d.span = pattern.span;
  d.message = "expected `" + pattern_text(pattern.code, pattern.arguments) +
              "`, but no schedule has it";
  const std::string instead = found_instead(result, pattern);
  if (!instead.empty())
    d.hint = "found instead: " + instead;
  else if (stopped_early(result))
    d.hint = "the search did not cover everything (" + proof_text(result) +
             "); it may lie in the rest";
  else
    d.hint = "the search was complete (" + proof_text(result) +
             "): the scenario does not have this fault";
  return render(d, source_of(sources, d.file));
}

}  // namespace picket
