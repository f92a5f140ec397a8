// What the language's own names mean: operations, object types, annotation
// policies. From the tables that the reader is made of.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace picket {

struct NamedThing {
  std::string name;
  std::string kind;                  // "operation", "object type", "policy"
  std::string about;                 // one sentence
  std::vector<std::string> written;  // how a file has it
  std::vector<std::string> facts;    // more sentences, each for itself
};

std::optional<NamedThing> thing_named(const std::string& name);

std::vector<std::string> names_of_things();

}  // namespace picket
