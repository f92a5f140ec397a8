#include <algorithm>

#include "spec/yaml/arguments.h"
#include "spec/yaml/c_code.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/expressions.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/references.h"
#include "spec/yaml/step_tree.h"

namespace picket {
namespace {

constexpr std::string_view kModifiers[] = {"into", "when", "label", "note"};
constexpr std::string_view kLists[] = {"then", "else", "do"};

template <std::size_t N>
bool one_of_these(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::vector<std::string> step_keys() {
  std::vector<std::string> out;
  for (const OperationFacts& f : all_operations()) out.emplace_back(f.name);
  for (std::string_view word : kModifiers) out.emplace_back(word);
  for (std::string_view word : kLists) out.emplace_back(word);
  return out;
}

// mutex_lock(m), mutex_lock:m, mutex_lock m: the right idea in other words.
std::string call_hint(const std::string& text) {
  if (const std::string step = step_of_call(text); !step.empty())
    return "write " + step;
  const auto cut = text.find_first_of("(: ");
  if (cut == text.npos) return "";
  const auto op = operation_named(text.substr(0, cut));
  if (!op) return "";
  std::string rest = text.substr(cut + 1);
  if (rest.starts_with("- ")) return "check the indentation of the line below";
  if (!rest.empty() && rest.back() == ')') rest.pop_back();
  const bool argument = !rest.empty() && !facts(*op).parameters.empty();
  return "write " + text.substr(0, cut) + (argument ? ": " + rest : "");
}

void add_unknown_operation(Reading& reading, const Node& key) {
  // Said of another member of the family.
  if (reading.mistakes.has(Mistake::unknown_operation, place_of(key))) return;
  static const std::vector<std::string> known = step_keys();
  const std::string& text = key.text;
  std::string hint = call_hint(text);
  if (hint.empty())
    hint = did_you_mean(text, known, "docs/language.md lists all operations");
  reading.mistakes.add(Mistake::unknown_operation, place_of(key),
                       "there is no operation " + in_quotes(text), hint);
}

// The entry whose key is the operation, among modifiers and mistakes.
const Entry* operation_entry(Reading& reading, const Node& step) {
  std::vector<const Entry*> candidates;
  for (const Entry& entry : step.entries)
    if (!one_of_these(kModifiers, entry.key->text) &&
        !one_of_these(kLists, entry.key->text))
      candidates.push_back(&entry);
  if (candidates.empty()) {
    reading.mistakes.add(Mistake::missing_operation, place_of(step),
                         "the step has no operation",
                         "write OP, OP: argument, or {OP: .., into: x}");
    return nullptr;
  }
  const auto first = std::find_if(
      candidates.begin(), candidates.end(),
      [](const Entry* e) { return operation_named(e->key->text).has_value(); });
  if (first == candidates.end()) {
    add_unknown_operation(reading, *candidates[0]->key);
    return nullptr;
  }
  for (const Entry* entry : candidates) {
    if (entry == *first) continue;
    const std::string& key = entry->key->text;
    const auto& parameters =
        facts(*operation_named((*first)->key->text)).parameters;
    const bool argument =
        std::any_of(parameters.begin(), parameters.end(),
                    [&](const Parameter& p) { return p.name == key; });
    if (operation_named(key))
      reading.mistakes.add(
          Mistake::two_operations, place_of(*entry->key),
          in_quotes(key) + " is a second operation in one step",
          "give it a dash of its own");
    else if (argument)
      reading.mistakes.add(
          Mistake::unknown_key, place_of(*entry->key),
          in_quotes(key) +
              " is an argument and stands beside "
              "the operation",
          "write " + (*first)->key->text + ": {.., " + key + ": ..}");
    else
      reading.mistakes.add(
          Mistake::unknown_key, place_of(*entry->key),
          "the key " + in_quotes(key) + " is not known in a step",
          did_you_mean(key,
                       {"into", "when", "label", "note", "then", "else", "do"},
                       "known beside the operation are `into`, `when`, "
                       "`label` and `note`"));
  }
  return *first;
}

void read_into(Reading& reading, const Node& node, Step& step) {
  if (!expect_text(reading.mistakes, node, "`into`")) return;
  const std::string& name = node.text;
  if (!is_name(name) || name.find('.') != name.npos) {
    reading.mistakes.add(Mistake::bad_name, place_of(node),
                         in_quotes(name) + " cannot be a local variable",
                         "`into` takes a name of letters, digits and _");
    return;
  }
  std::string taken;
  if (reading.objects.count(name)) taken = "an object";
  if (constant_named(reading, name)) taken = "a constant";
  if (!taken.empty()) {
    reading.mistakes.add(Mistake::name_clash, place_of(node),
                         in_quotes(name) + " is already " + taken,
                         "a local variable needs a name of its own");
    return;
  }
  if (facts(step.op).result.empty()) {
    reading.mistakes.add(Mistake::into_without_result, place_of(node),
                         in_quotes(facts(step.op).name) + " has no result");
    return;
  }
  step.into = intern_local(reading, name);
}

void read_modifiers(Reading& reading, const Node& map, Step& step) {
  if (const NodePtr into = find(map, "into")) read_into(reading, *into, step);
  if (const NodePtr when = find(map, "when"))
    step.when = read_expression(reading, *when, "`when`");
  if (const NodePtr note = find(map, "note"))
    if (expect_text(reading.mistakes, *note, "`note`")) step.note = note->text;
  const NodePtr label = find(map, "label");
  if (!label || !expect_text(reading.mistakes, *label, "`label`")) return;
  if (is_dashed_name(label->text))
    step.label = label->text;
  else
    reading.mistakes.add(Mistake::bad_name, place_of(*label),
                         in_quotes(label->text) + " cannot be a label",
                         "labels start with a letter or `_`, without blanks");
}

// `then`, `else`, `do`: those that the operation has, and no others.
void read_lists(Reading& reading, const Node& map, const Node& key,
                StepTree& tree) {
  std::vector<std::string> wanted;
  for (const Parameter& p : facts(tree.step.op).parameters) {
    if (p.kind != "steps") continue;
    wanted.push_back(p.name);
    const Entry* entry = p.required
                             ? require_entry(reading.mistakes, map, p.name,
                                             place_of(key), in_quotes(key.text))
                             : find_entry(map, p.name);
    tree.lists.push_back(
        entry ? read_steps(reading, *entry->value, in_quotes(p.name))
              : StepTrees{});
  }
  for (const Entry& entry : map.entries) {
    const std::string& name = entry.key->text;
    if (!one_of_these(kLists, name)) continue;
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) continue;
    reading.mistakes.add(Mistake::unknown_key, place_of(*entry.key),
                         in_quotes(key.text) + " has no " + in_quotes(name),
                         wanted.empty() ? "" : "it has " + one_of(wanted));
  }
}

void read_choose(Reading& reading, const Entry& entry, StepTree& tree) {
  const Node& value = *entry.value;
  if (value.is_null() || (value.is_sequence() && value.items.empty())) {
    reading.mistakes.add(Mistake::empty_choose, place_of(*entry.key),
                         "`choose` has no branch");
    return;
  }
  if (!expect_list(reading.mistakes, value, "`choose`")) return;
  const Node& first = *value.items.front();
  if (first.is_scalar() || first.is_map()) {
    reading.mistakes.add(
        Mistake::wrong_type, place_of(first),
        "a branch of `choose` must be a list of steps, not " + what_is(first),
        "write choose: [[..], [..]]");
    return;
  }
  for (const NodePtr& branch : value.items)
    tree.lists.push_back(read_steps(reading, *branch, "a branch of `choose`"));
}

void read_times(Reading& reading, const Entry& entry, StepTree& tree) {
  if (entry.value->is_null()) {
    reading.mistakes.add(Mistake::missing_argument, place_of(*entry.key),
                         "`repeat` needs a number");
    return;
  }
  const auto times = read_constant(reading, *entry.value, "`repeat`");
  tree.times = times.value_or(0);
  if (tree.times >= 0) return;
  tree.times = 0;
  reading.mistakes.add(Mistake::bad_repeat, place_of(*entry.value),
                       "`repeat` needs a number of at least 0");
}

// The operand that stands directly behind if, while, return, goto, ...
void read_control(Reading& reading, const Entry& entry, StepTree& tree) {
  Step& step = tree.step;
  const Node& value = *entry.value;
  switch (step.op) {
    case Op::choose_: return read_choose(reading, entry, tree);
    case Op::repeat_: return read_times(reading, entry, tree);
    case Op::goto_:
      if (!expect_text(reading.mistakes, value, "`goto`")) return;
      tree.jump = value.text;
      tree.jump_place = place_of(value);
      return;
    case Op::if_:
    case Op::while_: {
      const ExprId id =
          read_expression(reading, value, in_quotes(facts(step.op).name));
      if (id.valid()) step.operands[0] = {Operand::Kind::expression, id.value};
      return;
    }
    default: return read_arguments(reading, entry, step);
  }
}

void read_operation(Reading& reading, const Entry& entry, const Node* map,
                    StepTree& tree) {
  const OperationFacts& op = facts(tree.step.op);
  tree.place = place_of(*entry.key);
  tree.step.span = entry.key->span;
  if (!op.modelled) {
    reading.mistakes.add(Mistake::not_modelled_yet, place_of(*entry.key),
                         in_quotes(op.name) + " is not modelled yet");
    tree.step.op = Op::nop;
    return;
  }
  read_control(reading, entry, tree);
  if (map) {
    read_modifiers(reading, *map, tree.step);
    read_lists(reading, *map, *entry.key, tree);
  } else if (is_structure(op.op) && op.op != Op::choose_) {
    read_lists(reading, Node{}, *entry.key, tree);
  }
  if (op.op == Op::read_ && !(map && find(*map, "into")))
    reading.mistakes.add(Mistake::missing_into, place_of(*entry.key),
                         "`read` needs `into`", "write {read: x, into: seen}");
}

void read_step(Reading& reading, const NodePtr& node, StepTrees& out) {
  count_work(reading, 1);
  StepTree tree;
  if (node->is_scalar()) {
    const auto op = operation_named(node->text);
    if (!op) return add_unknown_operation(reading, *node);
    tree.step.op = *op;
    auto null = std::make_shared<Node>();
    null->span = node->span;
    null->file = node->file;
    read_operation(reading, {node, null}, nullptr, tree);
  } else if (node->is_map()) {
    const Entry* entry = operation_entry(reading, *node);
    if (!entry) return;
    tree.step.op = *operation_named(entry->key->text);
    read_operation(reading, *entry, node.get(), tree);
  } else {
    reading.mistakes.add(Mistake::wrong_type, place_of(*node),
                         "a step must be an operation, not " + what_is(*node),
                         node->is_null()
                             ? "delete the dash, or write nop"
                             : "steps are not nested: one dash for each");
    return;
  }
  out.push_back(std::move(tree));
}

}  // namespace

bool is_structure(Op op) {
  return op == Op::if_ || op == Op::while_ || op == Op::repeat_ ||
         op == Op::choose_;
}

bool is_jump(Op op) {
  return op == Op::goto_ || op == Op::break_ || op == Op::continue_ ||
         op == Op::return_;
}

StepTrees read_steps(Reading& reading, const Node& list,
                     const std::string& what) {
  StepTrees out;
  if (!list.is_sequence()) {
    reading.mistakes.add(
        Mistake::wrong_type, place_of(list),
        what + " must be a list of steps, not " + what_is(list),
        list.is_null() ? "write [] for no step" : "");
    return out;
  }
  for (const NodePtr& item : list.items) read_step(reading, item, out);
  return out;
}

void collect_into_names(const Node& node, std::set<std::string>& names) {
  for (const NodePtr& item : node.items) collect_into_names(*item, names);
  for (const Entry& entry : node.entries) {
    if (entry.key->text == "into" && entry.value->is_scalar())
      names.insert(entry.value->text);
    collect_into_names(*entry.value, names);
  }
}

}  // namespace picket
