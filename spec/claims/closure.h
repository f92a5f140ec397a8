// What a fence's signal can depend on, in whatever schedule: the least relation
// over the text of a program.
//
//   f -> o  if o is needed before some step, in its context, that may signal f;
//   L -> o  if o is needed while some context holds the lock L;
//   o -> p  likewise for everything else that one context gives another.
//
// If the signals of w are what keeps f from being lost, then f ->* w. So where
// there is no path, w is orthogonal to f: in every schedule of these contexts.
// docs/claims.md has the argument. Needed is what may stop a context: also an
// interruptible wait, every fence of a wait for any; not a trylock and not a
// timed wait. Those are only looked at, and matter where somebody reads their
// result: three kinds of dependence are told apart.
//
// Must not know: states, schedules.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "spec/claims/context_flow.h"

namespace picket {

// How the left side of a link depends on a resource.
enum class Dependence : std::uint8_t {
  given,    // somebody waits until it is given
  watched,  // somebody waits until its value is right
  looked,   // somebody looks at it, and goes one way or another
  value,    // its value could be another one, for something else's sake
};

struct ClosureLink {
  ResourceId from;
  ResourceId on;  // what `from` depends on
  Dependence how = Dependence::given;
  ContextId context;  // who would give `from`; none: nobody, it is its value
  StepId gives;       // with which step; none: by its end, or by unlocking
  StepId waits;       // where it needs `on` before; none: before it starts
  bool held = false;  // `from` is a lock, held while it waits
  ObjectId inside;    // the step stands in a callback of that fence
};

class Closure {
 public:
  explicit Closure(const Scenario& scenario);

  const Resources& resources() const { return reader_.resources(); }

  // "": the closure understands every step. Else which it does not: then
  // everything counts as reachable.
  const std::string& not_understood() const { return not_understood_; }

  // A shortest chain from the fence to the object; empty: there is none.
  std::vector<ClosureLink> path(ObjectId fence, ObjectId object);
  // Is there one, or may there be one for what is not understood?
  bool reaches(ObjectId fence, ObjectId object);

 private:
  struct Node {
    ResourceId resource;
    Dependence kind = Dependence::given;
  };
  struct Search;

  void understand();
  const Search& from(ObjectId fence);
  void expand(Search& search, std::size_t node) const;
  void expand_container(Search& search, std::size_t node) const;
  void expand_lock(Search& search, std::size_t node) const;
  void expand_steps(Search& search, std::size_t node) const;
  void add_loops(Search& search, std::size_t node,
                 const ContextFlow& flow) const;
  void add_prerequisites(Search& search, std::size_t node,
                         const ContextFlow& flow, StepId step) const;
  void add_step(Search& search, std::size_t node, const ContextFlow& flow,
                ClosureLink link) const;
  void add_facts(Search& search, std::size_t node, const StepFacts& facts,
                 ClosureLink link, bool again) const;
  bool is_lock(ObjectId o) const;

  const Scenario& s_;
  StepReader reader_;
  std::vector<ContextFlow> flows_;
  std::string not_understood_;
  std::vector<std::shared_ptr<Search>> searches_;  // by object
};

}  // namespace picket
