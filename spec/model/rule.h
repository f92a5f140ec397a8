// Rules of order (LANGUAGE section 6) as read: selectors, intervals, patterns.
// What they mean over a trace is spec/rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/base/id.h"
#include "spec/base/source_span.h"
#include "spec/model/operation.h"

namespace picket {

// One alternative of a selector: op(object), op(*), op($f), op(class=C),
// label(name); `.enter` selects the attempt; `by thread` restricts.
struct SelectorTerm {
  enum class Kind : std::uint8_t { operation, label };
  enum class Argument : std::uint8_t {
    any,       // op or op(*)
    object,    // op(name): `objects` holds it, or all members of the family
    variable,  // op($f)
    klass,     // op(class=C)
    word,      // op(GFP_KERNEL): a non-object argument, in `text`
  };
  Kind kind = Kind::operation;
  Op op = Op::nop;
  bool enter = false;
  Argument argument = Argument::any;
  std::vector<ObjectId> objects;
  ClassId klass;
  std::string text;           // variable name, word, or label
  std::vector<ContextId> by;  // empty: any context
};

struct Selector {
  std::vector<SelectorTerm> terms;  // joined by '|'
  std::string text;                 // as written
  SourceSpan span;
};

struct Interval {
  enum class Kind : std::uint8_t {
    held,        // held(lock): `objects`
    signalling,  // signalling, signalling(class|fence)
    pending,     // pending(fence): publish to signal, in any context
    between,     // between(A, B): `from`, `to`
    after,       // after(A): `from`
    before,      // before(B): `to`
  };
  Kind kind = Kind::signalling;
  std::vector<ObjectId> objects;  // held, pending, signalling(fence)
  ClassId klass;                  // signalling(class); none: any section
  std::string variable;           // held($l), pending($f), signalling($f)
  Selector from, to;
  std::string text;
  SourceSpan span;
};

enum class Relation : std::uint8_t { program_order, signals, waits_for };

struct Rule {
  enum class Pattern : std::uint8_t {
    never,      // a [within: interval]
    only_if,    // a = B, b = first
    order,      // a, b: no b before an a
    leads_to,   // a, b
    in_order,   // a, by key, per group
    at_most,    // number, of: interval
    exclusive,  // interval, second
    acyclic,    // relations
  };
  std::string id;
  Pattern pattern = Pattern::never;
  Selector a, b;
  Selector unless;  // no terms: absent
  bool has_within = false;
  Interval interval, second;  // within / of / exclusive's two
  bool across = false;
  std::int32_t number = 0;
  std::string by, per;  // in_order: "seqno" / "timeline" / "class"
  std::vector<Relation> relations;
  SourceSpan span;
  std::string file;       // where it stands: maybe an included file
  bool built_in = false;  // of the contract; see fence_contract.h
  // The rules and rule sets that derive it: who expects one of them to be
  // broken means this one too.
  std::vector<std::string> derived_by;
  // Fences and sections of these classes only, where the rule itself names
  // none; empty: of all.
  std::vector<ClassId> classes;
};

// The scenario says: every behaviour that the rules of `custom` accept, those
// of `base` accept too.
struct Strictness {
  std::string id;  // of the rule or rule set
  std::string base_name;
  std::vector<Rule> custom, base;
  std::vector<ClassId> classes;  // what it is about; empty: all
  SourceSpan span;
  std::string file;
};

}  // namespace picket
