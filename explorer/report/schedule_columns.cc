#include "explorer/report/schedule_columns.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace picket {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 12;
constexpr std::string_view kHeading = "  step  line  ";

struct Column {
  std::string name;
  std::size_t text = 0;    // longest text, the name included
  std::size_t offset = 0;  // from the end of the numbers
};
using Columns = std::map<ContextId, Column>;

std::string indented(const ScheduleRow& row) {
  return std::string(2 * static_cast<std::size_t>(row.depth), ' ') + row.text;
}

std::string padded_number(std::size_t n, std::size_t width) {
  const std::string digits = n == 0 ? "-" : std::to_string(n);
  return std::string(width - std::min(width, digits.size()), ' ') + digits;
}

// Lines of included files have a letter behind them, which tells the file.
class Letters {
 public:
  explicit Letters(const std::vector<ScheduleRow>& rows) {
    for (const ScheduleRow& row : rows)
      if (row.line > 0 && !row.file.empty() && !has(row.file))
        files_.push_back(row.file);
  }
  char of(const ScheduleRow& row) const {
    const auto at = std::find(files_.begin(), files_.end(), row.file);
    const auto i = static_cast<std::size_t>(at - files_.begin());
    return row.line == 0 || at == files_.end() ? ' '
           : i < 26                            ? static_cast<char>('a' + i)
                                               : '+';
  }
  // "  (a: lib/locks.yaml)"
  void explain(std::vector<std::string>& lines) const {
    for (std::size_t i = 0; i < files_.size(); ++i)
      lines.push_back(std::string("  (") +
                      (i < 26 ? static_cast<char>('a' + i) : '+') +
                      ": a line of " + files_[i] + ")");
  }

 private:
  bool has(const std::string& file) const {
    return std::find(files_.begin(), files_.end(), file) != files_.end();
  }
  std::vector<std::string> files_;
};

// "> 3    21  ": the mark, the number of the step, its line.
std::string numbers(const ScheduleRow& row, std::size_t number,
                    const Letters& letters) {
  return (row.marked    ? "> "
          : row.repeats ? "| "
                        : "  ") +
         padded_number(number, 4) + "  " +
         padded_number(static_cast<std::size_t>(row.line), 4) +
         letters.of(row) + " ";
}

std::string stars(const std::string& word) { return "*** " + word + " ***"; }

Columns columns_of(const Scenario& s, const std::vector<ScheduleRow>& rows) {
  Columns columns;
  for (const ScheduleRow& row : rows) {
    Column& c = columns[row.context];
    c.name = s.context(row.context).name;
    c.text = std::max({c.text, c.name.size(), indented(row).size()});
    if (!row.after.empty()) c.text = std::max(c.text, stars(row.after).size());
    if (row.kind == ScheduleRow::Kind::waiting)
      c.text = std::max(c.text, stars("BLOCKED").size());
  }
  return columns;
}

// Places the columns with at most `widest` characters from one to the next
// (but never less than its name needs). True if every text ends in `width`.
bool place(Columns& columns, std::size_t widest, std::size_t width) {
  std::size_t offset = 0;
  bool fits = true;
  for (auto& [context, c] : columns) {
    c.offset = offset;
    fits = fits && offset + c.text <= width;
    offset += std::min(c.text, std::max(c.name.size(), widest)) + kGap;
  }
  return fits;
}

bool place(Columns& columns, std::size_t width) {
  for (std::size_t widest = width; widest >= kNarrowest; --widest)
    if (place(columns, widest, width)) return true;
  return false;
}

class Lines {
 public:
  Lines(const Columns& columns, const Letters& letters, const Paint& paint)
      : columns_(columns), letters_(letters), paint_(paint) {}

  void heading() {
    std::string line(kHeading);
    for (const auto& [context, c] : columns_) put(line, c, c.name);
    lines_.push_back(paint_.strong(line));
  }

  void row(const ScheduleRow& row, std::size_t number) {
    std::string line = numbers(row, number, letters_);
    put(line, columns_.at(row.context), indented(row));
    lines_.push_back(row.marked ? paint_.strong(line) : line);
    if (!row.after.empty()) alone(row.context, stars(row.after));
  }

  void alone(ContextId context, const std::string& text) {
    std::string line(kHeading.size(), ' ');
    put(line, columns_.at(context), text);
    lines_.push_back(paint_.bad(line));
  }

  void blocked(const std::vector<ContextId>& contexts) {
    std::string line(kHeading.size(), ' ');
    const std::string full = stars("BLOCKED");
    bool narrow = false;
    for (ContextId c : contexts) {
      const auto next = columns_.upper_bound(c);
      narrow |=
          next != columns_.end() &&
          next->second.offset - columns_.at(c).offset < full.size() + kGap;
    }
    for (ContextId c : contexts)
      put(line, columns_.at(c), narrow ? "*BLOCKED*" : full);
    lines_.push_back(paint_.bad(line));
  }

  std::vector<std::string> take() { return std::move(lines_); }

 private:
  static void put(std::string& line, const Column& c, const std::string& text) {
    const std::size_t at = kHeading.size() + c.offset;
    if (line.size() < at) line.resize(at, ' ');
    line += text;
  }

  const Columns& columns_;
  const Letters& letters_;
  const Paint& paint_;
  std::vector<std::string> lines_;
};

std::vector<std::string> as_list(const Columns& columns,
                                 const std::vector<ScheduleRow>& rows,
                                 const Letters& letters, const Paint& paint) {
  std::size_t longest = 0;
  for (const auto& [context, c] : columns)
    longest = std::max(longest, c.name.size());
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string name = columns.at(rows[i].context).name + ":";
    name.resize(longest + 2, ' ');
    std::string line =
        numbers(rows[i], i + 1, letters) + name + indented(rows[i]);
    if (rows[i].kind == ScheduleRow::Kind::waiting)
      line += "  " + paint.bad(stars("BLOCKED"));
    if (!rows[i].after.empty()) line += "  " + paint.bad(stars(rows[i].after));
    lines.push_back(line);
  }
  letters.explain(lines);
  return lines;
}

}  // namespace

std::vector<std::string> schedule_columns(const Scenario& s,
                                          const std::vector<ScheduleRow>& rows,
                                          const Paint& paint,
                                          std::size_t width) {
  Columns columns = columns_of(s, rows);
  const Letters letters(rows);
  if (!place(columns, width - kHeading.size()))
    return as_list(columns, rows, letters, paint);
  Lines lines(columns, letters, paint);
  lines.heading();
  std::vector<ContextId> blocked;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    lines.row(rows[i], i + 1);
    if (rows[i].kind == ScheduleRow::Kind::waiting)
      blocked.push_back(rows[i].context);
  }
  std::sort(blocked.begin(), blocked.end());
  if (!blocked.empty()) lines.blocked(blocked);
  std::vector<std::string> text = lines.take();
  letters.explain(text);
  return text;
}

}  // namespace picket
