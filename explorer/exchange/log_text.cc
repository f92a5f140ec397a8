// Prefixes are taken away one kind at a time, from the outside in: the mail's
// quoting, then what syslog wrote, then what printk wrote.
#include "explorer/exchange/log_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <utility>

namespace picket {
namespace {

bool digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// "&#62;" and "&#x3e;"
void undo_numeric(std::string& text) {
  for (std::size_t at = text.find("&#"); at != std::string::npos;
       at = text.find("&#", at + 1)) {
    const std::size_t end = text.find(';', at);
    if (end == std::string::npos || end > at + 7) continue;
    const bool hex = text[at + 2] == 'x' || text[at + 2] == 'X';
    int code = 0;
    const char* first = text.data() + at + (hex ? 3 : 2);
    const auto [stop, error] =
        std::from_chars(first, text.data() + end, code, hex ? 16 : 10);
    if (error != std::errc{} || stop != text.data() + end || code < ' ' ||
        code > 126)
      continue;
    text.replace(at, end - at + 1, 1, static_cast<char>(code));
  }
}

// What colours a terminal: ESC [ 32 m.
void undo_colours(std::string& text) {
  for (std::size_t at = text.find("\x1b["); at != std::string::npos;
       at = text.find("\x1b[", at)) {
    std::size_t end = at + 2;
    while (end < text.size() &&
           std::isalpha(static_cast<unsigned char>(text[end])) == 0)
      ++end;
    text.erase(at, end + 1 - at);
  }
}

// What a page put around the lines; "<TASK>" and "<IRQ>" are the kernel's.
void undo_tags(std::string& text) {
  for (const char* tag : {"<br>", "<br/>", "<br />", "<pre>", "</pre>", "<p>",
                          "</p>", "<code>", "</code>", "</span>", "</div>"})
    replace_all(text, tag, "");
}

std::string undone(std::string_view text) {
  std::string out(text);
  undo_colours(out);
  undo_tags(out);
  undo_numeric(out);
  const std::pair<const char*, const char*> escapes[] = {
      {"\xc2\xa0", " "}, {"&gt;", ">"},   {"&lt;", "<"}, {"&quot;", "\""},
      {"&#39;", "'"},    {"&nbsp;", " "}, {"^M", ""},    {"#012", "\n"},
      {"\r", ""},        {"&amp;", "&"}};
  for (const auto& [from, to] : escapes) replace_all(out, from, to);
  std::replace(out.begin(), out.end(), '\t', ' ');
  std::erase_if(out, [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\n';
  });
  // The kernel writes ASCII; what is not may be half a character by now.
  for (char& c : out)
    if (static_cast<unsigned char>(c) > 126) c = '?';
  return out;
}

std::string_view without_quoting(std::string_view text) {
  text = trimmed(text);
  while (text.starts_with(">") || text.starts_with("|"))
    text = trimmed(text.substr(1));
  return text;
}

// "Mar 29 03:52:24 host kernel: ", also with a date of another form.
std::string_view without_syslog(std::string_view text) {
  std::size_t at = text.find("kernel: ");
  std::size_t behind = at + 8;
  if (const std::size_t numbered = text.find("kernel[");
      numbered < at && text.find("]: ", numbered) < numbered + 12) {
    at = numbered;
    behind = text.find("]: ", numbered) + 3;
  }
  if (at == std::string_view::npos || at > 70) return text;
  const std::string_view before = text.substr(0, at);
  if (at > 0 && (before.find('(') != std::string_view::npos ||
                 !std::any_of(before.begin(), before.end(), digit)))
    return text;
  return trimmed(text.substr(behind));
}

// 12.345678, +0,003927, T123, C0, or the date of `dmesg -T`.
bool stamp(std::string_view inside) {
  inside = trimmed(inside);
  if (inside.empty()) return false;
  static constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu",
                                          "Fri", "Sat", "Sun"};
  for (const char* day : kDays)
    if (inside.starts_with(day) && contains(inside, ":")) return true;
  const char first = inside.front();
  if (first == 'T' || first == 'C') inside.remove_prefix(1);
  if (first == '+' || first == '<') inside.remove_prefix(1);
  bool any = false;
  for (const char c : inside) {
    if (digit(c)) any = true;
    if (!digit(c) && c != '.' && c != ',' && c != ' ' && c != ':' && c != '-')
      return false;
  }
  return any && !inside.empty();
}

std::string_view without_printk(std::string_view text, std::string& caller) {
  for (;;) {
    if (text.size() > 3 && text[0] == '<' && digit(text[1]) &&
        text.substr(0, 5).find('>') != std::string_view::npos) {
      text = trimmed(text.substr(text.find('>') + 1));
      continue;
    }
    const std::size_t close = text.find(']');
    if (text.empty() || text[0] != '[' || close == std::string_view::npos ||
        close > 40 || !stamp(text.substr(1, close - 1)))
      return text;
    const std::string_view inside = trimmed(text.substr(1, close - 1));
    if (inside.starts_with("T") || inside.starts_with("C")) caller = inside;
    text = trimmed(text.substr(close + 1));
  }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Log clean_log(std::string_view text) {
  Log log;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = undone(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    std::string_view rest = line;
    for (bool more = true; more;) {
      const std::size_t part = std::min(rest.find('\n'), rest.size());
      more = part < rest.size();
      LogLine cleaned{number, ""};
      cleaned.text =
          without_printk(without_syslog(without_quoting(rest.substr(0, part))),
                         cleaned.caller);
      log.push_back(std::move(cleaned));
      rest.remove_prefix(more ? part + 1 : part);
    }
  }
  return log;
}

std::vector<Log> by_caller(const Log& log) {
  std::vector<Log> logs;
  std::map<std::string, std::size_t> of;
  std::size_t current = 0;
  for (const LogLine& line : log) {
    if (!line.caller.empty() || logs.empty()) {
      const auto [known, isnew] = of.emplace(line.caller, logs.size());
      if (isnew) logs.emplace_back();
      current = known->second;
    }
    logs[current].push_back(line);
  }
  return logs;
}

}  // namespace picket
