// Selectors against the text of a program: which step, and which object, can
// be an event of which selector. All of it is decided once per scenario; a
// trace only looks rows up.
//
// Must not know: traces, orders, what a pattern asks.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "spec/model/scenario.h"
#include "spec/rules/rows.h"

namespace picket {

// A selector of a rule, numbered over all rules.
using SelectionId = Id<struct SelectionTag>;

inline constexpr std::size_t kMaxVariables = 8;

// What the variables of a rule stand for. Objects none: not bound yet.
struct Binding {
  std::array<ObjectId, kMaxVariables> objects;

  // With `variable` standing for `object`; nothing if it stands for another.
  std::optional<Binding> with(int variable, ObjectId object) const {
    Binding b = *this;
    if (variable < 0) return b;
    ObjectId& slot = b.objects[static_cast<std::size_t>(variable)];
    if (slot.valid() && slot != object) return std::nullopt;
    slot = object;
    return b;
  }

  friend bool operator==(const Binding&, const Binding&) = default;
};

// One way in which an event of a step (or of an object) is selected.
struct Match {
  SelectionId selection;
  std::int32_t variable = -1;  // it binds this variable of its rule
  ObjectId object;             // to this; also set without a variable
  std::int32_t by = -1;        // only by the contexts of this set
  friend bool operator==(const Match&, const Match&) = default;
};

struct Selection {
  const Selector* selector = nullptr;
  const Rule* rule = nullptr;
  bool exempts = false;                // what stands in `unless`
  std::vector<std::string> variables;  // those of the rule
  unsigned uses = 0;                   // bits: those of the selector
};

// Is the rule about this object? Not if it is a fence of another class.
inline bool is_about(const Rule& rule, const Object& object) {
  return rule.classes.empty() || !type_fits(object.type, "fence") ||
         std::find(rule.classes.begin(), rule.classes.end(), object.klass) !=
             rule.classes.end();
}

// Per variable, sorted.
using Candidates = std::array<std::vector<ObjectId>, kMaxVariables>;

// Where each kind of event looks up who selects it.
struct MatchTable {
  Rows<Match> returns;     // per step: the operation's own event
  Rows<Match> attempts;    // per step
  Rows<Match> idle;        // per step: a signal or publish without effect
  Rows<Match> signals;     // per object: its bit is set
  Rows<Match> publishes;   // per object: it becomes visible
  Rows<Match> exemptions;  // per step: any event of it
  std::vector<std::vector<char>> by;  // sets of contexts
  // Per selection: objects that its variables can stand for.
  std::vector<Candidates> candidates;

  bool allows(const Match& match, ContextId context) const {
    return match.by < 0 ||
           (context.valid() &&
            by[static_cast<std::size_t>(match.by)][context.index()]);
  }
};

MatchTable match_table(const Scenario& scenario,
                       const std::vector<Selection>& selections);

// The objects that stand in a step's operands, in order, each once.
std::vector<ObjectId> objects_of(const Scenario& scenario, const Step& step);

}  // namespace picket
