// The terminal: whether to colour, and one line that shows progress.
//
// Must not know: checks, findings.
#pragma once

#include <string>
#include <string_view>

namespace picket {

// Colours or leaves text alone. What is written never depends on it otherwise.
struct Paint {
  bool on = false;

  std::string good(std::string_view text) const;
  std::string bad(std::string_view text) const;
  std::string warn(std::string_view text) const;
  std::string strong(std::string_view text) const;
  std::string faint(std::string_view text) const;
};

// NO_COLOR wins over CLICOLOR_FORCE, that over what the descriptor is.
Paint paint_for(int descriptor);

// One line at the bottom of a terminal that is replaced as things go on.
// Writes nothing where standard error is not a terminal.
class StatusLine {
 public:
  StatusLine();
  explicit StatusLine(bool terminal) : terminal_(terminal) {}
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  bool visible() const { return terminal_; }
  void show(const std::string& text);
  void clear();  // before anything else is written

 private:
  bool terminal_;
  bool shown_ = false;
};

}  // namespace picket
