#include "explorer/report/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace picket {
namespace {

std::string coloured(bool on, const char* code, std::string_view text) {
  if (!on) return std::string(text);
  return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
}

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool is_terminal(int descriptor) {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return !dumb && ::isatty(descriptor) == 1;
}

std::size_t terminal_width() {
  struct winsize size {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

}  // namespace

std::string Paint::good(std::string_view text) const {
  return coloured(on, "32", text);
}
std::string Paint::bad(std::string_view text) const {
  return coloured(on, "1;31", text);
}
std::string Paint::warn(std::string_view text) const {
  return coloured(on, "33", text);
}
std::string Paint::strong(std::string_view text) const {
  return coloured(on, "1", text);
}
std::string Paint::faint(std::string_view text) const {
  return coloured(on, "2", text);
}

Paint paint_for(int descriptor) {
  if (is_set("NO_COLOR")) return {false};
  const char* force = std::getenv("CLICOLOR_FORCE");
  if (force != nullptr && *force != '\0' && std::string_view(force) != "0")
    return {true};
  return {is_terminal(descriptor)};
}

StatusLine::StatusLine() : terminal_(is_terminal(STDERR_FILENO)) {}

void StatusLine::show(const std::string& text) {
  if (!terminal_) return;
  // A line that wraps could not be taken back.
  std::cerr << "\r\x1b[K" << text.substr(0, terminal_width() - 1) << std::flush;
  shown_ = true;
}

void StatusLine::clear() {
  if (!shown_) return;
  std::cerr << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace picket
