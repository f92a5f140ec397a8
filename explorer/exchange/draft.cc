// Texts of the log are always quoted: a class name may be anything.
#include "explorer/exchange/draft.h"

#include <algorithm>
#include <cctype>

namespace picket {
namespace {

constexpr std::size_t kLongestName = 40;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string words(std::string_view text, char joint, bool lower) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && std::isalnum(byte) != 0)
      out += lower ? static_cast<char>(std::tolower(byte)) : c;
    else if (!out.empty() && out.back() != joint)
      out += joint;
    if (out.size() >= kLongestName) break;
  }
  while (!out.empty() && out.back() == joint) out.pop_back();
  return out;
}

// What an expression or YAML itself would read as something else.
bool reserved(const std::string& name) {
  static constexpr const char* kWords[] = {
      "signaled", "published", "held", "done", "true", "false", "null",
      "yes",      "no",        "on",   "off",  "y",    "n",     "pass"};
  return std::find(std::begin(kWords), std::end(kWords), name) !=
         std::end(kWords);
}

// Prose folded at 78 columns, indented by two.
std::string folded(const std::string& text, const std::string& indent) {
  std::string out, line;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!line.empty() && indent.size() + line.size() + word.size() + 1 > 78) {
      out += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return out + indent + line + "\n";
}

void write_steps(const DraftSteps& steps, const std::string& indent,
                 std::string& out) {
  for (const DraftStep& step : steps) {
    out += indent + "- " + step.operation;
    if (!step.argument.empty())
      out += ": " + step.argument;
    else if (!step.note.empty() || !step.into.empty() || !step.when.empty())
      out += ": ~";
    out += "\n";
    if (!step.into.empty()) out += indent + "  into: " + step.into + "\n";
    if (!step.when.empty()) out += indent + "  when: " + step.when + "\n";
    if (!step.note.empty())
      out += indent + "  note: " + quoted(step.note) + "\n";
  }
}

void write_object(const DraftObject& object, std::string& out) {
  out += "  " + object.name + ": ";
  if (object.klass.empty() && object.function.empty()) {
    out += object.type + "\n";
    return;
  }
  out += "{ type: " + object.type;
  if (!object.function.empty()) out += ", function: " + object.function;
  // Brackets at the end of a name would be an index.
  std::string klass = object.klass;
  std::replace(klass.begin(), klass.end(), '[', '(');
  std::replace(klass.begin(), klass.end(), ']', ')');
  if (!klass.empty()) out += ", class: " + quoted(klass);
  out += " }\n";
}

void write_body(const DraftBody& body, std::string& out) {
  out += "  " + body.name + ":\n";
  const bool plain = body.cpu < 0 && body.context.empty();
  if (body.cpu >= 0) out += "    cpu: " + std::to_string(body.cpu) + "\n";
  if (!body.context.empty()) out += "    context: " + body.context + "\n";
  if (!plain) out += "    steps:\n";
  write_steps(body.steps, plain ? "    " : "      ", out);
}

}  // namespace

std::string fresh_name(std::string_view text, std::vector<std::string>& taken) {
  std::string name = words(text, '_', false);
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])))
    name = "x_" + name;
  if (reserved(name)) name += "_";
  std::string unique = name;
  for (int k = 2; std::find(taken.begin(), taken.end(), unique) != taken.end();
       ++k)
    unique = name + "_" + std::to_string(k);
  taken.push_back(unique);
  return unique;
}

std::string scenario_name(std::string_view text) {
  return words(text, '-', true);
}

std::string to_yaml(const Draft& draft) {
  std::string out;
  for (const std::string& comment : draft.comments)
    out += folded(comment, "# ");
  out += "scenario: " + draft.name + "\nabout: >\n";
  out += folded(draft.about, "  ");
  out += "source: " + quoted(draft.source) + "\n";
  if (draft.rt) out += "config: { preempt_rt: true }\n";
  if (!draft.objects.empty()) out += "\nobjects:\n";
  for (const DraftObject& object : draft.objects) write_object(object, out);
  if (!draft.functions.empty()) out += "\nfunctions:\n";
  for (const DraftBody& body : draft.functions) write_body(body, out);
  if (!draft.reclaim.empty()) out += "\nreclaim: [";
  for (std::size_t k = 0; k < draft.reclaim.size(); ++k)
    out += (k == 0 ? "" : ", ") + draft.reclaim[k];
  if (!draft.reclaim.empty()) out += "]\n";
  out += "\nthreads:\n";
  for (const DraftBody& body : draft.threads) write_body(body, out);
  out += draft.expect.empty() ? "\nexpect: pass\n" : "\nexpect:\n";
  for (const std::string& line : draft.expect) out += "  - " + line + "\n";
  if (draft.lockdep_reports) out += "reports: { lockdep: report }\n";
  return out;
}

}  // namespace picket
