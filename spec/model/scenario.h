// A scenario, resolved: every name an index, every number known, the control
// flow of threads and functions flattened into steps that name their
// successors. Immutable once read.
//
// Must not know: YAML, how a step changes a state, how schedules are found.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "spec/base/id.h"
#include "spec/base/source_span.h"
#include "spec/model/claim.h"
#include "spec/model/expression.h"
#include "spec/model/finding.h"
#include "spec/model/object.h"
#include "spec/model/operation.h"
#include "spec/model/rule.h"

namespace picket {

// What stands in one parameter of a step.
struct Operand {
  enum class Kind : std::uint8_t {
    none,         // left out
    object,       // value: ObjectId
    objects,      // value: index into Scenario::object_lists
    number,       // value (also bool)
    expression,   // value: ExprId
    function,     // value: FunctionId
    context,      // value: ContextId of a thread
    klass,        // value: ClassId
    word,         // value: index into Scenario::words (gfp, usage, TASK_x)
    assignments,  // value: index into Scenario::assignment_lists
  };
  Kind kind = Kind::none;
  std::int32_t value = 0;

  bool given() const { return kind != Kind::none; }
  ObjectId object() const { return ObjectId(value); }
  ExprId expression() const { return ExprId(value); }
};

struct Assignment {
  ObjectId variable;
  ExprId value;
};

inline constexpr std::size_t kMaxOperands = 4;

// One step of the flattened program. Structured control has become edges:
// `if`, `while`: true goes to `next`, false to `other`; break, continue, goto,
// repeat leave only edges and `goto` steps behind; `choose` goes to one of
// `branches`. StepId none: the end of the function.
struct Step {
  Op op = Op::nop;
  std::array<Operand, kMaxOperands>
      operands{};  // as operations.def orders them
  ExprId when;
  LocalId into;
  StepId next;
  StepId other;
  std::vector<StepId> branches;
  // Only control that reads no shared data: runs together with the step before.
  bool silent = false;
  // `next` leads backwards: one round of a loop ends here.
  bool back = false;
  // An unrolled loop reached `limits: loops` here: the search stops this
  // context and the verdict is inconclusive.
  bool loop_limit = false;
  FunctionId function;  // where it stands
  std::string label;
  std::string note;
  SourceSpan span;
};

// What the step adds as a callback of its fence; none: it adds none of the
// file's functions.
FunctionId added_callback(const Step& step);

// A thread body, a function, or a work item's function.
struct Function {
  std::string name;
  StepId entry;                 // none: empty
  std::vector<LocalId> locals;  // the names its text mentions, sorted
  SourceSpan span;
  std::string file;       // where its text stands: maybe an included file
  bool implicit = false;  // the kernel's own code: model/container_code.h
};

enum class ContextKind : std::uint8_t { task, kthread, softirq, hardirq };

// A flow of control: a thread of the scenario, or the runner of what runs
// later: a work item's worker, a timer's interrupt, the irq_work of a container
// of fences (one context per item, since an item never runs beside itself).
struct Context {
  std::string name;  // the thread's, or the item's
  std::string family;
  ContextKind kind = ContextKind::task;
  FunctionId body;
  ObjectId work;  // valid: this runs that item, or that container's irq_work
  // It runs no function: a delayed item's timer, which only queues the item; a
  // store buffer, which only brings stores to memory.
  bool fires = false;
  bool daemon = false;
  ExprId starts;
  std::int32_t cpu = -1;
  bool threaded = true;  // hardirq: may be forced into a thread on PREEMPT_RT
  SourceSpan span;
};

struct ReclaimEntry {
  FunctionId function;
  enum class Needs : std::uint8_t { nothing, fs, io } needs = Needs::nothing;
};

struct Config {
  bool raw_lock_nesting = true;
  bool queued_rwlocks = true;
  bool preempt_rcu = true;
  bool preempt_rt = false;
  bool mmu_notifier = true;
  bool debug_ww_slowpath = false;
  bool spurious_wakeups = false;
  bool store_buffers = false;
  bool lock_stealing = true;
};

// 0: no limit.
struct Limits {
  std::int64_t schedules = 0;
  std::int64_t steps = 0;
  std::int64_t preemptions = -1;  // -1: no limit
  std::int64_t loops = 0;
};

struct Scenario {
  std::string name;  // "resv-inversion", "resv-inversion/fixed"
  std::string file;
  std::string about;
  std::string source;
  SourceSpan span;

  Config config;
  Limits limits;
  std::map<std::string, std::int32_t> parameters;

  std::vector<Object> objects;       // declared ones first, then implicit
  std::vector<std::string> classes;  // lock, ww and fence classes
  std::vector<Context> contexts;     // threads first, then what runs items
  std::vector<Function> functions;
  std::vector<Step> steps;
  std::vector<Expr> expressions;
  std::vector<std::string> locals;  // names
  std::vector<std::string> words;   // GFP_x, TASK_x, usages
  std::vector<std::vector<ObjectId>> object_lists;
  std::vector<std::vector<Assignment>> assignment_lists;
  std::vector<ReclaimEntry> reclaim;
  ObjectId stub;  // a fence signalled from the start, where a merge may need it
  std::vector<Rule> rules;
  std::vector<Strictness> strictness;
  std::vector<Claim> claims;
  Expectation expect;
  std::map<std::string, std::vector<std::string>>
      reports;                                   // policy -> verdicts
  std::map<std::string, SourceSpan> reports_at;  // where they stand

  const Object& object(ObjectId id) const { return objects[id.index()]; }
  const Step& step(StepId id) const { return steps[id.index()]; }
  const Expr& expr(ExprId id) const { return expressions[id.index()]; }
  const Function& function(FunctionId id) const {
    return functions[id.index()];
  }
  const Context& context(ContextId id) const { return contexts[id.index()]; }
  std::size_t thread_count() const;  // contexts that are threads
  // The spinlock inside a fence that names no other; none for anything else.
  ObjectId own_lock(ObjectId fence) const;
};

// "mutex_lock(m)": the step as a reader would say it, operands in order.
std::string describe(const Scenario& scenario, const Step& step);
// The expression as C text.
std::string describe(const Scenario& scenario, ExprId expr);

}  // namespace picket
