#include "explorer/exchange/promela_names.h"

#include <cctype>
#include <initializer_list>

namespace picket {
namespace {

bool is_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string identifier(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (is_letter(c)) {
      out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0 ||
      out[0] == '_')
    out = "x" + out;
  return out;
}

// Promela's, C's and those of the tables that spin makes.
constexpr std::initializer_list<const char*> kReserved = {
    "active", "assert", "atomic", "bit", "bool", "break", "byte", "chan",
    "c_code", "c_decl", "c_expr", "c_state", "c_track", "d_proctype", "d_step",
    "do", "else", "empty", "enabled", "eval", "false", "fi", "for", "full",
    "get_priority", "goto", "hidden", "if", "in", "init", "inline", "int",
    "len", "local", "ltl", "mtype", "nempty", "never", "nfull", "nil",
    "notrace", "np_", "od", "of", "pc_value", "pid", "print", "printf",
    "printm", "priority", "proctype", "provided", "return", "run", "select",
    "set_priority", "short", "show", "skip", "timeout", "trace", "true",
    "typedef", "unless", "unsigned", "xr", "xs", "always", "eventually",
    "until", "weakuntil", "stronguntil", "implies", "equivalent", "release",
    "next", "unix", "linux", "now", "this", "main", "float", "double", "char",
    "long", "void", "while", "switch", "case", "const", "static", "struct",
    "union", "volatile", "register", "sizeof", "default", "enum", "extern",
    "signed", "auto", "continue", "i386", "accept", "progress", "end", "U", "V",
    "W", "X",
    // Of pan.c.
    "reached", "left", "mapped", "visited", "stopstate", "trail", "depth",
    "vsize", "boq", "errors", "nstates", "truncs", "hcmp", "verbose", "limited",
    "loopstate", "trans", "trpt", "stack", "readtrail", "onlyproc", "start",
    "stop", "memcnt", "memlim",
    // Of C's library, for variables that spin keeps out of its states.
    "abort", "accept", "access", "alarm", "atoi", "bsearch", "calloc", "clock",
    "close", "connect", "dup", "erf", "exit", "exp", "fork", "free", "gamma",
    "getenv", "index", "kill", "link", "log", "malloc", "memset", "open",
    "pause", "pipe", "pow", "putc", "puts", "qsort", "raise", "rand", "read",
    "realloc", "remove", "rename", "rindex", "round", "signal", "sin", "sleep",
    "stderr", "stdin", "stdout", "sync", "system", "tan", "time", "times",
    "truncate", "unlink", "usleep", "vfork", "wait", "write", "y0", "y1", "yn",
    "j0", "j1", "jn", "abs", "div", "send", "recv"};

}  // namespace

std::string PromelaNames::fresh(const std::string& name) {
  const std::string plain = identifier(name);
  std::string out = plain;
  for (int i = 2; !taken.insert(out).second; ++i)
    out = plain + "_" + std::to_string(i);
  return out;
}

std::set<std::string> promela_words(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  bool comment = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.compare(i, 2, "/*") == 0) comment = true;
    if (c == '/' && i > 0 && text[i - 1] == '*') comment = false;
    if (comment) continue;
    if (is_letter(c)) {
      word += c;
      continue;
    }
    if (!word.empty()) words.insert(word);
    word.clear();
  }
  if (!word.empty()) words.insert(word);
  return words;
}

PromelaNames promela_names(const Scenario& scenario,
                           std::set<std::string> taken) {
  PromelaNames names;
  names.taken = std::move(taken);
  for (const char* word : kReserved) names.taken.insert(word);
  for (const Object& o : scenario.objects)
    names.objects.push_back(names.fresh(o.name));
  for (const Context& c : scenario.contexts)
    names.contexts.push_back(
        names.fresh(c.work.valid() ? "run_" + c.name : c.name));
  return names;
}

}  // namespace picket
