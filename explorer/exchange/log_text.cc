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

constexpr std::size_t kLongestPrefix = 70;

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
  replace_all(out, "&amp;", "&");  // some pages escape twice
  const std::pair<const char*, const char*> escapes[] = {
      {"\xc2\xa0", " "}, {"&gt;", ">"},   {"&lt;", "<"}, {"&quot;", "\""},
      {"&#39;", "'"},    {"&nbsp;", " "}, {"^M", ""},    {"#012", "\n"},
      {"\r", ""},        {"&amp;", "&"}};
  for (const auto& [from, to] : escapes) replace_all(out, from, to);
  std::replace(out.begin(), out.end(), '\t', ' ');
  std::erase_if(out, [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\n';
  });
  // The kernel writes ASCII; what is not may be half a character by now, or a
  // blank of Latin-1.
  for (char& c : out)
    if (static_cast<unsigned char>(c) > 126) c = c == '\xa0' ? ' ' : '?';
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

// How many characters from `at` on are like the pattern, in which 0 is a digit,
// 9 any number of digits, and everything else itself; npos: they are not.
std::size_t matched(std::string_view text, std::string_view pattern,
                    std::size_t at = 0) {
  for (const char p : pattern) {
    if (p == '9') {
      while (at < text.size() && digit(text[at])) ++at;
      continue;
    }
    if (at >= text.size() || (p == '0' ? !digit(text[at]) : text[at] != p))
      return std::string_view::npos;
    ++at;
  }
  return at;
}

bool has_clock(std::string_view text) {
  for (std::size_t k = 0; k + 8 <= text.size(); ++k)
    if (matched(text, "00:00:00", k) != std::string_view::npos) return true;
  return false;
}

// 12.345678, +0,003927, 0.1 < 0.0>, T123, C0, or the date of `dmesg -T`.
bool stamp(std::string_view inside) {
  inside = trimmed(inside);
  if (inside.empty()) return false;
  if (has_clock(inside)) return true;
  const char first = inside.front();
  if (first == 'T' || first == 'C') inside.remove_prefix(1);
  if (first == '+' || first == '<') inside.remove_prefix(1);
  bool any = false;
  for (const char c : inside) {
    if (digit(c)) any = true;
    if (!digit(c) && std::string_view("., :-<>").find(c) == inside.npos)
      return false;
  }
  return any && !inside.empty();
}

// Where the next of printk's stamps begins, from `from` on.
std::size_t next_stamp(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('[', from); at != std::string_view::npos;
       at = text.find('[', at + 1)) {
    std::size_t k = at + 1;
    while (k < text.size() && text[k] == ' ') ++k;
    if (k < text.size() && digit(text[k]) &&
        matched(text, "9.000000]", k) != std::string_view::npos)
      return at;
  }
  return std::string_view::npos;
}

// A page, a test runner or a console may put anything before printk's stamp.
std::string_view from_stamp(std::string_view text) {
  const std::size_t at = next_stamp(text, 0);
  if (at >= kLongestPrefix) return text;
  // Mail may end a line with the stamp of the next one.
  const std::size_t end = text.find(']', at);
  return end + 1 == text.size() ? trimmed(text.substr(0, at)) : text.substr(at);
}

// "2024-11-12T09:14:03,123456+01:00 ", "11-12 09:14:03.123 ", "09:14:03: ",
// and what some programs write behind a date.
std::string_view without_date(std::string_view text) {
  std::size_t at = 0;
  for (const char* date : {"0000-00-00T", "0000-00-00 ", "00-00 "})
    if (at == 0 && matched(text, date) != text.npos) at = matched(text, date);
  at = matched(text, "00:00:00", at);
  if (at == text.npos) return text;
  while (at < text.size() &&
         (digit(text[at]) ||
          std::string_view(".,+-:Z").find(text[at]) != text.npos))
    ++at;
  if (at < text.size() && text[at] != ' ') return text;
  text = trimmed(text.substr(at));
  // Android: process, thread, level, tag.
  const std::size_t tag = text.find("KERNEL");
  const std::size_t colon = text.find(": ", tag);
  if (tag < 24 && colon != text.npos && colon < tag + 12)
    text = trimmed(text.substr(colon + 2));
  return text;
}

