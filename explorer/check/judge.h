// The visitor of a check: turns what a search meets into findings, each once,
// with the best witness seen.
//
// Must not know: how schedules are found, what is expected, how it is printed.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "explorer/check/deadlock.h"
#include "explorer/check/rule_check.h"
#include "explorer/search/search.h"
#include "spec/base/fingerprint.h"

namespace picket {

// Compares by length, then context switches, then contexts and alternatives:
// the better witness is less.
bool better_witness(const Schedule& a, const Schedule& b);

// A finding as met; its witness is not yet the shortest.
struct RawFinding {
  FindingCode code = FindingCode::hang;
  std::vector<std::string> arguments;
  Schedule witness;
  // What it points at, by code.
  StepId step;                      // misuse, assertion
  ObjectId object;                  // culprit; unsignaled fence
  std::vector<ContextId> contexts;  // cycle, hanging or crashed context
  std::size_t rule = 0;
  std::vector<RulePoint> points;  // rule
  std::vector<EventId> at;        // rule
  std::size_t loop = 0;           // livelock: where the witness repeats from
};

// "code: [arguments]", with the step for a misuse or assertion: the same wrong
// line is one finding however often it is met.
std::string key_of(const RawFinding& finding);

RawFinding finding_of_crash(const Event& event);
RawFinding finding_of_end(const EndFinding& end);

class Judge : public Visitor {
 public:
  Judge(const Program& program, SolverKind solver, int workers, bool first);

  bool on_schedule(const Trace& trace, const State& state, int worker) override;
  bool on_crash(const Event& event, const Path& path, int worker) override;
  bool on_end(const State& state, const Path& path, int worker) override;
  bool on_livelock(const std::vector<ContextId>& movers, const Schedule& lasso,
                   std::size_t loop) override;
  void on_step(StepId step) override;

  // Goes on from what an earlier check of the program had seen. Before the
  // search.
  void go_on_from(const Checkpoint& earlier);

  // Sorted by key. After the search.
  std::map<std::string, RawFinding>& findings() { return findings_; }
  const std::vector<char>& steps_seen() const { return seen_; }
  // Those, and where somebody is stuck for good.
  const std::vector<char>& steps_reached() const { return reached_; }
  // All workers' rules together; null without rules.
  const RuleCheck* rules();

 private:
  void on_stuck(const Trace& trace, const State& state);
  void offer(const std::string& key, const Trace& trace);
  void add(RawFinding finding);
  void add(RawFinding finding, const Path& path);
  // Who is stuck has come as far as the step where it waits.
  void note_reached(const State& state);
  bool go_on() const { return !first_ || findings_.empty(); }

  const Program& program_;
  const bool first_;
  const bool fences_;  // the scenario has some: ends need a look
  std::mutex mutex_;
  std::map<std::string, RawFinding> findings_;
  std::map<Fingerprint, std::vector<std::string>> ends_;  // keys of findings
  std::vector<char> seen_, reached_;
  std::vector<std::unique_ptr<RuleCheck>> rules_;  // per worker
  std::vector<std::vector<RuleViolation>> violations_;
};

}  // namespace picket
