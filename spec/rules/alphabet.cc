#include "spec/rules/alphabet.h"

#include <algorithm>
#include <set>

#include "spec/rules/letter_effect.h"
#include "spec/rules/mentioned.h"
#include "spec/rules/small_model.h"

namespace picket {
namespace {

template <class T>
void add_once(std::vector<T>& list, const T& x) {
  if (std::find(list.begin(), list.end(), x) == list.end()) list.push_back(x);
}

bool has_pattern(const std::vector<Rule>& rules, Rule::Pattern pattern) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const Rule& r) { return r.pattern == pattern; });
}

class Making {
 public:
  Making(const Scenario& s, const Strictness& strictness)
      : strictness_(strictness) {
    out_.world = std::make_unique<Scenario>(s);
    w_ = out_.world.get();
    rules_ = strictness.base;
    rules_.insert(rules_.end(), strictness.custom.begin(),
                  strictness.custom.end());
    out_.base_rules = strictness.base.size();
  }

  Alphabet run(std::size_t most_contexts) {
    m_ = mentioned_by(rules_, *w_);
    out_.contexts = m_.contexts;
    w_->steps.clear();
    w_->rules = rules_;
    keep_what_is_named();
    make_fences();
    make_others();
    std::set<Op> all = m_.ops;
    for (const Op op : all) add_operation(op);
    complete_locks();
    complete_sections();
    complete_fences();
    out_.plans = plan_rules(*w_);
    find_attempts();
    out_.enough = small_model(out_);
    make_contexts(most_contexts);
    // Once more: with the contexts there are now.
    out_.plans = plan_rules(*w_);
    return std::move(out_);
  }

 private:
  // ---- the objects of the world

  // The rest may as well not be there.
  void keep_what_is_named() {
    for (std::size_t i = 0; i < w_->objects.size(); ++i) {
      Object& o = w_->objects[i];
      o.published = o.signaled = false;
      if (m_.named.count(ObjectId(i))) {
        relevant_.push_back(ObjectId(i));
        continue;
      }
      o.type = ObjectType::int_;
      o.klass = ClassId{};
    }
  }

  ClassId klass(const std::string& name) {
    auto& all = w_->classes;
    const auto it = std::find(all.begin(), all.end(), name);
    if (it != all.end())
      return ClassId(static_cast<std::size_t>(it - all.begin()));
    all.push_back(name);
    return ClassId(all.size() - 1);
  }

  std::vector<ClassId> fence_classes() {
    std::vector<ClassId> out = strictness_.classes;
    if (out.empty()) {
      for (const ObjectId o : relevant_)
        if (type_fits(w_->object(o).type, "fence"))
          add_once(out, w_->object(o).klass);
      for (const ClassId k : m_.section_classes) add_once(out, k);
      add_once(out, klass("dma_fence"));
    }
    return out;
  }

  ObjectId make(ObjectType type, const std::string& name, ClassId k) {
    Object o;
    o.type = type;
    o.name = o.family = name;
    o.klass = k;
    o.published = false;
    o.timeline = name;
    o.seqno = 1;
    w_->objects.push_back(o);
    relevant_.push_back(ObjectId(w_->objects.size() - 1));
    return relevant_.back();
  }

  // Of every class as many as a violation can be about; where their order
  // matters, two on each of two timelines.
  void make_fences() {
    bool wanted = m_.unnamed_fences;
    for (const Op op : m_.unnamed)
      for (const Parameter& p : facts(op).parameters)
        wanted |= p.kind == "fence" || p.kind == "fences";
    for (const auto& [op, klasses] : m_.classes)
      for (const Parameter& p : facts(op).parameters)
        wanted |= p.kind == "fence" || p.kind == "fences";
    if (!wanted) return;
    const bool order = has_pattern(rules_, Rule::Pattern::in_order);
    const std::size_t count = order ? 4 : objects_enough(out_);
    for (const ClassId k : fence_classes())
      for (std::size_t i = 0; i < count; ++i) {
        const std::string name =
            w_->classes[k.index()] + "#" + std::to_string(i + 1);
        Object& f = w_->objects[make(ObjectType::dma_fence, name, k).index()];
        if (!order) continue;
        f.timeline = w_->classes[k.index()] + (i < 2 ? "#a" : "#b");
        f.seqno = static_cast<std::int32_t>(i % 2) + 1;
      }
  }

