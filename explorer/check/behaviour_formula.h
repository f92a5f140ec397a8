// All behaviours of a given length as one formula: which letter comes at each
// place and by whom; what is held, open and visible between them; which rules
// they break.
//
// Says in formulas what spec/rules/behaviour says of one word and spec/rules/
// violation of one trace; shares nothing with them but the tables of selectors,
// so that each checks the other. Must not know: the solver.
#pragma once

#include <map>
#include <vector>

#include "explorer/check/propositions.h"
#include "spec/rules/behaviour.h"

namespace picket {

class BehaviourFormula {
 public:
  enum class Length : std::uint8_t { exactly, at_most };

  // Requires that the word is well formed.
  BehaviourFormula(const Alphabet& alphabet, Length kind, std::size_t length,
                   Propositions& out);

  // The word breaks the rule of the world.
  Formula breaks(std::size_t rule);

  Behaviour read(const Solution& solution) const;

 private:
  using Row = std::vector<Formula>;  // per place in time, or per context

  // A way in which a letter is an event of a selection.
  struct Hit {
    enum class When : std::uint8_t { always, fresh, stale };
    std::size_t letter = 0;
    When when = When::always;  // if it changes the fence, or does not
    Match match;
    bool idle = false;
  };

  // ---- the word
  void make_places();
  void make_states();
  void make_locks();
  void make_lock(ObjectId lock);
  void make_sections();
  void make_fences();
  void make_completions();
  void make_attempts();
  Formula occurs(std::size_t place, std::size_t context, Letter::Effect effect,
                 ObjectId object, ClassId klass);

  // ---- selectors
  void find_hits();
  void add_hits(std::size_t letter, std::span<const Match> matches,
                Hit::When when, bool idle);
  Formula hit(const Hit& h, std::size_t place) const;
  Formula matches(std::size_t place, SelectionId s, const Binding& binding);
  Formula exempt(std::size_t place, SelectionId unless, const Binding& binding);

  // ---- intervals, by binding: seen from the letters and in between
  struct View {
    bool anybodys = false;    // of no context: the only row
    Row belongs;              // anybodys: to this context all the same
    std::vector<Row> inside;  // [context][place]: strictly
    std::vector<Row> after;   // [context][time]: after so many letters
    std::vector<Row> each;    // [time]: all that are open, one by one
  };
  View view(const IntervalPlan& plan, const Binding& binding);
  View view_of_rows(const std::vector<std::vector<const Row*>>& rows) const;
  View view_after(const IntervalPlan& plan, const Binding& binding);
  View view_before(const IntervalPlan& plan, const Binding& binding);
  std::vector<ObjectId> locks_of(const IntervalPlan& plan,
                                 const Binding& binding) const;
  bool is_of(const IntervalPlan& plan, const Binding& binding,
             ClassId klass) const;

  // ---- patterns
  Formula never(const RulePlan& p, const Binding& b);
  Formula only_if(const RulePlan& p, const Binding& b);
  Formula order(const RulePlan& p, const Binding& b);
  Formula leads_to(const RulePlan& p, const Binding& b);
  Formula in_order(const RulePlan& p);
  Formula at_most(const RulePlan& p, const Binding& b);
  Formula exclusive(const RulePlan& p, const Binding& b);
  Formula acyclic(const RulePlan& p);
  std::vector<Binding> bindings(const RulePlan& p) const;
  std::vector<Formula> not_exempt(const RulePlan& p, SelectionId s,
                                  const Binding& b);

  const Alphabet& a_;
  const Length kind_;
  const std::size_t n_;
  const std::size_t contexts_;
  Propositions& p_;
  std::vector<Row> letter_;   // [place][letter]; at_most: the last is none
  std::vector<Row> context_;  // [place][context]
  std::vector<std::vector<Hit>> hits_;     // per selection
  std::vector<std::vector<Hit>> exempts_;  // per selection
  // [time] rows; keyed by what they are about.
  std::map<std::pair<ObjectId, std::size_t>, Row> held_;
  std::map<std::pair<ClassId, std::size_t>, Row> open_;
  std::map<ObjectId, Row> published_, signaled_;
};

}  // namespace picket
