// The operations of the language as one closed enumeration with a table of
// facts about each: name, parameters, result, description.
//
// The table is operations.def; adding a row makes the compiler list the places
// that must know about it (switches over Op have no default).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace picket {

enum class Op : std::uint16_t {
#define OP(id, name, group, modelled, blocking, parameters, result, doc) id,
#include "spec/model/operations.def"
#undef OP
};

enum class OpGroup : std::uint8_t {
  mutex,
  spin,
  rwlock,
  rwsem,
  semaphore,
  ww,
  fence,
  sections,
  containers,
  resv,
  wait_queue,
  completion,
  work,
  rcu,
  memory,
  context,
  annotation,
  data,
  control,
  implicit,  // the kernel's own code: not part of the language
};

// The bits of drm_syncobj_wait's flags, as steps keep them.
inline constexpr int kWaitAll = 1;
inline constexpr int kWaitForSubmit = 2;
inline constexpr int kWaitAvailable = 4;

struct Parameter {
  std::string name;
  std::string kind;  // see operations.def
  bool required = true;
};

struct OperationFacts {
  Op op;
  std::string_view name;
  OpGroup group;
  bool modelled;
  bool blocking;  // has an attempt event `name.enter`
  std::vector<Parameter> parameters;
  std::string_view result;
  std::string_view doc;
};

// All that a file can name, in the order of the enumeration. Built once;
// thread-safe.
const std::vector<OperationFacts>& all_operations();
const OperationFacts& facts(Op op);

// The same as group_of(op).
inline OpGroup group_of(Op op) {
  constexpr OpGroup kGroups[] = {
#define OP(id, name, group, modelled, blocking, parameters, result, doc) \
  OpGroup::group,
#include "spec/model/operations.def"
#undef OP
  };
  return kGroups[static_cast<std::size_t>(op)];
}

// Of those that a file can name.
std::optional<Op> operation_named(std::string_view name);
std::string_view group_name(OpGroup group);

// "name:kind, name?:kind, name!:kind" as the .def tables write it. A '?' makes
// a parameter optional, '!' an attribute required; unmarked is required.
std::vector<Parameter> parse_parameters(std::string_view text);

}  // namespace picket