  // As many of every other kind that some rule speaks of without a name.
  void make_others() {
    const std::size_t count = objects_enough(out_);
    const auto some = [&](ObjectType type, const std::string& as, ClassId k) {
      for (std::size_t i = 1; i <= count; ++i) {
        const std::string name = as + "#" + std::to_string(i);
        make(type, name, k.valid() ? k : klass(name));
      }
    };
    std::set<ObjectType> made;
    for (const Op op : m_.unnamed)
      for (const Parameter& p : facts(op).parameters)
        if (const auto type = type_for(p); type && made.insert(*type).second)
          some(*type, std::string(facts(*type).name), {});
    for (const auto& [op, klasses] : m_.classes)
      for (const ClassId k : klasses)
        for (const Parameter& p : facts(op).parameters)
          if (const auto type = type_for(p))
            some(*type, w_->classes[k.index()], k);
    const bool locks = std::any_of(made.begin(), made.end(), [](ObjectType t) {
      return type_fits(t, "lock");
    });
    if (m_.unnamed_locks && !locks) some(ObjectType::mutex, "mutex", {});
  }

  // What a required parameter takes, other than fences.
  static std::optional<ObjectType> type_for(const Parameter& p) {
    if (!p.required) return std::nullopt;
    if (p.kind == "var") return ObjectType::int_;
    if (p.kind == "classed" || p.kind == "object" || p.kind == "lock")
      return ObjectType::mutex;
    const auto type = object_type_named(p.kind);
    if (type && type_fits(*type, "fence")) return std::nullopt;
    return type;
  }

  // ---- the letters

  // Every way to fill the parameters of an operation.
  void add_operation(Op op) {
    Step step;
    step.op = op;
    fill(step, 0);
  }

  void fill(Step step, std::size_t at) {
    const auto& parameters = facts(step.op).parameters;
    if (at == parameters.size() || at == kMaxOperands) return add_step(step);
    bool any = false;
    for (const Operand& o : operands_for(step.op, parameters[at])) {
      step.operands[at] = o;
      fill(step, at + 1);
      any = true;
    }
    // Without an object it has no events; anything else may be left out.
    if (any || (parameters[at].required && takes_objects(parameters[at])))
      return;
    step.operands[at] = {};
    fill(step, at + 1);
  }

  static bool takes_objects(const Parameter& p) {
    return p.kind == "fence" || p.kind == "fences" || p.kind == "assignments" ||
           type_for(p) || object_type_named(p.kind);
  }

  std::vector<Operand> operands_for(Op op, const Parameter& p) {
    std::vector<Operand> out;
    const auto add = [&](Operand::Kind kind, std::size_t value) {
      out.push_back({kind, static_cast<std::int32_t>(value)});
    };
    if (p.kind == "class") {
      for (const ClassId k : begin_classes())
        add(Operand::Kind::klass, k.index());
      return out;
    }
    if (!p.required) return out;
    if (p.kind == "fences") {
      for (const ObjectId f : relevant_)
        if (type_fits(w_->object(f).type, "fence")) {
          w_->object_lists.push_back({f});
          add(Operand::Kind::objects, w_->object_lists.size() - 1);
        }
      return out;
    }
    if (p.kind == "assignments") {
      for (const ObjectId x : relevant_)
        if (type_fits(w_->object(x).type, "var")) {
          w_->assignment_lists.push_back({{x, number()}});
          add(Operand::Kind::assignments, w_->assignment_lists.size() - 1);
        }
      return out;
    }
    for (const ObjectId o : relevant_)
      if (type_fits(w_->object(o).type, p.kind))
        add(Operand::Kind::object, o.index());
    if (!out.empty() || type_for(p) || p.kind == "fence") return out;
    for (const std::string& word : words_for(op)) add_word(p, word, add);
    return out;
  }

  ExprId number() {
    Expr zero;
    w_->expressions.push_back(zero);
    return ExprId(w_->expressions.size() - 1);
  }

  // The words that some selector names, and one that none does.
  std::vector<std::string> words_for(Op op) {
    std::vector<std::string> out(m_.words[op].begin(), m_.words[op].end());
    for (const char* other :
         {"GFP_ATOMIC", "GFP_NOWAIT", "GFP_NOFS", "GFP_KERNEL"})
      if (!m_.words[op].count(other)) {
        out.emplace_back(other);
        break;
      }
    return out;
  }

  template <class Add>
  void add_word(const Parameter& p, const std::string& word, const Add& add) {
    if (p.kind == "function") {
      for (std::size_t f = 0; f < w_->functions.size(); ++f)
        if (w_->functions[f].name == word) add(Operand::Kind::function, f);
    } else if (p.kind == "thread") {
      for (std::size_t c = 0; c < w_->contexts.size(); ++c)
        if (w_->contexts[c].name == word) add(Operand::Kind::context, c);
    } else if (p.kind == "gfp" || p.kind == "task_state") {
      auto& all = w_->words;
      const auto it = std::find(all.begin(), all.end(), word);
      const auto at = static_cast<std::size_t>(it - all.begin());
      if (it == all.end()) all.push_back(word);
      add(Operand::Kind::word, at);
    }
  }

