#include "spec/model/operation.h"

#include <unordered_map>

#include "spec/base/contract.h"

namespace picket {
namespace {

std::string_view trim(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

Parameter parse_parameter(std::string_view item) {
  const auto colon = item.find(':');
  PICKET_REQUIRE(colon != item.npos, "a parameter is written name:kind");
  Parameter p;
  std::string_view name = trim(item.substr(0, colon));
  p.kind = std::string(trim(item.substr(colon + 1)));
  if (name.back() == '?') {
    p.required = false;
    name.remove_suffix(1);
  } else if (name.back() == '!') {
    name.remove_suffix(1);
  }
  p.name = std::string(name);
  return p;
}

// Every row, those without a name in the language last.
const std::vector<OperationFacts>& table() {
  static const std::vector<OperationFacts> rows = {
#define OP(id, name, group, modelled, blocking, parameters, result, doc) \
  {Op::id,         name,                                                 \
   OpGroup::group, modelled != 0,                                        \
   blocking != 0,  parse_parameters(parameters),                         \
   result,         doc},
#include "spec/model/operations.def"
#undef OP
  };
  return rows;
}

}  // namespace

std::vector<Parameter> parse_parameters(std::string_view text) {
  std::vector<Parameter> out;
  while (!(text = trim(text)).empty()) {
    const auto comma = text.find(',');
    out.push_back(parse_parameter(text.substr(0, comma)));
    text = comma == text.npos ? "" : text.substr(comma + 1);
  }
  return out;
}

const std::vector<OperationFacts>& all_operations() {
  static const std::vector<OperationFacts> named = [] {
    std::vector<OperationFacts> out;
    for (const OperationFacts& f : table())
      if (f.group != OpGroup::implicit) out.push_back(f);
    return out;
  }();
  return named;
}

const OperationFacts& facts(Op op) {
  return table()[static_cast<std::size_t>(op)];
}

std::optional<Op> operation_named(std::string_view name) {
  static const auto index = [] {
    std::unordered_map<std::string_view, Op> m;
    for (const OperationFacts& f : all_operations()) m.emplace(f.name, f.op);
    return m;
  }();
  const auto it = index.find(name);
  if (it == index.end()) return std::nullopt;
  return it->second;
}

std::string_view group_name(OpGroup group) {
  switch (group) {
    case OpGroup::mutex: return "mutex";
    case OpGroup::spin: return "spin";
    case OpGroup::rwlock: return "rwlock";
    case OpGroup::rwsem: return "rwsem";
    case OpGroup::semaphore: return "semaphore";
    case OpGroup::ww: return "ww";
    case OpGroup::fence: return "fence";
    case OpGroup::sections: return "sections";
    case OpGroup::containers: return "containers";
    case OpGroup::resv: return "resv";
    case OpGroup::wait_queue: return "wait queue";
    case OpGroup::completion: return "completion";
    case OpGroup::work: return "deferred work";
    case OpGroup::rcu: return "rcu";
    case OpGroup::memory: return "memory";
    case OpGroup::context: return "context";
    case OpGroup::annotation: return "annotation";
    case OpGroup::data: return "data";
    case OpGroup::control: return "control";
    case OpGroup::implicit: return "implicit";
  }
  return "";
}

}  // namespace picket
