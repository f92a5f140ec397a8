// A Promela model while it is being written.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "explorer/exchange/promela.h"
#include "explorer/exchange/promela_library.h"
#include "explorer/exchange/promela_names.h"
#include "spec/model/scenario.h"

namespace picket {

// An activation of a function, in its caller's text: who owns which variable.
struct PromelaFrame {
  FunctionId function;
  int number = 0;  // of the activations of its process; 0: the body
  std::map<LocalId, std::string> locals;  // those it assigns
  std::string value;  // the variable for its value, if it has one
  std::string out;    // the label behind it
  bool out_used = false;
};

// One process.
struct PromelaProcess {
  ContextId context;
  std::vector<PromelaFrame> frames;  // the activations around this place
  int activations = 0;
  std::vector<std::string> declarations;
};

// CPUs that somebody shares, numbered from 0: first those of the file, then, if
// something may interrupt whoever has set it going, that of each context.
struct PromelaCpus {
  std::size_t count = 0;        // 0: each context has its CPU for itself
  std::size_t pinned = 0;       // those of the file
  std::vector<std::size_t> of;  // by context; count: one of its own
  bool guests = false;          // what runs later runs where it was set going

  std::size_t at(ContextId context) const { return of[context.index()]; }
  bool has(ContextId context) const { return at(context) < count; }
};

struct PromelaText {
  explicit PromelaText(const Scenario& scenario);

  const Scenario& scenario;
  PromelaNames names;
  std::set<PromelaPart> parts = {PromelaPart::base, PromelaPart::end};
  // By fence: the functions that some step adds as its callbacks.
  std::map<ObjectId, std::vector<FunctionId>> callbacks;
  std::set<ObjectId> may_go;  // whose memory may go away
  PromelaCpus cpus;
  std::vector<PromelaProblem> problems;

  const std::string& name(ObjectId id) const {
    return names.objects[id.index()];
  }
  // Its place in the arrays of all objects: a variable's name is its value.
  std::string place(ObjectId id) const;
  // What schedule_work uses.
  std::string system_queue() const;
  void problem(const Step& step, const std::string& text);
  void problem(const Object& object, const std::string& text);
};

// The statements of an operation.
struct PromelaStatements {
  std::string text;
  bool result = false;  // it leaves a value in `ret`
  bool whole = true;    // one indivisible piece
};

// "atomic { .. }" around them.
std::string promela_atomic(const std::string& statements);

// Operations that run functions of the file: of fences, of reclaim. None: the
// operation is not of that kind.
std::optional<PromelaStatements> promela_fence(PromelaText& text,
                                               PromelaProcess& process,
                                               const Step& step);
std::optional<PromelaStatements> promela_lifetime(PromelaText& text,
                                                  const Step& step);
std::string promela_allocation(PromelaText& text, PromelaProcess& process,
                               const std::string& gfp);
std::optional<PromelaStatements> promela_reclaim(PromelaText& text,
                                                 PromelaProcess& process,
                                                 const Step& step);

std::optional<PromelaStatements> promela_resv(PromelaText& text,
                                              PromelaProcess& process,
                                              const Step& step);

// Waits for whole workqueues and for grace periods.
std::optional<PromelaStatements> promela_deferred(PromelaText& text,
                                                  const Step& step);
std::optional<PromelaStatements> promela_ww(PromelaText& text,
                                            const Step& step);
// The items that some step puts on the queue.
std::vector<ObjectId> promela_items(const PromelaText& text, ObjectId queue);

// The statements with two spaces before each line.
std::string indented(const std::string& statements);

// The expression in the innermost activation.
std::string promela_expression(PromelaText& text, const PromelaProcess& process,
                               ExprId id);

// alive(x); for what the expression reads and may be gone.
std::string promela_alive(const PromelaText& text, ExprId id);
std::string promela_alive(const PromelaText& text, ObjectId id);

// A local variable, as the innermost activation finds it; "": nobody sets it.
std::string promela_local(const PromelaProcess& process, LocalId name);

// The statements of one step of a function, without what comes after it; and
// those of a whole function in a new activation. Each ends with a newline.
std::string promela_step(PromelaText& text, PromelaProcess& process,
                         const Step& step);
std::string promela_function(PromelaText& text, PromelaProcess& process,
                             FunctionId function, const std::string& value);

// CPUs: behind the primitives, macros of when an interrupt may begin; behind a
// process's head " provided (..)"; statements of a thread that is an interrupt;
// of what comes as a guest, the choice of where it begins, and its end; what is
// set before anybody runs. All "" where nobody shares.
PromelaCpus promela_cpus(const Scenario& scenario);
std::string promela_cpu_macros(const PromelaText& text);
std::string promela_provided(const PromelaText& text, ContextId context);
std::string promela_interrupt_begins(const PromelaText& text,
                                     ContextId context);
std::string promela_interrupt_ends(const PromelaText& text, ContextId context);
std::string promela_guest_begins(const PromelaText& text, ContextId context,
                                 const std::string& due);
std::string promela_guest_ends(const PromelaText& text, ContextId context);
std::string promela_cpu_beginning(const PromelaText& text);

// What a whole context is: a proctype.
std::string promela_process(PromelaText& text, ContextId context);

}  // namespace picket
