#include "spec/yaml/rule_sets.h"

#include <algorithm>
#include <map>

#include "spec/model/fence_contract.h"
#include "spec/yaml/document.h"
#include "spec/yaml/expression_text.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/rules.h"

namespace picket {
namespace {

// Of alternatives joined by `|` those whose operation is modelled.
std::string modelled_part(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(" | ", at), text.size());
    const std::string term = text.substr(at, end - at);
    const auto op = operation_named(term.substr(0, term.find_first_of(".(")));
    if (!op || facts(*op).modelled) out += (out.empty() ? "" : " | ") + term;
    at = end + 3;
  }
  return out;
}

// The rule's mapping without what is not modelled; null: nothing is left.
NodePtr modelled(const Node& map) {
  auto out = std::make_shared<Node>(map);
  for (Entry& entry : out->entries) {
    if (!entry.value->is_scalar()) continue;
    auto value = std::make_shared<Node>(*entry.value);
    value->text = modelled_part(value->text);
    if (value->text.empty()) return nullptr;
    entry.value = std::move(value);
  }
  return out;
}

void add_class(std::vector<ClassId>& list, ClassId klass) {
  if (klass.valid() && std::find(list.begin(), list.end(), klass) == list.end())
    list.push_back(klass);
}

void add_classes(const Scenario& s, const std::vector<ObjectId>& objects,
                 std::vector<ClassId>& out) {
  for (const ObjectId o : objects)
    if (type_fits(s.object(o).type, "fence")) add_class(out, s.object(o).klass);
}

bool is_fence_class(const Scenario& s, ClassId klass) {
  const auto is_of = [&](const Object& o) {
    return o.klass == klass && type_fits(o.type, "fence");
  };
  const auto begins = [&](const Step& step) {
    return step.op == Op::dma_fence_begin_signalling &&
           step.operands[0].kind == Operand::Kind::klass &&
           ClassId(step.operands[0].value) == klass;
  };
  return std::any_of(s.objects.begin(), s.objects.end(), is_of) ||
         std::any_of(s.steps.begin(), s.steps.end(), begins);
}

class Sets {
 public:
  Sets(Reading& reading, std::vector<RuleGroup> groups)
      : reading_(reading), groups_(std::move(groups)) {
    for (const RuleGroup& group : groups_) sets_[group.key->text] = group.rules;
  }

  void read(const Node* map) {
    if (map && expect_map(reading_.mistakes, *map, "`rule_sets`"))
      for (const Entry& entry : map->entries) read_set(entry);
    for (const RuleGroup& group : groups_) derive(group);
    for (const RuleGroup& group : groups_) compare(group);
    auto& rules = reading_.scenario.rules;
    rules.insert(rules.begin(), derived_.begin(), derived_.end());
  }

 private:
  void read_set(const Entry& entry) {
    const Node& key = *entry.key;
    if (!is_dashed_name(key.text)) {
      reading_.mistakes.add(
          Mistake::bad_name, place_of(key),
          in_quotes(key.text) + " is not a name for a rule set");
      return;
    }
    if (sets_.count(key.text) || is_built_in(key.text)) {
      reading_.mistakes.add(
          Mistake::name_clash, place_of(key),
          in_quotes(key.text) + " is the name of another rule or rule set");
      return;
    }
    RuleGroup group;
    group.key = entry.key;
    NodePtr list = entry.value;
    if (list->is_map()) {
      expect_keys(reading_.mistakes, *list,
                  {"rules", "derives", "stricter_than"}, "in a rule set");
      group.derives = find(*entry.value, "derives");
      group.stricter_than = find(*entry.value, "stricter_than");
      list = find(*entry.value, "rules");
    }
    if (list && expect_list(reading_.mistakes, *list, "a rule set"))
      for (const NodePtr& item : list->items)
        for (const Rule& rule : named(*item)) group.rules.push_back(rule);
    sets_[key.text] = group.rules;
    groups_.push_back(std::move(group));
  }

  static bool is_built_in(const std::string& name) {
    return name == kContractName || contract_rule(name);
  }

  std::vector<std::string> known() const {
    std::vector<std::string> names{std::string(kContractName)};
    for (const ContractRule& rule : contract_rules())
      names.emplace_back(rule.code);
    for (const auto& [name, rules] : sets_) names.push_back(name);
    return names;
  }

