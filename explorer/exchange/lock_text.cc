// Class names hold parentheses of their own: they are matched, not searched.
#include "explorer/exchange/lock_text.h"

#include <cctype>

namespace picket {
namespace {

using Text = std::string_view;

// Consoles that print each piece on a line of its own break a lock into six.
constexpr std::size_t kMostLines = 7;

bool word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         c == '.' || c == '$';
}

// Behind the parenthesis that closes the one at `from`; npos: it is not there.
std::size_t behind_group(Text text, std::size_t from) {
  int depth = 0;
  for (std::size_t k = from; k < text.size(); ++k) {
    if (text[k] == '(') ++depth;
    if (text[k] == ')' && --depth == 0) return k + 1;
  }
  return Text::npos;
}

// "{..}" at the start of text, which is moved behind it.
std::string take_braces(Text& text) {
  text = trimmed(text);
  const std::size_t close = text.find('}');
  if (!text.starts_with("{") || close == Text::npos) return {};
  const std::string inside(trimmed(text.substr(1, close - 1)));
  text.remove_prefix(close + 1);
  return inside;
}

// "[<ffffffff811061a6>]", "[c0000000001a2b3c]", "([<0000000000113960>]"
std::size_t behind_address(Text text) {
  std::size_t at = text.starts_with("([") ? 2 : text.starts_with("[") ? 1 : 0;
  if (at == 0 || at == text.size()) return 0;
  if (text[at] == '<') ++at;
  if (text.substr(at).starts_with("0x")) at += 2;
  const std::size_t first = at;
  while (at < text.size() &&
         std::isxdigit(static_cast<unsigned char>(text[at])) != 0)
    ++at;
  const bool enough = at >= first + 2;
  if (at < text.size() && text[at] == '>') ++at;
  return enough && at < text.size() && text[at] == ']' ? at + 1 : 0;
}

Text without_addresses(Text text) {
  text = trimmed(text);
  for (std::size_t n = behind_address(text); n > 0; n = behind_address(text))
    text = trimmed(text.substr(n));
  return text;
}

// file.c:12 or file.h:12 in what follows the function's name.
std::string place_in(Text text) {
  for (const char* suffix : {".c:", ".h:", ".rs:", ".S:"}) {
    const std::size_t at = text.find(suffix);
    if (at == Text::npos) continue;
    const std::size_t first = text.find_last_of(" (", at);
    const std::size_t start = first == Text::npos ? 0 : first + 1;
    std::size_t end = at + Text(suffix).size();
    while (end < text.size() &&
           std::isdigit(static_cast<unsigned char>(text[end])))
      ++end;
    return std::string(text.substr(start, end - start));
  }
  return {};
}

bool complete(const LockText& lock, Text text) {
  if (text.ends_with("-") || text.ends_with(",")) return false;
  return !contains(text, "at:") || !lock.at.empty();
}

}  // namespace

std::optional<LockText> read_lock_text(Text text) {
  LockText lock;
  text = trimmed(text);
  if (text.starts_with("[<")) text = without_addresses(text);
  // An address that the kernel would not tell.
  for (const Text hidden : {"(____ptrval____)", "(ptrval)"})
    if (text.starts_with(hidden)) text = trimmed(text.substr(hidden.size()));
  const std::size_t open = text.find('(');
  if (open == Text::npos || open > 24) return std::nullopt;
  const Text before = trimmed(text.substr(0, open));
  if (before.find(' ') != Text::npos) return std::nullopt;
  lock.address = std::string(before);
  const std::size_t end = behind_group(text, open);
  if (end == Text::npos) return std::nullopt;
  lock.name = std::string(trimmed(text.substr(open + 1, end - open - 2)));
  if (lock.name.empty()) return std::nullopt;
  Text rest = text.substr(end);
  lock.usage = take_braces(rest);
  if (rest.starts_with("-")) {
    rest.remove_prefix(1);
    const std::string types = take_braces(rest);
    const std::size_t colon = types.find(':');
    if (colon != std::string::npos && colon + 1 < types.size())
      lock.wait_type = types[colon + 1] - '0';
  }
  const std::size_t at = rest.find("at:");
  if (at != Text::npos) {
    const auto frame = read_frame(rest.substr(at + 3));
    if (frame) lock.at = frame->function;
  }
  return lock;
}

std::optional<LockText> read_lock_lines(const Log& log, std::size_t& at) {
  std::string text;
  std::optional<LockText> lock;
  std::size_t used = at;
  for (std::size_t k = at; k < log.size() && k < at + kMostLines; ++k) {
    const std::string& next = log[k].text;
    // "but task is already holding" and "lock:" may be two lines.
    if ((next.empty() || next == "lock:") && !lock) continue;
    const bool place = next.starts_with(", at:") || next.starts_with("at:");
    if (lock && complete(*lock, text) && !(place && lock->at.empty())) break;
    if (lock && (next.empty() || next.starts_with("->"))) break;
    if (!text.empty() && !text.ends_with("-") && !text.ends_with("(") &&
        !next.starts_with(")") && !next.starts_with("#"))
      text += ' ';
    text += next;
    if (auto read = read_lock_text(text)) {
      lock = std::move(read);
      used = k;
    }
  }
  if (lock) at = used;
  return lock;
}

std::optional<Frame> read_frame(Text text) {
  text = without_addresses(text);
  if (text.starts_with("(")) text = trimmed(text.substr(1));  // ARM
  if (text.starts_with("?") || text.empty()) return std::nullopt;
  std::size_t end = 0;
  while (end < text.size() && word_character(text[end])) ++end;
  if (end < 3 || std::isdigit(static_cast<unsigned char>(text[0])))
    return std::nullopt;
  Frame frame;
  frame.base =
      std::string(text.substr(0, text.find('.') < end ? text.find('.') : end));
  const Text rest = text.substr(end);
  // A place that mail put on a line of its own.
  if (rest.starts_with("/") || text.starts_with("discriminator "))
    return std::nullopt;
  frame.place = place_in(rest);
  if (rest.starts_with("+0x")) {
    while (end < text.size() && text[end] != ' ' && text[end] != ')') ++end;
  } else if (!rest.empty() && frame.place.empty() && !rest.starts_with(")") &&
             !rest.starts_with(" [") && !rest.starts_with(" from ")) {
    return std::nullopt;
  }
  if (frame.base.empty()) return std::nullopt;
  frame.function = std::string(text.substr(0, end));
  return frame;
}

bool says_rt(Text text) {
  for (const char* part : {"PREEMPT_RT", "PREEMPT RT", "rt_spin_lock",
                           "rtlock_slowlock", "rwbase_read", "rwbase_write"})
    if (contains(text, part)) return true;
  const std::size_t at = text.find("-rt");
  return at != Text::npos && at > 2 && at + 3 < text.size() &&
         std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0 &&
         std::isdigit(static_cast<unsigned char>(text[at + 3])) != 0 &&
         contains(text, "ainted");
}

}  // namespace picket
