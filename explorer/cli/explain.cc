// picket explain: one code with an example, or the list of all.
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/explanations.h"
#include "explorer/cli/named_things.h"
#include "explorer/cli/output.h"
#include "explorer/report/console.h"
#include "explorer/report/finding_text.h"
#include "spec/base/suggest.h"

namespace picket {
namespace {

constexpr std::size_t kWidth = 78;

void write_wrapped(const std::string& text) {
  for (const std::string& line : wrapped(text, kWidth))
    std::cout << line << "\n";
}

void write_example(const std::string& heading, const std::string& text,
                   const Paint& paint) {
  if (text.empty()) return;
  std::cout << "\n" << paint.strong(heading) << "\n";
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::cout << "    " << text.substr(at, end - at) << "\n";
    at = end + 1;
  }
}

void write_all(const Paint& paint) {
  std::string_view heading;
  std::cout << "picket explain NAME also explains operations, object types and "
               "policies.\n\n";
  for (const Explanation& e : all_explanations()) {
    if (kind_name(e.kind) != heading) {
      std::cout << (heading.empty() ? "" : "\n");
      heading = kind_name(e.kind);
      std::cout << paint.strong(heading) << "\n";
    }
    std::string code = e.code;
    code.resize(std::max<std::size_t>(code.size(), 22), ' ');
    const std::string text = e.title.empty() ? e.why : e.title;
    const auto lines = wrapped(text, kWidth - 30);
    std::cout << "  " << code << "  " << lines.front()
              << (lines.size() > 1 ? " ..." : "") << "\n";
  }
}

int no_such_code(const std::string& topic) {
  std::vector<std::string> codes;
  for (const Explanation& e : all_explanations()) codes.push_back(e.code);
  for (const std::string& name : names_of_things()) codes.push_back(name);
  const std::string near = closest_name(topic, codes);
  return complain("there is no code or operation `" + topic + "`; " +
                  (near.empty() ? "`picket explain` lists all codes"
                                : "did you mean `" + near + "`?"));
}

// "misuse: recursive-lock" and "deadlock: [a, b]", as reports print them.
std::string code_of(const std::string& topic) {
  const auto colon = topic.find(": ");
  if (colon == topic.npos) return topic;
  const std::string argument = topic.substr(colon + 2);
  return explanation_of(argument) ? argument : topic.substr(0, colon);
}

int explain_thing(const NamedThing& thing, const Paint& paint) {
  std::cout << paint.strong(thing.name) << "  (" << thing.kind << ")\n\n";
  write_wrapped(thing.about);
  if (!thing.written.empty()) std::cout << "\n";
  for (const std::string& way : thing.written)
    std::cout << "    " << way << "\n";
  if (!thing.facts.empty()) std::cout << "\n";
  for (const std::string& fact : thing.facts) write_wrapped(fact);
  return kAsExpected;
}

}  // namespace

int explain_command(const std::string& topic) {
  const Paint paint = paint_for(1);
  if (topic.empty()) {
    write_all(paint);
    return kAsExpected;
  }
  const Explanation* e = explanation_of(code_of(topic));
  if (e == nullptr) {
    const auto thing = thing_named(topic);
    return thing ? explain_thing(*thing, paint) : no_such_code(topic);
  }
  std::cout << paint.strong(e->code) << "  (" << kind_name(e->kind) << ")\n";
  if (!e->title.empty()) std::cout << e->title << "\n";
  std::cout << "\n";
  write_wrapped(e->why);
  if (!e->kernel.empty()) {
    std::cout << "\n";
    write_wrapped(e->kernel);
  }
  write_example("Not like this:", e->bad, paint);
  write_example("But like this:", e->good, paint);
  return kAsExpected;
}

}  // namespace picket
