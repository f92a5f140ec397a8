// Intervals: held(lock), signalling, pending(fence), between(A, B), ...
#include <algorithm>

#include "spec/yaml/keys.h"
#include "spec/yaml/selector_cursor.h"
#include "spec/yaml/selectors.h"

namespace picket {
namespace {

struct IntervalForm {
  std::string_view name;
  Interval::Kind kind;
};

constexpr IntervalForm kIntervals[] = {
    {"held", Interval::Kind::held},
    {"signalling", Interval::Kind::signalling},
    {"pending", Interval::Kind::pending},
    {"between", Interval::Kind::between},
    {"after", Interval::Kind::after},
    {"before", Interval::Kind::before},
};

// held(lock), pending(fence), signalling(class or fence); $f in each.
void read_thing(const Cursor& c, const Piece& at, Interval& out) {
  if (at.text.starts_with("$")) {
    out.variable = std::string(at.text.substr(1));
    if (!is_variable_text(at.text))
      c.add(Mistake::bad_interval, at,
            in_quotes(at.text) + " is not a variable", "write $f");
    return;
  }
  const std::string base(at.text.substr(0, at.text.find('[')));
  const bool klass =
      out.kind == Interval::Kind::signalling && !c.reading.objects.count(base);
  if (klass)
    out.klass = class_at(c, at);
  else
    out.objects = objects_at(
        c, at, {out.kind == Interval::Kind::held ? "lock" : "fence"});
}

void read_ends(const Cursor& c, const Piece& at, Interval& out) {
  const auto ends = cut(at, ',');
  const std::size_t wanted = out.kind == Interval::Kind::between ? 2 : 1;
  if (ends.size() != wanted) {
    c.add(Mistake::bad_interval, at,
          wanted == 2 ? "`between` takes two selectors"
                      : "one selector is needed here");
    return;
  }
  if (out.kind != Interval::Kind::before) out.from = selector_at(c, ends[0]);
  if (out.kind != Interval::Kind::after) out.to = selector_at(c, ends.back());
}

Interval interval_at(const Cursor& c, const Piece& piece) {
  Interval out;
  out.text = std::string(piece.text);
  out.span = place_in(c.node, piece.begin, piece.end()).span;
  const auto call = take_call(piece);
  const auto* form = std::find_if(
      std::begin(kIntervals), std::end(kIntervals),
      [&](const auto& f) { return call && f.name == call->name.text; });
  if (form == std::end(kIntervals)) {
    std::vector<std::string> known;
    for (const IntervalForm& f : kIntervals) known.emplace_back(f.name);
    c.add(Mistake::bad_interval, piece,
          in_quotes(piece.text) + " is not an interval",
          did_you_mean(call ? call->name.text : piece.text, known,
                       "intervals are held(lock), signalling, pending(fence), "
                       "between(A, B), after(A), before(B)"));
    return out;
  }
  out.kind = form->kind;
  if (!call->rest.text.empty())
    c.add(Mistake::bad_interval, call->rest,
          in_quotes(call->rest.text) + " is not expected here");
  const bool bare = out.kind == Interval::Kind::signalling;
  if (!call->argument || call->argument->text.empty()) {
    if (!bare || call->argument)
      c.add(Mistake::bad_interval, piece,
            in_quotes(form->name) + " needs an argument");
    return out;
  }
  if (out.kind == Interval::Kind::between ||
      out.kind == Interval::Kind::after || out.kind == Interval::Kind::before)
    read_ends(c, *call->argument, out);
  else
    read_thing(c, *call->argument, out);
  return out;
}

}  // namespace

Interval read_interval(Reading& reading, const Node& node,
                       const std::string& what) {
  if (!expect_text(reading.mistakes, node, what + " (an interval)")) return {};
  return interval_at({reading, node}, whole(node.text));
}

std::set<std::string> variables_of(const Interval& interval) {
  std::set<std::string> out = variables_of(interval.from);
  out.merge(variables_of(interval.to));
  if (!interval.variable.empty()) out.insert(interval.variable);
  return out;
}

}  // namespace picket
