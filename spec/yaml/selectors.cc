#include "spec/yaml/selectors.h"

#include <algorithm>

#include "spec/yaml/arguments.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/lock_classes.h"
#include "spec/yaml/references.h"
#include "spec/yaml/selector_cursor.h"

namespace picket {
namespace {

bool names_an_object(std::string_view kind) {
  return kind == "fence" || kind == "lock" || kind == "var" ||
         kind == "classed" || kind == "object" || kind == "fences" ||
         kind == "fence_or_class" || kind == "assignments" ||
         object_type_named(kind).has_value();
}

// Kinds that some object of the operation may have.
std::vector<std::string> object_kinds(Op op) {
  std::vector<std::string> kinds;
  for (const Parameter& p : facts(op).parameters) {
    if (!names_an_object(p.kind)) continue;
    kinds.push_back(p.kind == "fences"           ? "fence"
                    : p.kind == "assignments"    ? "var"
                    : p.kind == "fence_or_class" ? "classed"
                                                 : p.kind);
  }
  return kinds;
}

bool is_event(Op op) {
  if (group_of(op) != OpGroup::control) return true;
  return op == Op::call_ || op == Op::return_ || op == Op::nop;
}

std::string name_only(std::string_view text) {
  return std::string(text.substr(1));
}

// A gfp, a function, a thread: what stands in the place of an object.
void word_argument(const Cursor& c, const Piece& at, SelectorTerm& term) {
  term.argument = SelectorTerm::Argument::word;
  term.text = std::string(at.text);
  const OperationFacts& op = facts(term.op);
  if (op.parameters.empty()) {
    c.add(Mistake::unexpected_argument, at,
          in_quotes(op.name) + " takes no argument",
          "write " + std::string(op.name) + " alone");
    return;
  }
  const std::string& kind = op.parameters[0].kind;
  if (kind == "class") {
    term.klass = class_at(c, at);
    if (term.klass.valid()) term.argument = SelectorTerm::Argument::klass;
    return;
  }
  std::vector<std::string> known = words_of_kind(kind);
  if (kind == "function") known = names_of(c.reading.functions);
  if (kind == "thread")
    for (const Context& context : c.reading.scenario.contexts)
      if (!context.work.valid()) known.push_back(context.name);
  if (known.empty()) return;
  if (std::find(known.begin(), known.end(), term.text) == known.end())
    c.add(Mistake::unknown_name, at,
          "there is no " + kind + " " + in_quotes(term.text),
          did_you_mean(term.text, known, "there are " + one_of(known)));
}

void read_argument(const Cursor& c, const Piece& at, SelectorTerm& term) {
  if (at.text.empty()) {
    c.add(Mistake::bad_selector, at, "the parentheses are empty",
          "write (*) for any object");
    return;
  }
  if (at.text == "*") return;
  const auto kinds = object_kinds(term.op);
  if (at.text[0] == '$') {
    term.argument = SelectorTerm::Argument::variable;
    term.text = name_only(at.text);
    if (!is_variable_text(at.text))
      c.add(Mistake::bad_selector, at,
            in_quotes(at.text) + " is not a variable", "write $f");
    else if (kinds.empty())
      c.add(Mistake::bad_selector, at,
            in_quotes(facts(term.op).name) + " has no object that " +
                in_quotes(at.text) + " could stand for");
    return;
  }
  if (const auto sign = at.text.find('=');
      sign != at.text.npos && part(at, 0, sign).text == "class") {
    term.argument = SelectorTerm::Argument::klass;
    const Piece name = part(at, sign + 1, at.text.size());
    term.text = std::string(name.text);
    term.klass = class_at(c, name);
    return;
  }
  if (kinds.empty()) return word_argument(c, at, term);
  term.argument = SelectorTerm::Argument::object;
  term.objects = objects_at(c, at, kinds);
}

void read_by(const Cursor& c, const Piece& rest, SelectorTerm& term) {
  if (rest.text.empty()) return;
  if (!rest.text.starts_with("by ")) {
    c.add(Mistake::bad_selector, rest,
          in_quotes(rest.text) + " is not expected here",
          "behind a selector can stand `by thread` or `| another`");
    return;
  }
  const Piece name = part(rest, 3, rest.text.size());
  const std::string base(name.text.substr(0, name.text.find('[')));
  // A worker is named by its item.
  const auto& contexts = c.reading.scenario.contexts;
  if (!c.reading.threads.count(base))
    for (std::size_t k = 0; k < contexts.size(); ++k)
      if (contexts[k].work.valid() &&
          (contexts[k].name == name.text || contexts[k].family == name.text))
        term.by.push_back(ContextId(k));
  if (!term.by.empty()) return;
  ParsedExpression parsed = parse_reference(name.text);
  if (!parsed.tree) {
    add_text_mistakes(c.reading, c.node, parsed.mistakes, name.begin);
    return;
  }
  shift(*parsed.tree, name.begin);
  if (parsed.tree->indexed)
    shift(parsed.tree->parts[0], parsed.tree->name.size() + 1);
  const auto ids =
      resolve_all(c.reading, wanted_thread(c.reading), *parsed.tree, c.node);
  for (const std::int32_t id : ids.value_or(std::vector<std::int32_t>{}))
    term.by.push_back(ContextId(id));
}

void check_label(const Cursor& c, const Piece& at, SelectorTerm& term) {
  term.kind = SelectorTerm::Kind::label;
  term.text = std::string(at.text);
  const auto& labels = c.reading.labels;
  if (labels.count(term.text)) return;
  const std::vector<std::string> known(labels.begin(), labels.end());
  c.add(Mistake::unknown_label, at,
        "no step has the label " + in_quotes(at.text),
        did_you_mean(at.text, known, "give a step `label: " + term.text + "`"));
}

std::optional<Op> operation_at(const Cursor& c, const Piece& name,
                               SelectorTerm& term) {
  std::string_view text = name.text;
  if (text.ends_with(".enter")) {
    term.enter = true;
    text.remove_suffix(6);
  }
  const auto op = operation_named(text);
  if (!op) {
    std::vector<std::string> known{"label"};
    for (const OperationFacts& f : all_operations()) known.emplace_back(f.name);
    c.add(Mistake::unknown_operation, name,
          "there is no operation " + in_quotes(text),
          did_you_mean(text, known));
    return std::nullopt;
  }
  if (!facts(*op).modelled)
    c.add(Mistake::not_modelled_yet, name,
          in_quotes(text) + " is not modelled yet");
  else if (!is_event(*op))
    c.add(Mistake::bad_selector, name, in_quotes(text) + " is not an event",
          "label a step and select label(..)");
  else if (term.enter && !facts(*op).blocking)
    c.add(Mistake::bad_selector, name,
          in_quotes(text) + " never blocks, so it has no `.enter`",
          "write " + std::string(text));
  else
    return op;
  return std::nullopt;
}

std::optional<SelectorTerm> read_term(const Cursor& c, const Piece& piece) {
  SelectorTerm term;
  const auto call = take_call(piece);
  if (!call || call->name.text.empty()) {
    c.add(Mistake::bad_selector, piece,
          piece.text.empty() ? "a selector is missing"
                             : "the parentheses do not match");
    return std::nullopt;
  }
  if (call->name.text == "label" && call->argument) {
    check_label(c, *call->argument, term);
  } else {
    const auto op = operation_at(c, call->name, term);
    if (!op) return std::nullopt;
    term.op = *op;
    if (call->argument) read_argument(c, *call->argument, term);
  }
  read_by(c, call->rest, term);
  return term;
}

}  // namespace

bool is_variable_text(std::string_view text) {
  return text.size() > 1 && text[0] == '$' && is_name(text.substr(1)) &&
         text.find('.') == text.npos;
}

std::vector<ObjectId> objects_at(const Cursor& c, const Piece& at,
                                 const std::vector<std::string>& kinds) {
  ParsedExpression parsed = parse_reference(at.text);
  if (!parsed.tree) {
    add_text_mistakes(c.reading, c.node, parsed.mistakes, at.begin);
    return {};
  }
  shift(*parsed.tree, at.begin);
  if (parsed.tree->indexed)
    shift(parsed.tree->parts[0], parsed.tree->name.size() + 1);
  const auto ids = resolve_all(
      c.reading, wanted_object(c.reading, kinds.front()), *parsed.tree, c.node);
  std::vector<ObjectId> out;
  for (const std::int32_t id : ids.value_or(std::vector<std::int32_t>{})) {
    const ObjectType type = c.reading.scenario.object(ObjectId(id)).type;
    const bool fits = std::any_of(
        kinds.begin(), kinds.end(),
        [&](const std::string& kind) { return type_fits(type, kind); });
    if (!fits && !expect_kind(c.reading, ObjectId(id), kinds.front(),
                              place_in(c.node, at.begin, at.end())))
      return {};
    out.push_back(ObjectId(id));
  }
  return out;
}

ClassId class_at(const Cursor& c, const Piece& at) {
  const std::string name(at.text);
  if (has_class(c.reading, name)) return intern_class(c.reading, name);
  c.add(Mistake::unknown_name, at, "no object has the class " + in_quotes(name),
        did_you_mean(name, c.reading.scenario.classes));
  return {};
}

Selector selector_at(const Cursor& c, const Piece& piece) {
  Selector out;
  out.text = std::string(piece.text);
  out.span = place_in(c.node, piece.begin, piece.end()).span;
  for (const Piece& alternative : cut(piece, '|'))
    if (auto term = read_term(c, alternative))
      out.terms.push_back(std::move(*term));
  return out;
}

Selector read_selector(Reading& reading, const Node& node,
                       const std::string& what) {
  if (!expect_text(reading.mistakes, node, what + " (a selector)")) return {};
  return selector_at({reading, node}, whole(node.text));
}

std::set<std::string> variables_of(const Selector& selector) {
  std::set<std::string> out;
  for (const SelectorTerm& term : selector.terms)
    if (term.argument == SelectorTerm::Argument::variable)
      out.insert(term.text);
  return out;
}

}  // namespace picket
