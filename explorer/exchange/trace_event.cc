// "task-12  [001] d..3.  10.000001: name: fields", where a comm may hold any
// character: everything is found from the CPU's brackets on.
#include "explorer/exchange/trace_event.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace picket {
namespace {

using Text = std::string_view;

bool digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

bool number(Text text, int& into) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size() && into >= 0;
}

// "[001]"; npos if there is none.
std::size_t cpu_brackets(Text text, int& cpu) {
  for (std::size_t open = text.find('['); open != Text::npos;
       open = text.find('[', open + 1)) {
    const std::size_t close = text.find(']', open);
    if (close == Text::npos) break;
    if (close - open <= 5 && close > open + 1 &&
        number(text.substr(open + 1, close - open - 1), cpu))
      return open;
  }
  return Text::npos;
}

bool read_task(Text text, TraceEvent& event) {
  text = trimmed(text);
  if (text.ends_with(")")) {  // the group, if it was recorded
    const std::size_t open = text.rfind('(');
    if (open == Text::npos) return false;
    text = trimmed(text.substr(0, open));
  }
  // "<kworker/0:1-89>", not the "<...>-89" of an unknown name.
  if (text.starts_with("<") && text.ends_with(">"))
    text = text.substr(1, text.size() - 2);
  const std::size_t dash = text.rfind('-');
  if (dash == Text::npos || !number(text.substr(dash + 1), event.pid))
    return false;
  event.task = std::string(trimmed(text.substr(0, dash)));
  return true;
}

Text take_word(Text& text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find(' '), text.size());
  const Text word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

bool time_of_day(Text word) {
  return word.size() > 2 && word.ends_with(":") && digit(word[0]) &&
         std::all_of(word.begin(), word.end() - 1,
                     [](char c) { return digit(c) || c == '.'; });
}

}  // namespace

std::optional<TraceEvent> read_trace_event(const LogLine& line) {
  TraceEvent event;
  event.line = line.number;
  Text text = line.text;
  const std::size_t open = cpu_brackets(text, event.cpu);
  if (open == Text::npos || !read_task(text.substr(0, open), event))
    return std::nullopt;
  text.remove_prefix(text.find(']', open) + 1);
  Text word = take_word(text);
  if (!time_of_day(word)) {
    event.flags = std::string(word);
    word = take_word(text);
  }
  if (!time_of_day(word)) return std::nullopt;
  word = take_word(text);
  if (word.size() < 2 || !word.ends_with(":")) return std::nullopt;
  event.name = std::string(word.substr(0, word.size() - 1));
  event.fields = std::string(trimmed(text));
  return event;
}

std::string field(const TraceEvent& event, Text key) {
  const std::string with = std::string(key) + "=";
  for (std::size_t at = event.fields.find(with); at != std::string::npos;
       at = event.fields.find(with, at + 1)) {
    if (at > 0 && event.fields[at - 1] != ' ') continue;
    const std::size_t first = at + with.size();
    return event.fields.substr(first, event.fields.find(' ', first) - first);
  }
  return {};
}

int preempt_depth(const TraceEvent& event) {
  if (event.flags.size() < 4) return -1;
  const char c = event.flags[3];
  if (c == '.') return 0;
  return digit(c) ? c - '0' : -1;
}

}  // namespace picket
