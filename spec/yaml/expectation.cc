#include "spec/yaml/expectation.h"

#include <algorithm>

#include "spec/yaml/keys.h"
#include "spec/yaml/policies.h"
#include "spec/yaml/references.h"
#include "spec/yaml/runners.h"

namespace picket {
namespace {

// The kind of object that stands for a context: an item for its runner, a
// container of fences for its irq_work.
std::string_view kind_of_item(const Reading& reading, const std::string& name) {
  const auto it = reading.objects.find(name);
  if (it == reading.objects.end()) return "item";
  for (const std::int32_t id : it->second.members) {
    if (id == Declared::kRemoved) continue;
    const ObjectType type = reading.scenario.object(ObjectId(id)).type;
    if (is_container(type)) return facts(type).name;
  }
  return "item";
}

// Contexts that findings name: threads, and workers by their item.
std::vector<std::string> read_contexts(Reading& reading, const Node& node,
                                       bool family_is_all) {
  if (!node.is_scalar()) {
    reading.mistakes.add(Mistake::wrong_type, place_of(node),
                         "a thread is needed here, not " + what_is(node));
    return {};
  }
  if (auto callbacks = callbacks_named(reading.scenario, node.text);
      !callbacks.empty())
    return callbacks;
  // A worker is a context of its own, found among the objects.
  const std::string base = node.text.substr(0, node.text.find('['));
  const bool thread =
      reading.threads.count(base) || !reading.objects.count(base);
  const std::string_view kind = kind_of_item(reading, base);
  const Wanted wanted =
      thread ? wanted_thread(reading) : wanted_object(reading, kind);
  ParsedExpression parsed = parse_reference(node.text);
  if (!parsed.tree) {
    reading.mistakes.add(Mistake::bad_name, place_of(node),
                         in_quotes(node.text) + " is not a name");
    return {};
  }
  std::vector<std::int32_t> ids;
  if (family_is_all)
    ids = resolve_all(reading, wanted, *parsed.tree, node)
              .value_or(std::vector<std::int32_t>{});
  else if (const auto id = resolve(reading, wanted, *parsed.tree, node))
    ids = {*id};
  std::vector<std::string> names;
  for (const std::int32_t id : ids) {
    if (thread)
      names.push_back(reading.scenario.context(ContextId(id)).name);
    else if (expect_kind(reading, ObjectId(id), kind, place_of(node)))
      names.push_back(reading.scenario.object(ObjectId(id)).name);
  }
  return names;
}

void add_unknown_word(Reading& reading, const Node& node,
                      const std::string& what,
                      const std::vector<std::string>& known) {
  reading.mistakes.add(
      Mistake::unknown_name, place_of(node),
      "there is no " + what + " " + in_quotes(node.text),
      did_you_mean(node.text, known,
                   known.empty() ? "" : "there are " + one_of(known)));
}

std::vector<std::string> rule_ids(const Reading& reading) {
  std::vector<std::string> ids;
  for (const Rule& rule : reading.scenario.rules) ids.push_back(rule.id);
  for (const Strictness& s : reading.scenario.strictness)
    if (std::find(ids.begin(), ids.end(), s.id) == ids.end())
      ids.push_back(s.id);
  return ids;
}

std::vector<std::string> claim_ids(const Reading& reading) {
  std::vector<std::string> ids;
  for (const Claim& claim : reading.scenario.claims) ids.push_back(claim.id);
  return ids;
}

// What a note about vacuity can be about.
std::vector<std::string> vacuous_names(const Reading& reading) {
  std::vector<std::string> names = rule_ids(reading);
  const Scenario& scenario = reading.scenario;
  names.insert(names.end(), reading.labels.begin(), reading.labels.end());
  for (const Object& object : scenario.objects) names.push_back(object.name);
  for (const Function& f : scenario.functions) names.push_back(f.name);
  return names;
}

// "thread:LINE", as a note names a step without a label.
bool is_place(const Reading& reading, const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos || colon + 1 == text.size()) return false;
  const bool digits =
      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1,
                  text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string owner = text.substr(0, colon);
  return digits &&
         std::any_of(reading.scenario.functions.begin(),
                     reading.scenario.functions.end(),
                     [&](const Function& f) { return f.name == owner; });
}

void read_name_argument(Reading& reading, const Node& node,
                        const std::string& what,
                        const std::vector<std::string>& known,
                        Pattern& pattern) {
  if (!expect_text(reading.mistakes, node, "the argument of a finding")) return;
  if (std::find(known.begin(), known.end(), node.text) == known.end())
    return add_unknown_word(reading, node, what, known);
  pattern.arguments = {node.text};
}

std::vector<std::string> misuse_names() {
  std::vector<std::string> names;
  for (const MisuseFacts& f : all_misuses()) names.emplace_back(f.name);
  return names;
}

void read_cycle(Reading& reading, const Node& node, Pattern& pattern) {
  const auto add = [&](const Node& item) {
    for (std::string& name : read_contexts(reading, item, true))
      pattern.arguments.push_back(std::move(name));
  };
  if (node.is_sequence())
    for (const NodePtr& item : node.items) add(*item);
  else
    add(node);
  auto& names = pattern.arguments;
  std::sort(names.begin(), names.end());
  if (const auto it = std::adjacent_find(names.begin(), names.end());
      it != names.end())
    reading.mistakes.add(Mistake::bad_expectation, place_of(node),
                         in_quotes(*it) + " stands twice in one cycle");
  if (node.is_sequence() && node.items.empty())
    reading.mistakes.add(Mistake::bad_expectation, place_of(node),
                         "a cycle without threads",
                         "write `deadlock` alone for any cycle");
}

void read_argument(Reading& reading, const FindingFacts& finding,
                   const Node& node, Pattern& pattern) {
  const std::string_view kind = finding.argument;
  if (kind == "threads") return read_cycle(reading, node, pattern);
  if (node.is_sequence()) {
    reading.mistakes.add(Mistake::wrong_type, place_of(node),
                         in_quotes(finding.name) + " takes one name",
                         "write one line for each");
    return;
  }
  if (kind == "thread") {
    pattern.arguments = read_contexts(reading, node, false);
  } else if (kind == "fence") {
    const ObjectId fence = read_object(reading, node, "fence");
    if (fence.valid())
      pattern.arguments = {reading.scenario.object(fence).name};
  } else if (kind == "misuse") {
    read_name_argument(reading, node, "kind of misuse", misuse_names(),
                       pattern);
  } else if (kind == "rule") {
    read_name_argument(reading, node, "rule", rule_ids(reading), pattern);
  } else if (kind == "name" && is_place(reading, node.text)) {
    pattern.arguments = {node.text};
  } else if (kind == "name") {
    read_name_argument(reading, node, "rule, label or object",
                       vacuous_names(reading), pattern);
  } else if (kind == "claim") {
    read_name_argument(reading, node, "claim", claim_ids(reading), pattern);
  } else {
    reading.mistakes.add(Mistake::unexpected_argument, place_of(node),
                         in_quotes(finding.name) + " takes no argument");
  }
}

const FindingFacts* finding_of(Reading& reading, const Node& name) {
  if (const auto code = finding_named(name.text)) return &facts(*code);
  std::vector<std::string> known;
  for (const FindingFacts& f : all_findings()) known.emplace_back(f.name);
  const bool alone = name.text == "pass" || name.text == "inconclusive";
  reading.mistakes.add(
      Mistake::unknown_finding, place_of(name),
      in_quotes(name.text) + " is not a finding",
      alone ? "write expect: " + name.text
      : misuse_named(name.text)
          ? "write misuse: " + name.text
          : did_you_mean(name.text, known, "findings are " + one_of(known)));
  return nullptr;
}

void read_pattern(Reading& reading, const Node& node) {
  Pattern pattern;
  pattern.span = node.span;
  const Node* name = &node;
  const Node* argument = nullptr;
  if (node.is_map() && node.entries.size() == 1) {
    name = node.entries[0].key.get();
    argument = node.entries[0].value.get();
  } else if (!node.is_scalar()) {
    reading.mistakes.add(Mistake::bad_expectation, place_of(node),
                         "a pattern is a finding, alone or with its argument",
                         "write - hang, or - hang: thread");
    return;
  }
  const FindingFacts* finding = finding_of(reading, *name);
  if (!finding) return;
  pattern.code = finding->code;
  if (argument && argument->is_null())
    reading.mistakes.add(Mistake::missing_argument, place_of(*name),
                         in_quotes(finding->name) + " has no argument behind :",
                         "write it without the colon");
  else if (argument)
    read_argument(reading, *finding, *argument, pattern);
  reading.scenario.expect.patterns.push_back(std::move(pattern));
}

}  // namespace

