#include "spec/yaml/c_code.h"

#include <cctype>
#include <optional>

#include "spec/model/object.h"
#include "spec/model/operation.h"

namespace picket {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

std::string trim(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\n;");
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\n;") - begin + 1);
}

bool is_name(const std::string& text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])))
    return false;
  for (const char c : text)
    if (!is_word(c)) return false;
  return true;
}

// "&dev->lock", "dev.lock": "lock". Anything else as it is.
std::string argument(const std::string& text) {
  std::string rest = trim(text);
  while (!rest.empty() && (rest[0] == '&' || rest[0] == '*'))
    rest = rest.substr(1);
  std::string path = rest;
  for (std::size_t at = path.find("->"); at != path.npos; at = path.find("->"))
    path.replace(at, 2, ".");
  const auto last = path.rfind('.');
  const std::string name = last == path.npos ? path : path.substr(last + 1);
  for (const char c : path)
    if (!is_word(c) && c != '.') return rest;
  return name;
}

std::string value_for(const Parameter& p, const std::string& text) {
  const std::string value = argument(text);
  if (p.kind == "bool" && (value == "1" || value == "0"))
    return value == "1" ? "true" : "false";
  return value;
}

std::string arguments(const OperationFacts& op,
                      const std::vector<std::string>& given) {
  const auto& parameters = op.parameters;
  if (given.empty() || parameters.empty()) return "";
  if (given.size() == 1) return ": " + value_for(parameters[0], given[0]);
  std::string list;
  for (std::size_t i = 0; i < given.size() && i < parameters.size(); ++i)
    list += (list.empty() ? "" : ", ") + parameters[i].name + ": " +
            value_for(parameters[i], given[i]);
  return ": {" + list + "}";
}

std::string without_struct(const std::string& text) {
  std::string type = trim(text);
  if (type.starts_with("struct ")) type = trim(type.substr(7));
  while (!type.empty() && (type.back() == '*' || type.back() == ' '))
    type.pop_back();
  return type;
}

// Names of the kernel's for types that the language calls otherwise.
std::string known_type(const std::string& type) {
  if (object_type_named(type)) return type;
  if (type.ends_with("_t")) {
    const std::string without = type.substr(0, type.size() - 2);
    if (object_type_named(without)) return without;
  }
  if (object_type_named(type + "_t")) return type + "_t";
  if (type == "rwsem") return "rw_semaphore";
  if (type == "u32" || type == "bool" || type == "atomic") return "int";
  return "";
}

}  // namespace

std::vector<std::string> split_arguments(const std::string& text) {
  std::vector<std::string> list;
  std::string one;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == ',' && depth == 0) {
      list.push_back(trim(one));
      one.clear();
    } else {
      one += c;
    }
  }
  if (!trim(one).empty() || !list.empty()) list.push_back(trim(one));
  return list;
}

std::string step_of_call(const std::string& text) {
  std::string call = trim(text);
  std::string into;
  const auto open = call.find('(');
  const auto equals = call.find('=');
  if (equals != call.npos && open != call.npos && equals < open) {
    into = trim(call.substr(0, equals));
    into = into.substr(into.find_last_of(" *") + 1);
    if (!is_name(into)) return "";
    call = trim(call.substr(equals + 1));
  }
  const auto begin = call.find('(');
  if (begin == call.npos || call.back() != ')') return "";
  const auto op = operation_named(trim(call.substr(0, begin)));
  if (!op || facts(*op).group == OpGroup::control) return "";
  const auto given =
      split_arguments(call.substr(begin + 1, call.size() - begin - 2));
  const OperationFacts& f = facts(*op);
  std::string step = std::string(f.name) + arguments(f, given);
  if (into.empty()) return step;
  if (given.empty() || f.parameters.empty()) step += ": ~";
  return "{" + step + ", into: " + into + "}";
}

std::string name_of_address(const std::string& text) {
  const std::string name = argument(text);
  return name != text && is_name(name) ? name : "";
}

std::string type_of_c(const std::string& text) {
  const std::string type = known_type(without_struct(text));
  return type == text ? "" : type;
}

std::string object_of_declaration(const std::string& text) {
  const std::string line = trim(text.substr(0, text.find(';')));
  const auto blank = line.find_last_of(" *");
  if (blank == line.npos) return "";
  const std::string name = line.substr(blank + 1);
  const std::string type =
      known_type(without_struct(line.substr(0, blank + 1)));
  return is_name(name) && !type.empty() ? name + ": " + type : "";
}

bool begins_with_operation(const std::string& text) {
  const std::string line = trim(text);
  std::size_t end = 0;
  while (end < line.size() && is_word(line[end])) ++end;
  return operation_named(line.substr(0, end)).has_value();
}

}  // namespace picket
