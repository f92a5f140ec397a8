// Phrases about control flow: branches, loops and the ways out of them, jumps,
// calls and their results.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

std::string test(Draft& d) {
  const std::string local = d.local();
  if (local.empty() || d.dice.chance(2)) return d.quoted_condition();
  return "\"" + local + d.dice.one({" == 0", " != 0", " > 0", " < 0"}) + "\"";
}

std::string when(Draft& d) { return ", when: " + test(d); }

// The body of a loop, with ways out and back on condition; and one at the end
// that may be on none.
void round(Draft& d) {
  ++d.loops;
  d.inner(1);
  if (d.dice.chance(2)) d.step(d.dice.one({"break", "continue"}), "", when(d));
  d.inner(1);
  --d.loops;
}

void last_of_round(Draft& d) {
  ++d.loops;
  if (d.dice.chance(6)) d.step(d.dice.one({"break", "continue"}));
  --d.loops;
}

void repeat(Draft& d) {
  d.block("repeat: " + d.dice.one({"1", "2", "2", "3"}),
          {{"do", [&] { round(d), last_of_round(d); }}});
}

// A counter brings it to an end, or nothing does.
void loop(Draft& d) {
  if (!d.endless && !d.dice.chance(4)) return repeat(d);
  const std::string x = d.object("x", 2, "int");
  if (d.dice.chance(3)) {
    const std::string n = d.declare("n1", "atomic_t");
    return d.block("while: \"" + n + " < 2\"", {{"do", [&] {
                                                   round(d);
                                                   d.step("atomic_inc", n);
                                                 }}});
  }
  d.block("while: " + test(d), {{"do", [&] { round(d), last_of_round(d); }}});
}

void branch(Draft& d) {
  const auto list = [&] {
    if (d.depth == 0 && d.dice.chance(3)) write_control(d);
    d.inner(1);
    if (d.dice.chance(8))
      d.step("return", d.depth > 0 ? d.result() : "");
    else if (d.loops > 0 && d.dice.chance(4))
      d.step(d.dice.one({"break", "continue"}));
  };
  switch (d.dice.pick(4)) {
    case 0: return d.block("if: " + test(d), {{"then", list}});
    case 1: return d.choose(list, 2 + d.dice.chance(4));
    default:
      d.block("if: " + test(d),
              {{"then", list}, {"else", [&] { d.inner(1); }}});
  }
}

// Ahead, from its own list or out of an inner one; now and then back.
void jump(Draft& d) {
  const std::string to = d.new_label();
  if (d.endless && d.dice.chance(2)) {
    d.step("nop", "", ", label: " + to);
    d.inner(2);
    return d.step("goto", to, when(d));
  }
  if (d.dice.chance(2)) {
    d.block("if: " + test(d), {{"then", [&] {
                                  d.inner(1);
                                  d.step("goto", to);
                                }}});
  } else {
    d.step("goto", to, when(d));
  }
  d.inner(1);
  d.step("nop", "", ", label: " + to);
}

void call(Draft& d) {
  if (d.depth > 0) return d.step("nop");
  const std::string f =
      d.dice.chance(3) ? d.function(2, true) : d.any_function(2);
  if (d.dice.chance(3)) return d.step("call", f);
  const std::string r = d.fresh_local();
  d.step("call", f, ", into: " + r);
  if (d.dice.chance(2)) d.block("if: " + r, {{"then", [&] { d.inner(1); }}});
}

}  // namespace

void write_control(Draft& d) {
  switch (d.dice.pick(10)) {
    case 0:
    case 1:
    case 2: return branch(d);
    case 3:
    case 4: return loop(d);
    case 5:
    case 6: return jump(d);
    case 7:
    case 8: return call(d);
    default:
      if (d.loops > 0)
        return d.step(d.dice.one({"break", "continue"}), "", when(d));
      d.step("return", d.depth > 0 ? d.result() : "", when(d));
  }
}

}  // namespace picket::oracle