void read_expectation(Reading& reading, const Node* node) {
  if (!node) return;
  Expectation& expect = reading.scenario.expect;
  expect.span = node->span;
  if (node->is_scalar()) {
    if (node->text == "inconclusive")
      expect.kind = Expectation::Kind::inconclusive;
    else if (node->text != "pass")
      reading.mistakes.add(
          Mistake::bad_expectation, place_of(*node),
          in_quotes(node->text) + " is neither pass, inconclusive nor a list",
          finding_named(node->text)
              ? "write expect: [" + node->text + "]"
              : did_you_mean(node->text, {"pass", "inconclusive"},
                             "write expect: pass, or a list of findings"));
    return;
  }
  if (!node->is_sequence() || node->items.empty()) {
    reading.mistakes.add(
        Mistake::bad_expectation, place_of(*node),
        "`expect` must be pass, inconclusive or a list of "
        "findings, not " +
            (node->is_sequence() ? "an empty list" : what_is(*node)),
        node->is_map() ? "put `- ` before each finding" : "");
    return;
  }
  expect.kind = Expectation::Kind::findings;
  for (const NodePtr& item : node->items) read_pattern(reading, *item);
}

void read_reports(Reading& reading, const Node* map) {
  if (!map || !expect_map(reading.mistakes, *map, "`reports`")) return;
  for (const Entry& entry : map->entries) {
    if (!expect_word(reading.mistakes, *entry.key, report_policies(),
                     "a policy"))
      continue;
    reading.scenario.reports_at[entry.key->text] = place_of(*entry.key).span;
    auto& list = reading.scenario.reports[entry.key->text];
    const auto add = [&](const Node& node) {
      if (expect_word(reading.mistakes, node, report_verdicts(), "a verdict"))
        list.push_back(node.text);
    };
    if (!entry.value->is_sequence()) {
      add(*entry.value);
    } else {
      for (const NodePtr& item : entry.value->items) add(*item);
      if (entry.value->items.empty())
        reading.mistakes.add(Mistake::bad_value, place_of(*entry.value),
                             "an empty list of verdicts",
                             "write none if there is no report");
    }
  }
}

}  // namespace picket