// "kern  :warn  : " of `dmesg -x`, "4,1004,182400004,-;" of /dev/kmsg,
// "(2)[94:kworker/2:1]" of some phones.
std::string_view without_record(std::string_view text, std::string& caller) {
  if (text.starts_with("kern ") || text.starts_with("kern:")) {
    const std::size_t first = text.find(':');
    const std::size_t second =
        first == text.npos ? first : text.find(':', first + 1);
    if (second < 20) return trimmed(text.substr(second + 1));
  }
  if (const std::size_t record = matched(text, "09,09,09,");
      record != text.npos) {
    const std::size_t end = text.find(';');
    if (end > record + 24) return text;
    const std::size_t by = text.find("caller=");
    if (by < end) caller = std::string(text.substr(by + 7, end - by - 7));
    return trimmed(text.substr(end + 1));
  }
  if (const std::size_t cpu = matched(text, "(09)[09:"); cpu != text.npos) {
    const std::size_t close = text.find(']');
    if (close < cpu + 20) return trimmed(text.substr(close + 1));
  }
  return text;
}

// "[   12.345678]", "[  T17]"; unchanged if there is none.
std::string_view without_stamp(std::string_view text, std::string& caller) {
  const std::size_t close = text.find(']');
  if (text.empty() || text[0] != '[' || close == std::string_view::npos ||
      close > 40 || !stamp(text.substr(1, close - 1)))
    return text;
  const std::string_view inside = trimmed(text.substr(1, close - 1));
  if ((inside.starts_with("T") || inside.starts_with("C")) &&
      !has_clock(inside))
    caller = inside;
  return trimmed(text.substr(close + 1));
}

std::string_view without_level(std::string_view text) {
  if (text.size() > 3 && text[0] == '<' && digit(text[1]) &&
      text.substr(0, 5).find('>') != std::string_view::npos)
    return trimmed(text.substr(text.find('>') + 1));
  return text;
}

std::string_view without_printk(std::string_view text, std::string& caller) {
  for (std::size_t before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = without_stamp(without_level(text), caller);
    // Mail may have broken a stamp behind its bracket.
    if (const std::size_t rest = matched(text, "09.000000] ");
        rest != text.npos)
      text = trimmed(text.substr(rest));
    text = without_record(without_date(text), caller);
    if (text.size() == before) text = from_stamp(text);
  }
  return text;
}

// Mail may send "=3D" for "=", and break a line with "=" at its end.
std::string without_quoted_printable(std::string_view text) {
  std::string out;
  const auto hex = [](char c) {
    return digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  for (std::size_t k = 0; k < text.size(); ++k) {
    const bool more = text[k] == '=' && k + 2 < text.size();
    if (text[k] == '=' && k + 1 < text.size() && text[k + 1] == '\n') {
      ++k;
    } else if (more && text[k + 1] == '\r' && text[k + 2] == '\n') {
      k += 2;
    } else if (more && hex(text[k + 1]) >= 0 && hex(text[k + 2]) >= 0) {
      out += static_cast<char>(hex(text[k + 1]) * 16 + hex(text[k + 2]));
      k += 2;
    } else {
      out += text[k];
    }
  }
  return out;
}

// A log itself has "=", but hardly "=3D", and rules made of "=".
bool is_quoted_printable(std::string_view text) {
  if (contains(text, "=3D")) return true;
  int broken = 0;
  for (std::size_t at = text.find("=\n"); at != text.npos && broken < 3;
       at = text.find("=\n", at + 1))
    broken += at > 0 && text[at - 1] != '=' ? 1 : 0;
  return broken == 3;
}

// Of a line in which several stamps have text behind them, the lines they were.
std::vector<std::string_view> unjoined(std::string_view line) {
  std::vector<std::string_view> parts;
  for (std::size_t at = next_stamp(line, 0); at < line.size();) {
    const std::size_t next = std::min(next_stamp(line, at + 1), line.size());
    const std::string_view part = line.substr(at, next - at);
    if (trimmed(part.substr(part.find(']') + 1)).size() > 1)
      parts.push_back(part);
    at = next;
  }
  if (parts.size() < 2) return {line};
  if (const std::size_t first = next_stamp(line, 0); first > 0)
    parts.insert(parts.begin(), line.substr(0, first));
  return parts;
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
  std::string decoded;
  if (is_quoted_printable(text)) {
    decoded = without_quoted_printable(text);
    text = decoded;
  }
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
      for (const std::string_view one :
           unjoined(without_quoting(rest.substr(0, part)))) {
        LogLine cleaned{number, ""};
        cleaned.text = without_printk(without_syslog(one), cleaned.caller);
        log.push_back(std::move(cleaned));
      }
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
