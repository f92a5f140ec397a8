#include "explorer/counterexample/ending.h"

#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
#include "explorer/counterexample/finding_words.h"

namespace picket {
namespace {

std::string crash_words(const Moment& m) {
  if (!m.misuse) return pattern_text(FindingCode::assertion, {});
  return pattern_text(FindingCode::misuse,
                      {std::string(facts(*m.misuse).name)});
}

}  // namespace

Ending ending_of(const Program& program, const Replay& replay) {
  Ending ending;
  if (!replay.moments.empty() && replay.moments.back().crashed) {
    ending.findings = {crash_words(replay.moments.back())};
    return ending;
  }
  if (!replay.over) return ending;
  const State& state = replay.states.back();
  const EndAnalysis end = analyse_end(program, state);
  std::vector<ContextId> roots;
  for (const EndFinding& f : end.findings) {
    ending.findings.push_back(pattern_text(f.code, f.arguments));
    roots.insert(roots.end(), f.contexts.begin(), f.contexts.end());
  }
  ending.blocked = blocked_at_end(program, state, end, roots);
  return ending;
}

}  // namespace picket
