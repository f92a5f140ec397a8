// What selectors and intervals share while one scalar of a rule is read.
#pragma once

#include "spec/yaml/reading.h"
#include "spec/yaml/selector_text.h"

namespace picket {

struct Cursor {
  Reading& reading;
  const Node& node;

  void add(Mistake mistake, const Piece& at, std::string message,
           std::string hint = "") const {
    reading.mistakes.add(mistake, place_in(node, at.begin, at.end()),
                         std::move(message), std::move(hint));
  }
};

// `$f`, where f is a name.
bool is_variable_text(std::string_view text);

// The objects that a reference names, a bare family for all its members. Each
// must fit one of the kinds.
std::vector<ObjectId> objects_at(const Cursor& c, const Piece& at,
                                 const std::vector<std::string>& kinds);

ClassId class_at(const Cursor& c, const Piece& at);

Selector selector_at(const Cursor& c, const Piece& piece);

}  // namespace picket