  std::vector<ClassId> begin_classes() {
    std::vector<ClassId> out;
    for (const ClassId k : m_.section_classes) add_once(out, k);
    for (const ClassId k : m_.classes[Op::dma_fence_begin_signalling])
      add_once(out, k);
    for (const ClassId k : strictness_.classes) add_once(out, k);
    if (out.empty() || strictness_.classes.empty())
      add_once(out, klass("dma_fence"));
    return out;
  }

  void add_step(const Step& step) {
    add_variants(step);
    for (const auto& [op, label] : m_.labels) {
      if (op != step.op) continue;
      Step labelled = step;
      labelled.label = label;
      add_variants(labelled);
    }
  }

  void add_variants(const Step& step) {
    const StepId id(w_->steps.size());
    w_->steps.push_back(step);
    if (attempted(step.op)) {
      Letter l;
      l.step = id;
      l.attempt = true;
      out_.letters.push_back(l);
    }
    for (Letter l : effects_of(*w_, step, begin_classes())) {
      l.step = id;
      out_.letters.push_back(l);
    }
  }

  bool attempted(Op op) const {
    if (!facts(op).blocking) return false;
    return m_.attempted.count(op) || (m_.circles && op == Op::dma_fence_wait);
  }

  bool has_letter(ObjectId o, bool (*kind)(Letter::Effect)) const {
    return std::any_of(
        out_.letters.begin(), out_.letters.end(),
        [&](const Letter& l) { return l.object == o && kind(l.effect); });
  }

  void add_on(Op op, ObjectId o) {
    Step step;
    step.op = op;
    step.operands[0] = {Operand::Kind::object, o.value};
    if (facts(op).parameters.size() > 1 && facts(op).parameters[1].required)
      return;
    add_variants(step);
  }

  // Who can take a lock can drop it, and the other way round.
  void complete_locks() {
    for (const ObjectId o : relevant_) {
      if (!type_fits(w_->object(o).type, "lock")) continue;
      const bool named = m_.named.count(o) || m_.unnamed_locks;
      const bool takes = has_letter(o, is_take);
      if (!takes && !has_letter(o, is_drop) && !named) continue;
      for (const Op op : plain_operations(w_->object(o).type))
        if (!m_.ops.count(op)) add_on(op, o);
    }
  }

  void complete_sections() {
    if (!m_.sections && !m_.ops.count(Op::dma_fence_begin_signalling) &&
        !m_.ops.count(Op::dma_fence_end_signalling))
      return;
    for (const Op op :
         {Op::dma_fence_begin_signalling, Op::dma_fence_end_signalling})
      if (m_.ops.insert(op).second) add_operation(op);
  }

  // What is waited for can be signalled.
  void complete_fences() {
    const auto waits = [](Letter::Effect e) {
      return e == Letter::Effect::await || e == Letter::Effect::get;
    };
    for (const ObjectId o : relevant_) {
      if (!has_letter(o, waits)) continue;
      const bool fence = type_fits(w_->object(o).type, "fence");
      const Op op = fence ? Op::dma_fence_signal : Op::complete;
      if (!m_.ops.count(op)) add_on(op, o);
    }
  }

  void find_attempts() {
    for (Letter& l : out_.letters) {
      if (l.attempt) continue;
      for (std::size_t a = 0; a < out_.letters.size(); ++a)
        if (out_.letters[a].attempt && out_.letters[a].step == l.step)
          l.tried_by = static_cast<std::int32_t>(a);
    }
  }

  void make_contexts(std::size_t most) {
    std::size_t wanted = std::min(out_.enough.contexts, most);
    for (std::size_t i = 1; wanted-- > 0; ++i) {
      Context c;
      c.name = c.family = "context#" + std::to_string(i);
      w_->contexts.push_back(c);
      out_.contexts.push_back(ContextId(w_->contexts.size() - 1));
    }
    for (Context& c : w_->contexts) c.starts = ExprId{};
  }

  const Strictness& strictness_;
  Alphabet out_;
  Scenario* w_ = nullptr;
  std::vector<Rule> rules_;
  Mentioned m_;
  std::vector<ObjectId> relevant_;
};

}  // namespace

Alphabet alphabet_of(const Scenario& s, const Strictness& strictness,
                     std::size_t most_contexts) {
  return Making(s, strictness).run(most_contexts);
}

}  // namespace picket
