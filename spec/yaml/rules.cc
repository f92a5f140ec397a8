#include "spec/yaml/rules.h"

#include <algorithm>

#include "spec/model/fence_contract.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/expression_text.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/rule_sets.h"
#include "spec/yaml/selectors.h"

namespace picket {
namespace {

struct PatternForm {
  std::string_view name;
  Rule::Pattern pattern;
  std::vector<std::string> needs;  // keys beside the pattern's own
  std::vector<std::string> allows;
};

const std::vector<PatternForm>& forms() {
  using P = Rule::Pattern;
  static const std::vector<PatternForm> table = {
      {"never", P::never, {}, {"within", "unless", "across"}},
      {"only_if", P::only_if, {"first"}, {"unless"}},
      {"order", P::order, {}, {"unless"}},
      {"leads_to", P::leads_to, {}, {"unless"}},
      {"in_order", P::in_order, {"by", "per"}, {"unless"}},
      {"at_most", P::at_most, {"of"}, {}},
      {"exclusive", P::exclusive, {}, {}},
      {"acyclic", P::acyclic, {}, {}},
  };
  return table;
}

std::vector<std::string> form_names() {
  std::vector<std::string> names;
  for (const PatternForm& form : forms()) names.emplace_back(form.name);
  return names;
}

// Exactly one key names the pattern.
const PatternForm* form_of(Reading& reading, const Node& key, const Node& map) {
  const PatternForm* found = nullptr;
  for (const PatternForm& form : forms()) {
    if (!find(map, std::string(form.name))) continue;
    if (found) {
      reading.mistakes.add(Mistake::bad_rule, place_of(key),
                           "a rule is either " + in_quotes(found->name) +
                               " or " + in_quotes(form.name) + ", not both");
      return nullptr;
    }
    found = &form;
  }
  if (found) return found;
  std::string hint = "patterns are " + one_of(form_names());
  for (const Entry& entry : map.entries) {
    const std::string near = did_you_mean(entry.key->text, form_names());
    if (!near.empty()) hint = in_quotes(entry.key->text) + ": " + near;
  }
  reading.mistakes.add(Mistake::bad_rule, place_of(key),
                       "the rule has no pattern", hint);
  return nullptr;
}

void check_keys(Reading& reading, const PatternForm& form, const Node& key,
                const Node& map) {
  for (const std::string& needed : form.needs)
    require_entry(reading.mistakes, map, needed, place_of(key),
                  in_quotes(form.name));
  std::vector<std::string> known{std::string(form.name), "stricter_than",
                                 "derives"};
  known.insert(known.end(), form.needs.begin(), form.needs.end());
  known.insert(known.end(), form.allows.begin(), form.allows.end());
  expect_keys(reading.mistakes, map, known,
              "in a rule with " + in_quotes(form.name));
  if (find(map, "across") && !find(map, "within"))
    reading.mistakes.add(Mistake::missing_key, place_of(key),
                         "`across` needs the key `within`");
}

const Node* pair_of(Reading& reading, const Node& node,
                    const std::string& what) {
  if (node.is_sequence() && node.items.size() == 2) return &node;
  reading.mistakes.add(
      Mistake::wrong_type, place_of(node),
      what + " must be a list of two, not " +
          (node.is_sequence() ? "of " + std::to_string(node.items.size())
                              : what_is(node)));
  return nullptr;
}

void read_relations(Reading& reading, const Node& node, Rule& rule) {
  static const std::vector<std::string> words = {"program_order", "signals",
                                                 "waits_for"};
  if (!expect_list(reading.mistakes, node, "`acyclic`")) return;
  for (const NodePtr& item : node.items) {
    if (!expect_word(reading.mistakes, *item, words, "a relation")) continue;
    const auto it = std::find(words.begin(), words.end(), item->text);
    rule.relations.push_back(static_cast<Relation>(it - words.begin()));
  }
  if (node.items.empty())
    reading.mistakes.add(Mistake::bad_rule, place_of(node),
                         "`acyclic` names no relation",
                         "relations are " + one_of(words));
}

void read_at_most(Reading& reading, const Node& node, Rule& rule) {
  const auto number = read_constant(reading, node, "`at_most`");
  if (number && *number < 0)
    reading.mistakes.add(Mistake::bad_value, place_of(node),
                         "`at_most` must be at least 0");
  rule.number = number.value_or(0);
}

void read_pattern(Reading& reading, const PatternForm& form, const Node& map,
                  Rule& rule) {
  const Node& value = *find(map, std::string(form.name));
  const std::string what = in_quotes(form.name);
  switch (rule.pattern) {
    case Rule::Pattern::never:
    case Rule::Pattern::only_if:
    case Rule::Pattern::in_order:
      rule.a = read_selector(reading, value, what);
      return;
    case Rule::Pattern::order:
    case Rule::Pattern::leads_to:
      if (const Node* two = pair_of(reading, value, what)) {
        rule.a = read_selector(reading, *two->items[0], what);
        rule.b = read_selector(reading, *two->items[1], what);
      }
      return;
    case Rule::Pattern::exclusive:
      if (const Node* two = pair_of(reading, value, what)) {
        rule.interval = read_interval(reading, *two->items[0], what);
        rule.second = read_interval(reading, *two->items[1], what);
      }
      return;
    case Rule::Pattern::at_most: return read_at_most(reading, value, rule);
    case Rule::Pattern::acyclic: return read_relations(reading, value, rule);
  }
}

void read_options(Reading& reading, const Node& map, Rule& rule) {
  if (const NodePtr first = find(map, "first"))
    rule.b = read_selector(reading, *first, "`first`");
  if (const NodePtr unless = find(map, "unless"))
    rule.unless = read_selector(reading, *unless, "`unless`");
  if (const NodePtr within = find(map, "within")) {
    rule.has_within = true;
    rule.interval = read_interval(reading, *within, "`within`");
  }
  if (const NodePtr of = find(map, "of"))
    rule.interval = read_interval(reading, *of, "`of`");
  if (const NodePtr across = find(map, "across"))
    rule.across =
        read_bool(reading.mistakes, *across, "`across`").value_or(false);
  if (const NodePtr by = find(map, "by"))
    if (expect_word(reading.mistakes, *by, {"seqno"}, "`by`"))
      rule.by = by->text;
  if (const NodePtr per = find(map, "per"))
    if (expect_word(reading.mistakes, *per, {"timeline", "class"}, "`per`"))
      rule.per = per->text;
}

// What the rule is about binds its variables; the rest may only repeat them.
void check_variables(Reading& reading, const Node& key, const Rule& rule) {
  std::set<std::string> bound = variables_of(rule.a);
  std::set<std::string> used = variables_of(rule.b);
  used.merge(variables_of(rule.unless));
  const bool intervals_bind = rule.pattern == Rule::Pattern::at_most ||
                              rule.pattern == Rule::Pattern::exclusive;
  for (const Interval* interval : {&rule.interval, &rule.second})
    (intervals_bind ? bound : used).merge(variables_of(*interval));
  // `never: A, within: pending($f)` is about every f.
  if (rule.pattern == Rule::Pattern::never && bound.empty())
    bound = variables_of(rule.interval);
  for (const std::string& name : used)
    if (!bound.count(name))
      reading.mistakes.add(
          Mistake::unbound_variable, place_of(key),
          in_quotes("$" + name) + " is bound by nothing in this rule",
          bound.empty() ? "" : "the rule is about $" + *bound.begin());
}

void add_operations(const Selector& selector, std::set<Op>& out) {
  for (const SelectorTerm& term : selector.terms)
    if (term.kind == SelectorTerm::Kind::operation) out.insert(term.op);
}

// A rule that says only what it derives has no pattern of its own.
void read_rule(Reading& reading, const Entry& entry,
               std::vector<RuleGroup>& groups) {
  const Node& key = *entry.key;
  const Node& map = *entry.value;
  if (key.text == kContractName || contract_rule(key.text)) {
    reading.mistakes.add(Mistake::name_clash, place_of(key),
                         in_quotes(key.text) + " is a built-in rule",
                         "to have it checked, write derives: " + key.text);
    return;
  }
  RuleGroup group{
      entry.key, {}, find(map, "derives"), find(map, "stricter_than")};
  const bool only_derives =
      group.derives && map.is_map() &&
      std::none_of(forms().begin(), forms().end(), [&](const auto& form) {
        return find(map, std::string(form.name)) != nullptr;
      });
  if (only_derives) {
    expect_keys(reading.mistakes, map, {"derives", "stricter_than"},
                "in a rule without a pattern");
  } else if (auto rule = rule_at(reading, key, map)) {
    group.rules.push_back(*rule);
    reading.scenario.rules.push_back(std::move(*rule));
  } else {
    return;
  }
  groups.push_back(std::move(group));
}

}  // namespace

std::optional<Rule> rule_at(Reading& reading, const Node& key,
                            const Node& map) {
  Rule rule;
  rule.id = key.text;
  rule.span = key.span;
  rule.file = *key.file;
  if (!is_dashed_name(key.text)) {
    reading.mistakes.add(Mistake::bad_name, place_of(key),
                         in_quotes(key.text) + " is not a name for a rule");
    return std::nullopt;
  }
  if (!expect_map(reading.mistakes, map, "a rule")) return std::nullopt;
  const PatternForm* form = form_of(reading, key, map);
  if (form) {
    rule.pattern = form->pattern;
    check_keys(reading, *form, key, map);
    read_pattern(reading, *form, map, rule);
    read_options(reading, map, rule);
    check_variables(reading, key, rule);
  }
  return rule;
}

void read_rules(Reading& reading, const Node* map, const Node* rule_sets) {
  std::vector<RuleGroup> groups;
  if (map && expect_map(reading.mistakes, *map, "`rules`"))
    for (const Entry& entry : map->entries) read_rule(reading, entry, groups);
  read_rule_sets(reading, rule_sets, std::move(groups));
  std::set<Op> selected;
  for (const Rule& rule : reading.scenario.rules) {
    for (const Selector* selector : {&rule.a, &rule.b, &rule.unless})
      add_operations(*selector, selected);
    for (const Interval* interval : {&rule.interval, &rule.second}) {
      add_operations(interval->from, selected);
      add_operations(interval->to, selected);
    }
  }
  for (Step& step : reading.scenario.steps)
    if (selected.count(step.op)) step.silent = false;
}

}  // namespace picket