  // The rules of the set that the scalar names.
  std::vector<Rule> named(const Node& node) {
    if (!expect_text(reading_.mistakes, node, "a rule set")) return {};
    std::vector<Rule> out;
    for (const ContractRule& rule : contract_rules())
      if (node.text == kContractName || node.text == rule.code)
        if (auto built_in = built_in_rule(reading_, node, rule.code))
          out.push_back(std::move(*built_in));
    if (is_built_in(node.text)) return out;
    if (const auto it = sets_.find(node.text); it != sets_.end())
      return it->second;
    reading_.mistakes.add(
        Mistake::unknown_name, place_of(node),
        "there is no rule or rule set " + in_quotes(node.text),
        did_you_mean(node.text, known(), "there are " + one_of(known())));
    return {};
  }

  // Of a group: all that its rules name; nothing if one is about everything.
  std::vector<ClassId> classes_of_group(const RuleGroup& group) const {
    std::vector<ClassId> out;
    for (const Rule& rule : group.rules) {
      const auto own = classes_of(reading_.scenario, rule);
      if (own.empty()) return {};
      for (const ClassId klass : own) add_class(out, klass);
    }
    return out;
  }

  void derive(const RuleGroup& group) {
    if (!group.derives) return;
    const std::vector<ClassId> classes = classes_of_group(group);
    for (Rule rule : named(*group.derives)) {
      if (!rule.built_in) continue;  // a rule of this scenario anyway
      rule.classes = classes;
      rule.derived_by = {group.key->text};
      add_derived(std::move(rule));
    }
  }

  // Derived twice, it is about the classes of both.
  void add_derived(Rule rule) {
    for (Rule& known : derived_) {
      if (known.id != rule.id) continue;
      known.derived_by.push_back(rule.derived_by.front());
      if (known.classes.empty() || rule.classes.empty())
        known.classes.clear();
      else
        for (const ClassId klass : rule.classes)
          add_class(known.classes, klass);
      return;
    }
    derived_.push_back(std::move(rule));
  }

  void compare(const RuleGroup& group) {
    if (!group.stricter_than) return;
    Strictness s;
    s.id = group.key->text;
    s.base_name = group.stricter_than->text;
    s.classes = classes_of_group(group);
    s.span = group.key->span;
    s.file = *group.key->file;
    if (group.derives) s.custom = named(*group.derives);
    s.custom.insert(s.custom.end(), group.rules.begin(), group.rules.end());
    s.base = named(*group.stricter_than);
    for (std::vector<Rule>* rules : {&s.custom, &s.base})
      for (Rule& rule : *rules)
        if (rule.built_in) rule.classes = s.classes;
    if (!s.base.empty()) reading_.scenario.strictness.push_back(std::move(s));
  }

  Reading& reading_;
  std::vector<RuleGroup> groups_;
  std::map<std::string, std::vector<Rule>> sets_;
  std::vector<Rule> derived_;
};

}  // namespace

std::optional<Rule> built_in_rule(Reading& reading, const Node& key,
                                  std::string_view code) {
  const ContractRule& built_in = *contract_rule(code);
  const std::string text = "{" + std::string(built_in.rule) + "}";
  const ParsedText parsed = parse_documents(std::string(code), text);
  const NodePtr map = modelled(*parsed.documents.at(0));
  if (!map) return std::nullopt;
  Node named = key;
  named.text = code;
  std::optional<Rule> rule = rule_at(reading, named, *map);
  if (!rule) return std::nullopt;
  rule->built_in = true;
  return rule;
}

std::vector<ClassId> classes_of(const Scenario& s, const Rule& rule) {
  std::vector<ClassId> out;
  for (const Interval* i : {&rule.interval, &rule.second}) {
    if (i->kind == Interval::Kind::signalling) add_class(out, i->klass);
    add_classes(s, i->objects, out);
  }
  for (const Selector* selector :
       {&rule.a, &rule.b, &rule.interval.from, &rule.interval.to,
        &rule.second.from, &rule.second.to})
    for (const SelectorTerm& term : selector->terms) {
      if (is_fence_class(s, term.klass)) add_class(out, term.klass);
      add_classes(s, term.objects, out);
    }
  return out;
}

void read_rule_sets(Reading& reading, const Node* map,
                    std::vector<RuleGroup> groups) {
  Sets(reading, std::move(groups)).read(map);
}

}  // namespace picket
