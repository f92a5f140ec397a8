#include "explorer/check/strictness.h"

#include <algorithm>
#include <map>

#include "explorer/check/behaviour_formula.h"
#include "explorer/check/claim_words.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

// One rule of the base against the custom rules.
class Comparison {
 public:
  Comparison(const Scenario& s, const Strictness& strictness, const Rule& base,
             const StrictnessLimits& limits)
      : limits_(limits) {
    only_ = strictness;
    only_.base = {base};
    alphabet_ = alphabet_of(s, only_, limits.contexts);
  }

  const Alphabet& alphabet() const { return alphabet_; }

  // If there is a behaviour that the base rule alone forbids, then one of up to
  // events().
  bool complete() const {
    return alphabet_.enough.exists &&
           alphabet_.enough.contexts <= limits_.contexts &&
           alphabet_.enough.events <= limits_.events;
  }
  std::size_t events() const {
    return alphabet_.enough.exists
               ? std::min(alphabet_.enough.events, limits_.events)
               : limits_.events;
  }

  // A behaviour of that length that the base rule alone forbids.
  Satisfiable ask(BehaviourFormula::Length kind, std::size_t length,
                  Behaviour& found) const {
    Propositions p;
    BehaviourFormula formula(alphabet_, kind, length, p);
    for (std::size_t r = 1; r < alphabet_.world->rules.size(); ++r)
      p.require(-formula.breaks(r));
    p.require(formula.breaks(0));
    const Solution solution = solve(p, limits_.effort);
    if (solution.answer != Satisfiable::yes) return solution.answer;
    found = formula.read(solution);
    confirm(found);
    return Satisfiable::yes;
  }

 private:
  void confirm(const Behaviour& found) const {
    PICKET_REQUIRE(well_formed(alphabet_, found),
                   "a behaviour that is found can happen");
    PICKET_REQUIRE(breaks(alphabet_, found, 0),
                   "a behaviour that is found breaks the base");
    for (std::size_t r = 1; r < alphabet_.world->rules.size(); ++r)
      PICKET_REQUIRE(!breaks(alphabet_, found, r),
                     "a behaviour that is found keeps the custom rules");
  }

  Strictness only_;
  StrictnessLimits limits_;
  Alphabet alphabet_;
};

bool is_same(const Rule& a, const Rule& b) {
  return a.id == b.id && a.built_in == b.built_in && a.classes == b.classes;
}

// The shortest behaviour that some rule of the base alone forbids: the shortest
// lengths one by one, then all at once, then one by one what is left.
class Search {
 public:
  Search(const Scenario& s, const Strictness& strictness,
         const StrictnessLimits& limits)
      : s_(s), strictness_(strictness), limits_(limits) {
    for (const Rule& rule : strictness.base)
      all_.emplace_back(s, strictness, rule, limits);
    settled_.assign(all_.size(), 0);
    // What the custom rules say themselves.
    for (std::size_t i = 0; i < all_.size(); ++i)
      for (const Rule& custom : strictness.custom)
        if (is_same(custom, strictness.base[i])) settled_[i] = 1;
  }

  Satisfiable run() {
    for (std::size_t n = 1; n <= limits_.events; ++n) {
      if (n == kOneByOne + 1 && !settle()) return Satisfiable::unknown;
      for (std::size_t i = 0; i < all_.size(); ++i) {
        if (settled_[i] || n > all_[i].events()) continue;
        const Satisfiable answer = ask(i, all_[i], Length::exactly, n);
        if (answer != Satisfiable::no) return answer;
      }
      refuted_ = n;
    }
    return Satisfiable::no;
  }

  bool complete() const { return complete_; }
  std::size_t refuted() const { return refuted_; }
  const std::string& broken() const { return strictness_.base[rule_].id; }
  std::vector<std::string> words() const {
    return behaviour_words(all_[rule_].alphabet(), found_);
  }

 private:
  using Length = BehaviourFormula::Length;
  static constexpr std::size_t kOneByOne = 3;

  // False: some cannot be.
  bool settle() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (settled_[i] || follows_from_one(i)) continue;
      const auto most = all_[i].events();
      const Satisfiable answer = ask(i, all_[i], Length::at_most, most);
      if (answer == Satisfiable::unknown) return false;
      settled_[i] = answer == Satisfiable::no;
      complete_ &= !settled_[i] || all_[i].complete();
    }
    return true;
  }

  // Many rules need long behaviours; for one of them alone, short ones are
  // enough, and one alone may do.
  bool follows_from_one(std::size_t i) {
    if (all_[i].events() <= kFew) return false;
    for (const Rule& custom : strictness_.custom) {
      Strictness one = strictness_;
      one.custom = {custom};
      const Comparison alone(s_, one, strictness_.base[i], limits_);
      settled_[i] = alone.complete() && ask(i, alone, Length::at_most,
                                            alone.events()) == Satisfiable::no;
      if (settled_[i]) return true;
    }
    return false;
  }

  Satisfiable ask(std::size_t i, const Comparison& c, Length kind,
                  std::size_t n) {
    if (limits_.interrupt && limits_.interrupt->load())
      return Satisfiable::unknown;
    rule_ = i;
    return c.ask(kind, n, found_);
  }

  static constexpr std::size_t kFew = 12;  // events

  const Scenario& s_;
  const Strictness& strictness_;
  const StrictnessLimits& limits_;
  std::vector<Comparison> all_;
  std::vector<char> settled_;
  Behaviour found_;
  std::size_t rule_ = 0, refuted_ = 0;
  bool complete_ = true;
};

Finding not_stricter(const Strictness& s, const StrictnessResult& r) {
  Finding f;
  f.code = FindingCode::rule;
  f.arguments = {s.id};
  f.span = s.span;
  f.file = s.file;
  f.message = strictness_text(r);
  f.has_schedule = false;
  return f;
}

}  // namespace

StrictnessResult compare_strictness(const Scenario& s,
                                    const Strictness& strictness,
                                    const StrictnessLimits& limits) {
  StrictnessResult out;
  out.id = strictness.id;
  out.base = strictness.base_name;
  Search search(s, strictness, limits);
  const Satisfiable answer = search.run();
  using V = StrictnessResult::Verdict;
  out.events = search.refuted();
  out.complete = search.complete();
  if (answer == Satisfiable::no && out.complete) out.verdict = V::stricter;
  if (answer != Satisfiable::yes) return out;
  out.verdict = V::weaker;
  out.broken = search.broken();
  out.behaviour = search.words();
  return out;
}

void check_strictness(const Scenario& s, const StrictnessLimits& limits,
                      CheckResult& result) {
  for (const Strictness& strictness : s.strictness) {
    StrictnessResult r = compare_strictness(s, strictness, limits);
    using V = StrictnessResult::Verdict;
    if (r.verdict == V::open && result.limit.empty())
      result.limit = strictness_text(r);
    const bool known = std::any_of(
        result.findings.begin(), result.findings.end(), [&](const Finding& f) {
          return f.code == FindingCode::rule &&
                 f.arguments == std::vector<std::string>{strictness.id};
        });
    if (r.verdict == V::weaker && !known)
      result.findings.push_back(not_stricter(strictness, r));
    result.strictness.push_back(std::move(r));
  }
  std::stable_sort(
      result.findings.begin(), result.findings.end(),
      [](const Finding& a, const Finding& b) { return a.key() < b.key(); });
}

}  // namespace picket
