// What can happen in a behaviour as far as two sets of rules can tell: the
// letters of the words that `stricter_than` compares.
//
// The words are made over a small world of their own: the objects that the
// rules name, and a few unnamed ones of every kind that they speak of. It is a
// scenario whose steps are the letters, so that selectors find their events in
// it as in any other. Must not know: solvers, schedules.
#pragma once

#include <memory>
#include <vector>

#include "spec/rules/rule_plan.h"

namespace picket {

struct Letter {
  // What it does to what intervals are made of, or needs in order to happen.
  enum class Effect : std::uint8_t {
    none,
    take,         // the lock `object`, alone
    take_shared,  // the lock `object`, with others
    take_freely,  // `object`: a count, an annotation; excludes nobody
    drop,
    drop_shared,
    drop_freely,
    begin,    // a section of `klass`
    end,      // one of `klass`
    signal,   // the fence `object`
    publish,  // the fence `object`
    await,    // happens once the fence `object` is signalled
    give,     // the completion `object`
    get,      // happens once it was given; takes one
  };
  StepId step;
  bool attempt = false;  // else the operation's own event
  Effect effect = Effect::none;
  ObjectId object;
  ClassId klass;
  std::int32_t result = 0;
  // Of a return: the letter of its attempt, if attempts can be told; or -1.
  std::int32_t tried_by = -1;
};

// If there is a behaviour that only the custom rules accept, there is one of
// this size: small_model.h says why.
struct SmallModel {
  bool exists = true;  // else: no size is known
  std::size_t events = 0, contexts = 0;
};

struct Alphabet {
  // Its rules: the base's, then the custom ones.
  std::unique_ptr<Scenario> world;
  std::size_t base_rules = 0;
  RulePlans plans;
  std::vector<Letter> letters;
  std::vector<ContextId> contexts;  // who may do something
  SmallModel enough;
};

Alphabet alphabet_of(const Scenario& scenario, const Strictness& strictness,
                     std::size_t most_contexts);

}  // namespace picket
