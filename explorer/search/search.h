// The contract of every search: what it is told, what it reports.
//
// A search knows no properties: it calls a Visitor. Must not know: findings,
// rules, solvers, terminals.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "explorer/search/errand.h"
#include "explorer/search/execution.h"
#include "explorer/search/graph.h"

namespace picket {

// 0: no limit.
struct SearchLimits {
  std::uint64_t schedules = 0;
  std::uint64_t states = 0;
  std::uint64_t steps = 0;        // transitions of one schedule
  std::int64_t preemptions = -1;  // -1: no limit
  double seconds = 0;
  std::size_t bytes = 0;  // of the search's own structures
};

struct SearchProgress {
  std::uint64_t schedules = 0;
  std::uint64_t states = 0;
  std::uint64_t frontier = 0;
};

struct SearchOptions {
  SearchLimits limits;
  int jobs = 1;
  bool in_order = false;    // the visitor may stop the search: on one thread
  bool keep_graph = false;  // search over states: show on_graph() everything
  Errands errands;          // search over schedules: only these; none: all
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const SearchProgress&)> progress;  // any thread
};

// A schedule, made only when somebody wants it.
using Path = std::function<Schedule()>;

// Called by the search; with jobs > 1 from several threads, each with its own
// `worker` number from 0.
class Visitor {
 public:
  virtual ~Visitor() = default;

  // A maximal schedule: nothing can move in `state`. `trace` is valid during
  // the call. False: stop the search.
  virtual bool on_schedule(const Trace& trace, const State& state,
                           int worker) = 0;

  // Searches over states only. `path` gives a shortest schedule that leads
  // there. The first transition of each kind that crashed:
  virtual bool on_crash(const Event& event, const Path& path, int worker) = 0;
  // A state in which nothing can move:
  virtual bool on_end(const State& state, const Path& path, int worker) = 0;
  // A schedule that repeats for ever from choice `loop` on; `movers` take steps
  // in it, and so does every context that can move all the time:
  virtual bool on_livelock(const std::vector<ContextId>& movers,
                           const Schedule& lasso, std::size_t loop) = 0;

  // At the end, if it was asked for: every transition that was taken.
  virtual void on_graph(const Graph&) {}

  // Each step that was executed at least once is told once or more.
  virtual void on_step(StepId step) = 0;
};

struct SearchSummary {
  std::uint64_t schedules = 0;
  std::uint64_t deadlocked = 0;  // with a context still blocked at the end
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t sleep_blocked = 0;  // schedules given up half-way (0)
  std::uint64_t looked_ahead = 0;   // transitions tried to avoid that
  std::size_t peak_bytes = 0;
  std::string limit;  // "" exhaustive, else which limit was hit
  bool interrupted = false;
  bool stopped = false;  // the visitor said stop
  Errands left;          // search over schedules: what a limit kept it from
};

}  // namespace picket
