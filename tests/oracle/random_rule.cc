#include "tests/oracle/random_rule.h"

#include <algorithm>
#include <vector>

namespace picket::oracle {
namespace {

class RuleWriter {
 public:
  RuleWriter(Dice& dice, const Scenario& scenario)
      : dice_(dice), scenario_(scenario) {
    for (const Step& step : scenario.steps)
      if (is_event(step)) {
        steps_.push_back(&step);
        const OpGroup group = group_of(step.op);
        waits_ |= facts(step.op).blocking &&
                  (group == OpGroup::fence || group == OpGroup::completion ||
                   group == OpGroup::resv || group == OpGroup::work);
      }
    if (steps_.empty()) return;
    // What $f stands for: the kind of object of some step, often a fence.
    for (int i = 0; i < 4 && variable_ != ObjectType::dma_fence; ++i)
      if (const ObjectId o = object_of(any_step()); o.valid()) {
        variable_ = scenario.object(o).type;
        has_variable_ = true;
      }
  }

  std::string rule() {
    if (steps_.empty()) return "{never: nop}";
    const bool v = has_variable_ && dice_.chance(2);
    if (waits_ && dice_.chance(3)) return acyclic();
    switch (dice_.pick(11)) {
      case 0:
      case 1: return never(v);
      case 2:
        return "{only_if: " + quoted(selector(v)) +
               ", first: " + quoted(selector(v)) + unless() + "}";
      case 3:
        return "{order: [" + quoted(selector(v)) + ", " + quoted(selector(v)) +
               "]" + unless() + "}";
      case 4:
        return "{leads_to: [" + quoted(selector(v)) + ", " +
               quoted(selector(v)) + "]" + unless() + "}";
      case 5:
        return "{in_order: " + quoted(numbered(dice_.chance(2) && v)) +
               ", by: seqno, per: " + dice_.one({"timeline", "class"}) +
               unless() + "}";
      case 6:
        return "{at_most: " + std::to_string(dice_.pick(3)) +
               ", of: " + quoted(interval(v)) + "}";
      case 7:
      case 8:
        return "{exclusive: [" + quoted(interval(v)) + ", " +
               quoted(interval(v)) + "]}";
      default: return acyclic();
    }
  }

 private:
  static bool is_event(const Step& step) {
    return group_of(step.op) != OpGroup::control || step.op == Op::nop ||
           step.op == Op::call_ || step.op == Op::return_;
  }

  const Step& any_step() {
    return *steps_[static_cast<std::size_t>(
        dice_.pick(static_cast<int>(steps_.size())))];
  }

  // The first object of the step that a file can name.
  ObjectId object_of(const Step& step) const {
    for (const Operand& o : step.operands) {
      ObjectId found;
      if (o.kind == Operand::Kind::object) found = o.object();
      if (o.kind == Operand::Kind::objects)
        found = scenario_.object_lists[static_cast<std::size_t>(o.value)][0];
      if (found.valid() && !scenario_.object(found).implicit) return found;
    }
    return {};
  }

  std::string name(const Step& step) {
    std::string text(facts(step.op).name);
    if (facts(step.op).blocking && dice_.chance(3)) text += ".enter";
    return text;
  }

  // Its own, or that of all its family.
  std::string name_of(const Object& object) {
    return dice_.chance(3) ? object.family : object.name;
  }

  std::string by() {
    if (!dice_.chance(6)) return "";
    const auto& contexts = scenario_.contexts;
    const Context& c = contexts[static_cast<std::size_t>(
        dice_.pick(static_cast<int>(contexts.size())))];
    return " by " + (dice_.chance(3) ? c.family : c.name);
  }

  std::string term(bool variable) {
    const Step* step = &any_step();
    for (int i = 0; variable && i < 20; ++i) {
      const ObjectId o = object_of(*step);
      if (o.valid() && scenario_.object(o).type == variable_) break;
      step = &any_step();
    }
    if (variable)
      return name(*step) + (dice_.chance(8) ? "($g)" : "($f)") + by();
    if (!step->label.empty() && dice_.chance(2))
      return "label(" + step->label + ")" + by();
    return name(*step) + argument(*step) + by();
  }

