#include "tests/oracle/families.h"

#include <cctype>
#include <map>
#include <utility>
#include <vector>

namespace picket::oracle {
namespace {

using Lines = std::vector<std::string>;

struct Family {
  std::string prefix;
  std::map<std::string, int> members;  // by their names so far
  std::string declaration;
  int size = 0;
};

Lines split(const std::string& text) {
  Lines lines;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find('\n', from)) != text.npos; from = at + 1)
    lines.push_back(text.substr(from, at - from));
  return lines;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// "  f0: dma_fence": the name, if its prefix is this one.
std::string declared_in(const std::string& line, const std::string& prefix) {
  const std::size_t end = line.find(':');
  if (line.rfind("  ", 0) != 0 || end == line.npos) return "";
  const std::string name = line.substr(2, end - 2);
  return name.size() == prefix.size() + 1 && name.rfind(prefix, 0) == 0 &&
                 std::isdigit(static_cast<unsigned char>(name.back()))
             ? name
             : "";
}

Family family_of(const Lines& lines, const std::string& prefix) {
  Family f;
  f.prefix = prefix;
  bool inside = false;
  for (const std::string& line : lines) {
    if (!line.empty() && line[0] != ' ') inside = line == "objects:";
    const std::string name = inside ? declared_in(line, prefix) : "";
    if (name.empty()) continue;
    if (f.members.empty()) f.declaration = line.substr(line.find(':') + 2);
    f.members.emplace(name, f.size++);
  }
  return f;
}

// Each member's name in its new form; in quotes where there are none around.
std::string renamed(const std::string& line, const Family& f) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    while (end < line.size() && is_word(line[end])) ++end;
    const auto it = f.members.find(line.substr(i, end - i));
    if (it != f.members.end()) {
      const std::string name =
          f.prefix + "[" + std::to_string(it->second) + "]";
      const bool part = end < line.size() && line[end] == '.';  // f0.lock
      const std::size_t to = part ? line.find_first_of(",}]", end) : end;
      const std::string all = name + line.substr(end, to - end);
      out += quoted ? all : "\"" + all + "\"";
      i = to;
      continue;
    }
    if (end == i) {
      quoted ^= line[i] == '"';
      ++end;
    }
    out += line.substr(i, end - i);
    i = end;
  }
  return out;
}

std::string range(const std::string& name, int size, bool parameter) {
  const std::string last = parameter ? "n_" + name : std::to_string(size - 1);
  return name + "[i=0.." + last + "]";
}

Lines with_objects(const Lines& lines, const Family& f, bool parameter) {
  Lines out;
  bool inside = false, declared = false;
  for (const std::string& line : lines) {
    if (!line.empty() && line[0] != ' ') inside = line == "objects:";
    if (parameter && line == "objects:")
      out.push_back("parameters: {n_" + f.prefix + ": " +
                    std::to_string(f.size - 1) + "}");
    if (!inside || declared_in(line, f.prefix).empty()) {
      out.push_back(renamed(line, f));
    } else if (!declared) {
      out.push_back("  " + range(f.prefix, f.size, parameter) + ": " +
                    renamed(f.declaration, f));
      declared = true;
    }
  }
  return out;
}

void replace_all(std::string& text, const std::string& from,
                 const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos;
       at += to.size())
    text.replace(at, from.size(), to);
}

// All threads with the body of the first; each of them means its own member
// of the family `own`, if there is one.
Lines with_threads(const Lines& lines, int threads, const std::string& own) {
  Family t;
  t.prefix = "t";
  for (; t.size < threads; ++t.size)
    t.members.emplace("t" + std::to_string(t.size), t.size);
  Lines out;
  bool inside = false;
  for (const std::string& line : lines) {
    if (!line.empty() && line[0] != ' ') inside = line == "threads:";
    if (line == "  t0:") {
      out.push_back("  " + range("t", threads, false) + ":");
      continue;
    }
    out.push_back(renamed(line, t));
    if (inside && !own.empty())
      replace_all(out.back(), own + "[0]", own + "[i]");
  }
  return out;
}

}  // namespace

std::string with_families(Dice& dice, const std::string& text, int threads) {
  Lines lines = split(text);
  const bool alike = text.find("\n  t1:") == text.npos;
  bool parameter = dice.chance(2);
  std::string own;
  for (const char* prefix : {"f", "m", "c", "w", "a", "x", "l"}) {
    Family f = family_of(lines, prefix);
    if (f.size == 0 || !dice.chance(alike ? 3 : 25)) continue;
    if (alike && f.size < threads) f.size = threads;
    lines = with_objects(lines, f, std::exchange(parameter, false));
    if (alike && f.prefix != "w") own = f.prefix;
  }
  if (alike) lines = with_threads(lines, threads, own);
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace picket::oracle
