// A random scenario while it is written: its text so far, what has been
// declared, how many steps may still come.
//
// Must not know: which phrases there are.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/oracle/dice.h"

namespace picket::oracle {

using Lines = std::vector<std::string>;

class Draft {
 public:
  explicit Draft(std::uint64_t seed) : dice(seed) {}

  Dice dice;
  int threads = 2;
  int budget = 0;             // steps that the present body may still get
  int depth = 0;              // of nested functions
  int loops = 0;              // around the present place, in the present body
  bool endless = false;       // loops need not come to an end
  bool cpus = false;          // threads share CPUs
  bool in_interrupt = false;  // the present thread is one
  std::vector<std::string> handlers;  // threads that have an interrupt line

  // Text of the present body.
  void step(const std::string& op, const std::string& argument = "",
            const std::string& extras = "");
  void block(
      const std::string& header,
      const std::vector<std::pair<std::string, std::function<void()>>>& parts);
  void choose(const std::function<void()>& branch, int branches);

  // Writes one phrase of the scenario's themes, or a few while the budget
  // lasts; set by the generator.
  std::function<void()> phrase;
  void inner(int most);
  // A body of its own, at least one step long. It may see the local variables
  // of the present one.
  Lines body(int steps, const std::function<void()>& write, bool sees = false);

  // An object "prefix" + number, declared on its first use.
  std::string object(const std::string& prefix, int most,
                     const std::function<std::string()>& declaration);
  std::string object(const std::string& prefix, int most,
                     const std::string& type);
  std::string declare(const std::string& name, const std::string& type);
  // Any object with that prefix which is declared already; "" if none.
  std::string declared(const std::string& prefix);
  std::string any_declared();
  // A new function of a few steps; or one with these steps.
  std::string function(int steps, bool sees_locals = false);
  std::string function(const Lines& steps);
  // One that is there already, or a new one.
  std::string any_function(int steps);
  std::string thread() { return "t" + std::to_string(dice.pick(threads)); }

  // A condition over shared objects; `quoted` for YAML.
  std::string condition();
  std::string quoted_condition() { return "\"" + condition() + "\""; }
  std::string result();  // of a function
  // A local variable that the present body has assigned; "" if none.
  std::string local();
  std::string into();  // ", into: r0", sometimes ""
  std::string fresh_local();

  Lines lines_of_objects() const;
  const Lines& functions() const { return functions_; }
  const std::vector<std::string>& names() const { return names_; }
  // Those that anybody may run.
  const std::vector<std::string>& function_names() const {
    return function_names_;
  }
  const std::vector<std::string>& labels() const { return labels_; }
  std::string new_label();

 private:
  std::string new_function(bool for_all);
  void add_function(const std::string& name, const Lines& steps);
  void list(const std::string& indent, const std::function<void()>& write);
  void line(const std::string& text) { lines_.push_back(margin_ + text); }

  Lines lines_;
  std::string margin_;
  std::vector<std::string> locals_;
  std::vector<std::string> being_assigned_;  // by the step to come
  std::vector<std::string> names_;           // in the order of declaration
  std::map<std::string, std::string> declarations_;
  Lines functions_;
  std::vector<std::string> function_names_;
  std::vector<std::string> labels_;
  int functions_made_ = 0;
  int locals_made_ = 0;
};

}  // namespace picket::oracle