  std::string argument(const Step& step) {
    for (const Operand& o : step.operands)
      if (o.kind == Operand::Kind::word && dice_.chance(2))
        return "(" + scenario_.words[static_cast<std::size_t>(o.value)] + ")";
    const ObjectId id = object_of(step);
    if (!id.valid() || dice_.chance(6)) return "";
    const Object& object = scenario_.object(id);
    if (dice_.chance(6)) return "(*)";
    if (object.klass.valid() && dice_.chance(5))
      return "(class=" + scenario_.classes[object.klass.index()] + ")";
    return "(" + name_of(object) + ")";
  }

  std::string selector(bool variable = false) {
    const std::string first = term(variable);
    return dice_.chance(4) ? first + " | " + term(variable) : first;
  }

  // Fences have numbers, which matter most when they signal.
  std::string numbered(bool variable) {
    const std::string fence = object_like(false);
    if (fence.empty() || dice_.chance(3)) return selector(variable);
    return dice_.one({"dma_fence_signal", "dma_fence_signal",
                      "dma_fence_signal | publish", "publish"}) +
           dice_.one({"($f)", "(*)", "", "(class=dma_fence)"});
  }

  std::string object_like(bool lock) {
    std::vector<std::string> fitting;
    for (const Object& o : scenario_.objects)
      if (!o.implicit && type_fits(o.type, lock ? "lock" : "fence"))
        fitting.push_back(name_of(o));
    if (fitting.empty()) return "";
    return fitting[static_cast<std::size_t>(
        dice_.pick(static_cast<int>(fitting.size())))];
  }

  std::string interval(bool variable) {
    const bool fence = variable_ == ObjectType::dma_fence;
    const bool lock = type_fits(variable_, "lock");
    const int form = dice_.pick(8);
    if (form <= 1)
      if (const std::string o = object_like(true); !o.empty())
        return "held(" + (variable && lock ? "$f" : o) + ")";
    if (form == 2) return signalling(variable && fence);
    if (form == 3)
      if (const std::string o = object_like(false); !o.empty())
        return "pending(" + (variable && fence ? "$f" : o) + ")";
    if (form <= 5)
      return "between(" + selector(variable) + ", " + selector(variable) + ")";
    return (form == 6 ? "after(" : "before(") + selector(variable) + ")";
  }

  std::string signalling(bool variable) {
    if (variable) return "signalling($f)";
    const std::string fence = object_like(false);
    switch (dice_.pick(4)) {
      case 0: return "signalling";
      case 1: return "signalling(dma_fence)";
      case 2: return "signalling(render)";
      default:
        return fence.empty() ? "signalling" : "signalling(" + fence + ")";
    }
  }

  std::string never(bool variable) {
    std::string text = "{never: " + quoted(selector(variable));
    if (!dice_.chance(4)) {
      text += ", within: " + quoted(interval(variable && dice_.chance(2)));
      if (dice_.chance(2)) text += ", across: true";
    }
    return text + unless() + "}";
  }

  std::string acyclic() {
    if (dice_.chance(2))
      return "{acyclic: [program_order, signals, waits_for]}";
    return dice_.one({"{acyclic: [signals, waits_for]}",
                      "{acyclic: [program_order, waits_for]}",
                      "{acyclic: [program_order, signals]}",
                      "{acyclic: [waits_for]}", "{acyclic: [signals]}"});
  }

  std::string unless() {
    return dice_.chance(5) ? ", unless: " + quoted(selector()) : "";
  }

  static std::string quoted(const std::string& s) { return "\"" + s + "\""; }

  Dice& dice_;
  const Scenario& scenario_;
  std::vector<const Step*> steps_;
  ObjectType variable_ = ObjectType::int_;
  bool has_variable_ = false;
  bool waits_ = false;  // some step waits for something that comes once
};

}  // namespace

std::string random_rule(Dice& dice, const Scenario& scenario) {
  return RuleWriter(dice, scenario).rule();
}

}  // namespace picket::oracle
