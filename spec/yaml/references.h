// From the text of a reference to the thing it names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/yaml/expression_text.h"
#include "spec/yaml/reading.h"

namespace picket {

// What a reference may mean.
struct Wanted {
  const NameTable& table;
  std::string what;  // "a thread"
  std::string kind;  // of object, as in operations.def; "" for others
};
Wanted wanted_thread(const Reading& reading);
Wanted wanted_function(const Reading& reading);
Wanted wanted_object(const Reading& reading, std::string_view kind);

// The one thing that `tree` names, by id; reports unknown names, indices out
// of range, families without index.
std::optional<std::int32_t> resolve(Reading& reading, const Wanted& wanted,
                                    const ExprTree& tree, const Node& at);
// The same, where a bare family means all members.
std::optional<std::vector<std::int32_t>> resolve_all(Reading& reading,
                                                     const Wanted& wanted,
                                                     const ExprTree& tree,
                                                     const Node& at);

// Scalars that hold one reference. Invalid ids after a mistake.
ObjectId read_object(Reading& reading, const Node& node, std::string_view kind);
FunctionId read_function(Reading& reading, const Node& node);
ContextId read_thread(Reading& reading, const Node& node);
// A list, one object, or a family for all its members.
std::optional<std::vector<ObjectId>> read_objects(Reading& reading,
                                                  const Node& node,
                                                  std::string_view kind);

// Reports an object that does not fit the kind; `at` marks the reference.
bool expect_kind(Reading& reading, ObjectId object, std::string_view kind,
                 const Place& at);

// "a mutex", "an object with a lock class": kinds of operations.def.
std::string kind_phrase(std::string_view kind);

}  // namespace picket
