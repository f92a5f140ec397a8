#include "tests/oracle/draft.h"

#include <algorithm>
#include <utility>

namespace picket::oracle {
namespace {

// Now and then a step does not happen.
std::string skipping(Draft& d) {
  if (!d.dice.chance(24)) return "";
  const std::string local = d.local();
  const std::string guard =
      local.empty() || d.dice.chance(2) ? d.condition() : local + " == 0";
  return ", when: \"" + guard + "\"";
}

void add_new(std::vector<std::string>& to,
             const std::vector<std::string>& from) {
  for (const std::string& name : from)
    if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
}

}  // namespace

void Draft::step(const std::string& op, const std::string& argument,
                 const std::string& extras) {
  --budget;
  std::string more = extras;
  if (more.find("when:") == more.npos) more += skipping(*this);
  if (argument.empty() && more.empty())
    line("- " + op);
  else
    line("- {" + op + ": " + (argument.empty() ? "~" : argument) + more + "}");
  add_new(locals_, std::exchange(being_assigned_, {}));
}

void Draft::block(
    const std::string& header,
    const std::vector<std::pair<std::string, std::function<void()>>>& parts) {
  line("- " + header);
  const std::vector<std::string> before = locals_;
  std::vector<std::string> assigned = before;
  for (const auto& [key, write] : parts) {
    line("  " + key + ":");
    locals_ = before;
    list("    ", write);
    add_new(assigned, locals_);
  }
  locals_ = assigned;
}

void Draft::choose(const std::function<void()>& branch, int branches) {
  line("- choose:");
  const std::vector<std::string> before = locals_;
  std::vector<std::string> assigned = before;
  for (int i = 0; i < branches; ++i) {
    line("    -");
    locals_ = before;
    list("      ", branch);
    add_new(assigned, locals_);
  }
  locals_ = assigned;
}

// At least one step long.
void Draft::list(const std::string& indent,
                 const std::function<void()>& write) {
  const std::string margin = std::exchange(margin_, margin_ + indent);
  const std::size_t before = lines_.size();
  write();
  if (lines_.size() == before) line("- nop");
  margin_ = margin;
}

void Draft::inner(int most) {
  while (most-- > 0 && budget > 0 && !dice.chance(3)) phrase();
}

Lines Draft::body(int steps, const std::function<void()>& write, bool sees) {
  const int left = std::exchange(budget, steps);
  const Lines lines = std::exchange(lines_, {});
  const std::string margin = std::exchange(margin_, "");
  const auto locals = locals_;
  if (!sees) locals_.clear();
  const int loops_around = std::exchange(loops, 0);
  write();
  Lines out = lines_;
  if (out.empty()) out.push_back("- nop");
  budget = left;
  lines_ = lines;
  margin_ = margin;
  locals_ = locals;
  loops = loops_around;
  return out;
}

std::string Draft::object(const std::string& prefix, int most,
                          const std::function<std::string()>& declaration) {
  const std::string name = prefix + std::to_string(dice.pick(most));
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
    names_.push_back(name);
    declarations_[name] = declaration();  // may declare others, or write more
  }
  return name;
}

std::string Draft::object(const std::string& prefix, int most,
                          const std::string& type) {
  return object(prefix, most, [&] { return type; });
}

std::string Draft::declare(const std::string& name, const std::string& type) {
  if (declarations_.emplace(name, type).second) names_.push_back(name);
  return name;
}

std::string Draft::declared(const std::string& prefix) {
  std::vector<std::string> fitting;
  for (const std::string& name : names_)
    if (name.substr(0, name.size() - 1) == prefix) fitting.push_back(name);
  if (fitting.empty()) return "";
  return fitting[static_cast<std::size_t>(
      dice.pick(static_cast<int>(fitting.size())))];
}

std::string Draft::any_declared() {
  if (names_.empty()) return "";
  return names_[static_cast<std::size_t>(
      dice.pick(static_cast<int>(names_.size())))];
}

std::string Draft::function(int steps, bool sees_locals) {
  const std::string name = new_function(!sees_locals);
  ++depth;
  const auto write = [&] {
    phrase();
    inner(1);
    if (dice.chance(3)) step("return", result());
  };
  add_function(name, body(steps, write, sees_locals));
  --depth;
  return name;
}

std::string Draft::function(const Lines& steps) {
  const std::string name = new_function(true);
  add_function(name, steps);
  return name;
}

std::string Draft::new_function(bool for_all) {
  const std::string name = "g" + std::to_string(functions_made_++);
  if (for_all) function_names_.push_back(name);
  return name;
}

void Draft::add_function(const std::string& name, const Lines& steps) {
  functions_.push_back("  " + name + ":");
  for (const std::string& l : steps) functions_.push_back("    " + l);
}

std::string Draft::any_function(int steps) {
  if (depth > 0 || function_names_.empty() || dice.chance(2))
    return function(steps);
  return function_names_[static_cast<std::size_t>(
      dice.pick(static_cast<int>(function_names_.size())))];
}

// What a function returns.
std::string Draft::result() {
  if (dice.chance(4)) return quoted_condition();
  if (const std::string r = local(); !r.empty() && dice.chance(2)) return r;
  return dice.one({"0", "0", "1", "-EINVAL"});
}

std::string Draft::condition() {
  const auto variable = [&] { return object("x", 2, "int"); };
  switch (dice.pick(9)) {
    case 0: return variable() + " == 0";
    case 1: return variable() + " > 0";
    case 2: return variable() + " != " + variable();
    case 3:
      for (const char* prefix : {"ar", "ch", "f"})
        if (const std::string f = declared(prefix); !f.empty())
          return dice.one({"signaled(", "!signaled(", "published("}) + f + ")";
      break;
    case 4:
      if (const std::string c = declared("c"); !c.empty())
        return "done(" + c + ")";
      break;
    case 5:
      for (const char* lock : {"m", "l", "rw", "rs", "a", "v"})
        if (const std::string l = declared(lock); !l.empty())
          return "held(" + l + ")";
      break;
    case 6:
      if (const std::string n = declared("n"); !n.empty()) return n + " >= 1";
      break;
    default: break;
  }
  return variable() + " == 1";
}

std::string Draft::local() {
  if (locals_.empty()) return "";
  return locals_[static_cast<std::size_t>(
      dice.pick(static_cast<int>(locals_.size())))];
}

std::string Draft::fresh_local() {
  const std::string name = "r" + std::to_string(locals_made_++ % 4);
  being_assigned_.push_back(name);
  return name;
}

std::string Draft::into() {
  return dice.chance(2) ? ", into: " + fresh_local() : "";
}

std::string Draft::new_label() {
  labels_.push_back("here" + std::to_string(labels_.size()));
  return labels_.back();
}

Lines Draft::lines_of_objects() const {
  Lines out;
  for (const std::string& name : names_)
    out.push_back("  " + name + ": " + declarations_.at(name));
  return out;
}

}  // namespace picket::oracle
