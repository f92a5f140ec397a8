#include "explorer/check/behaviour_formula.h"

#include <algorithm>

namespace picket {
namespace {

using Effect = Letter::Effect;

}  // namespace

BehaviourFormula::BehaviourFormula(const Alphabet& alphabet, Length kind,
                                   std::size_t length, Propositions& out)
    : a_(alphabet),
      kind_(kind),
      n_(length),
      contexts_(alphabet.contexts.size()),
      p_(out) {
  make_places();
  make_states();
  find_hits();
}

void BehaviourFormula::make_places() {
  for (std::size_t i = 0; i < n_; ++i) {
    Row letters, contexts;
    const std::size_t none = kind_ == Length::at_most ? 1 : 0;
    for (std::size_t l = 0; l < a_.letters.size() + none; ++l)
      letters.push_back(p_.variable());
    for (std::size_t c = 0; c < contexts_; ++c)
      contexts.push_back(p_.variable());
    if (none > 0) {
      p_.require(p_.implies(letters.back(), contexts.front()));
      if (i > 0) p_.require(p_.implies(letter_.back().back(), letters.back()));
    }
    p_.require_one(letters);
    p_.require_one(contexts);
    letter_.push_back(std::move(letters));
    context_.push_back(std::move(contexts));
  }
  // Contexts that no rule names are alike: the next new one is the next.
  for (std::size_t c = 1; c < contexts_; ++c) {
    const auto unnamed = [&](std::size_t k) {
      return a_.world->context(a_.contexts[k]).name.find('#') !=
             std::string::npos;
    };
    if (!unnamed(c) || !unnamed(c - 1)) continue;
    Formula seen = -p_.truth();
    for (std::size_t i = 0; i < n_; ++i) {
      p_.require(p_.implies(context_[i][c], seen));
      seen = p_.either(seen, context_[i][c - 1]);
    }
  }
}

Formula BehaviourFormula::occurs(std::size_t place, std::size_t context,
                                 Effect effect, ObjectId object,
                                 ClassId klass) {
  std::vector<Formula> some;
  for (std::size_t l = 0; l < a_.letters.size(); ++l) {
    const Letter& letter = a_.letters[l];
    if (!letter.attempt && letter.effect == effect && letter.object == object &&
        letter.klass == klass)
      some.push_back(letter_[place][l]);
  }
  return p_.both(context_[place][context], p_.any(std::move(some)));
}

void BehaviourFormula::make_states() {
  make_locks();
  make_sections();
  make_fences();
  make_completions();
  make_attempts();
}

void BehaviourFormula::make_locks() {
  std::vector<ObjectId> locks;
  for (const Letter& l : a_.letters) {
    const bool lock =
        l.effect == Effect::take || l.effect == Effect::take_shared ||
        l.effect == Effect::take_freely || l.effect == Effect::drop ||
        l.effect == Effect::drop_shared || l.effect == Effect::drop_freely;
    if (!l.attempt && lock &&
        std::find(locks.begin(), locks.end(), l.object) == locks.end())
      locks.push_back(l.object);
  }
  for (const ObjectId lock : locks) make_lock(lock);
}

// Held alone, or shared and freely up to twice.
void BehaviourFormula::make_lock(ObjectId lock) {
  const Row none(contexts_, -p_.truth());
  Row alone = none, once = none, twice = none, free1 = none, free2 = none;
  for (std::size_t c = 0; c < contexts_; ++c)
    held_[{lock, c}].push_back(-p_.truth());
  for (std::size_t i = 0; i < n_; ++i) {
    const Row alone0 = alone, once0 = once, twice0 = twice;
    const Formula anyone_alone = p_.any(alone0), anyone = p_.any(once0);
    for (std::size_t c = 0; c < contexts_; ++c) {
      const auto does = [&](Effect e) {
        return occurs(i, c, e, lock, ClassId{});
      };
      const Formula take = does(Effect::take), drop = does(Effect::drop);
      p_.require(p_.implies(take, p_.both(-anyone_alone, -anyone)));
      p_.require(p_.implies(drop, alone0[c]));
      alone[c] = p_.either(take, p_.both(alone0[c], -drop));

      const Formula join = does(Effect::take_shared);
      const Formula leave = does(Effect::drop_shared);
      p_.require(p_.implies(join, p_.both(-anyone_alone, -twice0[c])));
      p_.require(p_.implies(leave, once0[c]));
      once[c] = p_.any({join, p_.both(once0[c], -leave), twice0[c]});
      twice[c] = p_.either(p_.both(join, once0[c]), p_.both(twice0[c], -leave));

      const Formula more = does(Effect::take_freely);
      const Formula less = does(Effect::drop_freely);
      const Formula f1 = free1[c], f2 = free2[c];
      p_.require(p_.implies(more, -f2));
      free1[c] = p_.any({more, p_.both(f1, -less), f2});
      free2[c] = p_.either(p_.both(more, f1), p_.both(f2, -less));

      held_[{lock, c}].push_back(p_.any({alone[c], once[c], free1[c]}));
    }
  }
}

void BehaviourFormula::make_sections() {
  std::vector<ClassId> classes;
  for (const Letter& l : a_.letters)
    if (l.klass.valid() &&
        std::find(classes.begin(), classes.end(), l.klass) == classes.end())
      classes.push_back(l.klass);
  for (const ClassId k : classes)
    for (std::size_t c = 0; c < contexts_; ++c) {
      Formula once = -p_.truth(), twice = -p_.truth();
      Row& row = open_[{k, c}];
      row.push_back(once);
      for (std::size_t i = 0; i < n_; ++i) {
        const Formula begin = occurs(i, c, Effect::begin, ObjectId{}, k);
        const Formula end = occurs(i, c, Effect::end, ObjectId{}, k);
        const Formula once0 = once, twice0 = twice;
        p_.require(p_.implies(begin, -twice0));
        p_.require(p_.implies(end, once0));
        once = p_.any({begin, p_.both(once0, -end), twice0});
        twice = p_.either(p_.both(begin, once0), p_.both(twice0, -end));
        row.push_back(once);
      }
    }
}

void BehaviourFormula::make_fences() {
  const auto fill = [&](std::map<ObjectId, Row>& rows, Effect effect) {
    for (const Letter& l : a_.letters)
      if (!l.attempt && l.effect == effect) rows[l.object] = {-p_.truth()};
    for (auto& [fence, row] : rows)
      for (std::size_t i = 0; i < n_; ++i) {
        std::vector<Formula> some{row[i]};
        for (std::size_t c = 0; c < contexts_; ++c)
          some.push_back(occurs(i, c, effect, fence, ClassId{}));
        row.push_back(p_.any(std::move(some)));
      }
  };
  fill(published_, Effect::publish);
  fill(signaled_, Effect::signal);
  for (std::size_t l = 0; l < a_.letters.size(); ++l) {
    const Letter& letter = a_.letters[l];
    if (letter.attempt || letter.effect != Effect::await) continue;
    const auto row = signaled_.find(letter.object);
    for (std::size_t i = 0; i < n_; ++i)
      p_.require(p_.implies(letter_[i][l], row == signaled_.end()
                                               ? -p_.truth()
                                               : row->second[i]));
  }
}

// Given up to three times more than taken.
void BehaviourFormula::make_completions() {
  std::vector<ObjectId> all;
  for (const Letter& l : a_.letters)
    if ((l.effect == Effect::give || l.effect == Effect::get) &&
        std::find(all.begin(), all.end(), l.object) == all.end())
      all.push_back(l.object);
  for (const ObjectId o : all) {
    Formula one = -p_.truth(), two = one, three = one;
    for (std::size_t i = 0; i < n_; ++i) {
      std::vector<Formula> giving, taking;
      for (std::size_t c = 0; c < contexts_; ++c) {
        giving.push_back(occurs(i, c, Effect::give, o, ClassId{}));
        taking.push_back(occurs(i, c, Effect::get, o, ClassId{}));
      }
      const Formula give = p_.any(giving), get = p_.any(taking);
      p_.require(p_.implies(get, one));
      const Formula one0 = one, two0 = two, three0 = three;
      one = p_.any({give, p_.both(one0, -get), two0});
      two = p_.any({p_.both(give, one0), p_.both(two0, -get), three0});
      three = p_.either(p_.both(give, two0), p_.both(three0, -get));
    }
  }
}

// Who tries does nothing else until it returns.
void BehaviourFormula::make_attempts() {
  std::vector<std::size_t> attempts;
  for (std::size_t l = 0; l < a_.letters.size(); ++l)
    if (a_.letters[l].attempt) attempts.push_back(l);
  if (attempts.empty()) return;
  for (std::size_t c = 0; c < contexts_; ++c) {
    Row trying(attempts.size(), -p_.truth());
    for (std::size_t i = 0; i < n_; ++i) {
      const Formula busy = p_.any(trying);
      Row next;
      for (std::size_t t = 0; t < attempts.size(); ++t) {
        std::vector<Formula> returns;
        for (std::size_t l = 0; l < a_.letters.size(); ++l)
          if (a_.letters[l].tried_by == static_cast<std::int32_t>(attempts[t]))
            returns.push_back(letter_[i][l]);
        const Formula returned =
            p_.both(context_[i][c], p_.any(std::move(returns)));
        p_.require(p_.implies(returned, trying[t]));
        next.push_back(
            p_.either(p_.both(context_[i][c], letter_[i][attempts[t]]),
                      p_.both(trying[t], -returned)));
      }
      std::vector<Formula> others;
      for (std::size_t l = 0; l < a_.letters.size(); ++l)
        if (a_.letters[l].tried_by < 0) others.push_back(letter_[i][l]);
      p_.require(p_.implies(p_.both(context_[i][c], p_.any(std::move(others))),
                            -busy));
      trying = std::move(next);
    }
  }
}

Behaviour BehaviourFormula::read(const Solution& solution) const {
  Behaviour out;
  for (std::size_t i = 0; i < n_; ++i) {
    Occurrence o;
    o.letter = a_.letters.size();
    for (std::size_t l = 0; l < a_.letters.size(); ++l)
      if (solution.holds(letter_[i][l])) o.letter = l;
    if (o.letter == a_.letters.size()) break;
    for (std::size_t c = 0; c < contexts_; ++c)
      if (solution.holds(context_[i][c])) o.context = a_.contexts[c];
    out.push_back(o);
  }
  return out;
}

}  // namespace picket
