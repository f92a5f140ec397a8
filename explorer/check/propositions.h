// Formulas over Boolean variables, and what a solver makes of them: for
// questions that are not about one trace.
//
// Must not know: what the variables stand for.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace picket {

// A formula; negative: its negation.
using Formula = std::int32_t;

class Propositions {
 public:
  Propositions();

  Formula truth() const { return 1; }
  Formula variable();
  Formula all(std::vector<Formula> of);
  Formula any(std::vector<Formula> of);
  // No more than `most` of them are true.
  Formula at_most(std::size_t most, std::vector<Formula> of);
  Formula either(Formula a, Formula b) { return any({a, b}); }
  Formula both(Formula a, Formula b) { return all({a, b}); }
  Formula implies(Formula a, Formula b) { return any({-a, b}); }

  void require(Formula f) { required_.push_back(f); }
  void require_one(const std::vector<Formula>& of);

  struct Node {
    enum class Kind : std::uint8_t { variable, all, at_most };
    Kind kind = Kind::variable;
    std::uint32_t most = 0;
    std::uint32_t first = 0, count = 0;  // of its parts
  };

  // Reading; formula f is node f - 1, node 0 is true.
  const std::vector<Node>& nodes() const { return nodes_; }
  std::span<const Formula> parts(const Node& n) const {
    return {parts_.data() + n.first, n.count};
  }
  const std::vector<Formula>& required() const { return required_; }

 private:
  Formula add(Node::Kind kind, std::size_t most,
              const std::vector<Formula>& of);
  // The same formula twice is one node.
  Formula shared(Node::Kind kind, std::size_t most,
                 const std::vector<Formula>& of);

  std::vector<Node> nodes_;
  std::vector<Formula> parts_;
  std::vector<Formula> required_;
  std::map<std::pair<std::size_t, std::vector<Formula>>, Formula> known_;
};

enum class Satisfiable : std::uint8_t { no, yes, unknown };

struct Solution {
  Satisfiable answer = Satisfiable::unknown;
  std::vector<char> values;  // by node, if yes: of the variables

  bool holds(Formula variable) const {
    return values[static_cast<std::size_t>(variable) - 1] != 0;
  }
};

// By Z3, as a problem over finite domains (QF_FD). `effort` bounds it: Z3's
// resource units, so the answer is the same on every machine; 0: no bound.
Solution solve(const Propositions& propositions, unsigned effort);

}  // namespace picket
