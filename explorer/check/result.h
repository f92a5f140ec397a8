// What a check says: the one model that every report writer reads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "explorer/check/checkpoint.h"
#include "spec/model/finding.h"
#include "spec/model/scenario.h"
#include "spec/model/schedule.h"
#include "spec/model/trace.h"
#include "spec/policies/policy_kind.h"
#include "spec/policies/policy_report.h"

namespace picket {

enum class Verdict : std::uint8_t { pass, fail, inconclusive };

// Why a blocked context waits, at the end of the witness.
struct BlockedContext {
  ContextId context;
  StepId step;            // where it stands
  std::string waits_for;  // "mutex m, held by evict": one clause
  std::vector<ContextId> waits_on;
  bool root = false;  // part of the finding; else a consequence
};

struct Finding {
  FindingCode code = FindingCode::deadlock;
  // As `expect` writes them: thread names (sorted for a deadlock), a fence, a
  // misuse kind, a rule id.
  std::vector<std::string> arguments;
  SourceSpan span;          // the step or declaration the finding points at
  std::string file;         // of the span; "": the scenario's own
  std::string message;      // one sentence in the scenario's words
  Schedule witness;         // shortest, then fewest context switches
  std::vector<EventId> at;  // events of the witness the finding is about
  std::vector<BlockedContext> blocked;  // at the end of the witness
  bool expected = false;                // matched by `expect`
  // A claim: the witness is a schedule of the scenario in which the signals of
  // this object have no effect.
  ObjectId without;
  bool has_schedule = true;  // a claim may be refuted without one

  // "deadlock: a, b": what it is, wherever it stands.
  std::string words() const;
  // The same, with the place where that tells two apart: identity within a
  // check.
  std::string key() const;
};

// Something that never changes the result: a step never reached, a rule that
// never applied, a fence nobody waits for.
struct Note {
  std::string name;  // what `expect: vacuous: NAME` can list
  std::string text;
  SourceSpan span;
  std::string file;  // of the span; "": the scenario's own
  bool expected = false;
};

// What is known about a claim, or about a pair of objects that somebody asks
// for.
struct ClaimResult {
  std::size_t claim = 0;  // index into Scenario::claims
  ClaimVerdict verdict = ClaimVerdict::orthogonal;
  bool holds = true;  // it is the verdict claimed
  // The pair that decides. No fence: there is none that it could block.
  ObjectId object, fence;
  // How the fence depends on the object, link by link: one sentence each.
  // Empty: it does not.
  std::vector<std::string> chain;
  std::size_t objects = 1, fences = 1;  // how many of each it was asked for
  std::string reason;  // what breaks the chain here; why it is undetermined
  // can_block: a schedule of the scenario in which the signals of `object`
  // have no effect, at whose end the fence is lost.
  Schedule schedule;
  std::vector<BlockedContext> blocked;  // at its end
  bool repeats = false;                 // it ends in going round for ever
};

// Is a rule set stricter than another?
struct StrictnessResult {
  enum class Verdict : std::uint8_t { stricter, weaker, open };
  std::string id, base;
  Verdict verdict = Verdict::open;
  std::string broken;                  // weaker: the rule of the base
  std::vector<std::string> behaviour;  // weaker: event by event
  std::size_t events = 0;  // that the behaviours have that were looked at
  bool complete = true;    // no longer ones need be
};

// What became of a policy's report.
enum class Truth : std::uint8_t {
  real,            // a schedule of this scenario gets stuck along the cycle
  potential,       // one of an enlarged scenario does
  false_positive,  // none does, up to the bounds that are named
};

std::string_view name_of(Truth truth);

struct JudgedReport {
  PolicyReport report;
  Truth truth = Truth::false_positive;
  bool contract = false;  // breaks what the class promises all the same
  std::string reason;     // real: which contexts; potential: the enlargement;
                          // else why nothing gets stuck
  Schedule witness;       // of this scenario (real), or of the enlarged one
};

struct PolicyResult {
  PolicyKind kind = PolicyKind::lockdep;
  std::vector<JudgedReport> reports;
  std::string missed;  // how this differs from the scenario's `reports`
};

struct CheckResult {
  const Scenario* scenario = nullptr;  // outlives the result
  Verdict verdict = Verdict::pass;
  bool as_expected = true;
  std::string search;  // "schedules", "states", "reference"
  Counts counts;
  double seconds = 0;
  std::vector<Finding> findings;  // sorted by key
  std::vector<Pattern> missing;   // expected and not found
  std::vector<Note> notes;
  std::vector<PolicyResult> policies;  // those that were asked for
  std::vector<ClaimResult> claims;     // in the order of the scenario
  std::vector<StrictnessResult> strictness;
  std::string limit;  // inconclusive: which limit, what was covered
  // With a limit or an interrupt, where that is possible: where to go on.
  std::optional<Checkpoint> checkpoint;
  std::string resume;  // the command that does, once the checkpoint is kept
  bool interrupted = false;
  bool stopped = false;  // at the first finding, as asked: not all was covered
};

}  // namespace picket
