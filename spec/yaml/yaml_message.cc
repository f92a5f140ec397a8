#include "spec/yaml/yaml_message.h"
#include "spec/yaml/c_code.h"

#include <cctype>

namespace picket {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
}

// The text around a bracket at `i`: from the `{`, `,` or `: ` before it to the
// `,`, `}` or `: ` behind it.
std::size_t text_begin(const std::string& line, std::size_t i) {
  while (i > 0 &&
         std::string_view("{,[").find(line[i - 1]) == std::string_view::npos) {
    if (line[i - 1] == ' ' && i > 1 && line[i - 2] == ':') break;
    --i;
  }
  while (line[i] == ' ') ++i;
  return i;
}

std::size_t text_end(const std::string& line, std::size_t begin) {
  int depth = 0;
  std::size_t end = begin;
  for (; end < line.size(); ++end) {
    const char c = line[end];
    const bool colon = c == ':' && line.substr(end + 1, 1) == " ";
    if (depth <= 0 && (c == ']' || c == ',' || c == '}' || colon)) break;
    if (c == '[' || c == '(') ++depth;
    if (c == ']' || c == ')') --depth;
  }
  while (end > begin + 1 && line[end - 1] == ' ') --end;
  return end;
}

// `fence[i-1]` in plain flow style: a word directly before a bracket, in the
// line where the parser lost its way.
struct BracketReference {
  SourceSpan span;
  std::string text;
};

BracketReference find_bracket_reference(const RawText& raw,
                                        const SourceSpan& span) {
  const std::string line(rest_of_line(raw, {span.line, 1, 1}));
  bool flow = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'') quote = c;
    if (c == '{') flow = true;
    if (c != '[') continue;
    if (!flow || i == 0 || !is_word(line[i - 1])) {
      flow = true;
      continue;
    }
    const std::size_t begin = text_begin(line, i);
    const std::size_t end = text_end(line, begin);
    return {
        {span.line, static_cast<int>(begin) + 1, static_cast<int>(end - begin)},
        line.substr(begin, end - begin)};
  }
  return {};
}

struct Translation {
  const char* begins;
  const char* message;
  const char* hint;
  Mistake mistake = Mistake::yaml_syntax;
};

// In the order of how often people meet them.
constexpr Translation kTranslations[] = {
    {"illegal map value", "a second `:` in one line",
     "quote a text that contains `: `"},
    {"end of map flow", "a `{` is not closed with `}`",
     "texts with , [ ] { } or `: ` must be quoted inside {..}"},
    {"end of sequence flow", "a `[` is not closed with `]`",
     "texts with , [ ] { } or `: ` must be quoted inside [..]"},
    {"illegal flow end", "a closing bracket without its opening one", ""},
    {"end of map not found", "this line does not fit the mapping around it",
     "check the indentation, and that every key is followed by `: `"},
    {"end of sequence not found", "this line does not fit the list around it",
     "check the indentation, and that every entry starts with `- `"},
    {"illegal block entry", "a list entry is not possible here",
     "start the list in a new line; quote a text that starts with `- `"},
    {"illegal map key", "a key is not possible here", ""},
    {"illegal tab", "a tab is used for indentation", "indent with spaces"},
    {"unknown token", "a text cannot start with this character",
     "quote the text"},
    {"illegal EOF in scalar", "a quote is opened and never closed", ""},
    {"illegal document indicator", "a quote is opened and never closed", ""},
    {"unknown escape", "an unknown escape in double quotes",
     "use single quotes, or double the backslash"},
    {"bad character found while scanning hex", "a broken escape", ""},
    {"invalid unicode", "a broken escape", ""},
    {"illegal character found while scanning tag", "an unquoted `!`",
     "quote the expression", Mistake::yaml_tag},
    {"tag handle", "an unquoted `!`", "quote the expression",
     Mistake::yaml_tag},
    {"end of verbatim tag", "an unquoted `!`", "quote the expression",
     Mistake::yaml_tag},
    {"illegal character found while scanning a", "an unquoted `&` or `*`",
     "quote the expression", Mistake::yaml_anchor},
    {"anchor not found", "an unquoted `&`", "quote the expression",
     Mistake::yaml_anchor},
    {"alias not found", "an unquoted `*`", "quote the expression",
     Mistake::yaml_anchor},
    {"the referenced anchor", "an unquoted `*`",
     "quote the text; aliases are not used in scenarios", Mistake::yaml_anchor},
    {"aliases can't", "an unquoted `*`", "quote the expression",
     Mistake::yaml_anchor},
    {"cannot assign multiple", "an unquoted `!`, `&` or `*`",
     "quote the expression", Mistake::yaml_tag},
    {"unexpected character in block", "text behind `>` or `|`",
     "start the text in the next line, or quote it"},
};

bool indented_by_tab(std::string_view line) {
  const auto tab = line.find('\t');
  return tab != line.npos && tab < line.find_first_not_of(" \t");
}

// The innermost bracket that is still open at the end of the file.
SourceSpan open_bracket(const RawText& raw) {
  std::vector<SourceSpan> open;
  char quote = 0;
  for (std::size_t l = 0; l < raw.lines.size(); ++l) {
    const std::string& line = raw.lines[l];
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quote) {
        if (c == quote) quote = 0;
        continue;
      }
      if (c == '#') break;
      if (!open.empty() && (c == '"' || c == '\'')) quote = c;
      if (c == '{' || c == '[')
        open.push_back({static_cast<int>(l) + 1, static_cast<int>(i) + 1, 1});
      if ((c == '}' || c == ']') && !open.empty()) open.pop_back();
    }
  }
  return open.empty() ? SourceSpan{} : open.back();
}

std::string trimmed(std::string_view line) {
  const auto begin = line.find_first_not_of(' ');
  return begin == line.npos ? "" : std::string(line.substr(begin));
}

// A comment as in C, in the line of the parser's complaint or the one above it.
SourceSpan c_comment(const RawText& raw, int line) {
  for (int at = line; at > 0 && at >= line - 1; --at) {
    const std::string_view text = rest_of_line(raw, {at, 1, 1});
    const auto begin = text.find_first_not_of(' ');
    if (begin == text.npos) continue;
    const std::string_view rest = text.substr(begin);
    if (rest.starts_with("//") || rest.starts_with("/*"))
      return {at, static_cast<int>(begin) + 1, 2};
  }
  return {};
}

// An entry of a list without its dash, below one that has it: the step that it
// would be, or "".
std::string missing_dash(const RawText& raw, const SourceSpan& span) {
  const std::string_view line = rest_of_line(raw, {span.line, 1, 1});
  const std::string text = trimmed(line);
  if (text.starts_with("-") || !begins_with_operation(text)) return "";
  const auto indent = line.find_first_not_of(' ');
  for (int above = span.line - 1; above > 0; --above) {
    const std::string_view other = rest_of_line(raw, {above, 1, 1});
    const auto begin = other.find_first_not_of(' ');
    if (begin == other.npos || begin > indent) continue;
    return begin == indent && other.substr(begin).starts_with("- ")
               ? "- " + text.substr(0, text.find(" #"))
               : "";
  }
  return "";
}

struct Colon {
  SourceSpan span;
  const char* message = nullptr;
  const char* hint = "";
};

// `key:value` without a blank, in the line of the parser's complaint or the
// one above it, where it made the two lines one text.
Colon misplaced_colon(const RawText& raw, const SourceSpan& span) {
  const char* no_blank = "a blank is missing behind `:`";
  const std::string_view line = rest_of_line(raw, {span.line, 1, 1});
  const auto at = static_cast<std::size_t>(span.column) - 1;
  if (const auto dash = line.find_first_not_of(' ');
      dash != line.npos && line.substr(dash).starts_with("-\t"))
    return {{span.line, static_cast<int>(dash) + 2, 1},
            "a tab stands behind the dash",
            "write a blank"};
  if (at > 0 && at < line.size() && line[at - 1] == ':' && line[at] != ' ')
    return {{span.line, span.column - 1, 1}, no_blank};
  if (span.line < 2 || at >= line.size() || line[at] != ':') return {};
  if (line.substr(0, at).find(": ") != line.npos) return {};
  const std::string_view above = rest_of_line(raw, {span.line - 1, 1, 1});
  const auto colon = above.find(':');
  if (colon != above.npos && colon + 1 < above.size() &&
      above[colon + 1] != '\t' && above.find(": ") == above.npos &&
      above.back() != ':')
    return {{span.line - 1, static_cast<int>(colon) + 1, 1}, no_blank};
  const auto first = static_cast<int>(line.find_first_not_of(' ')) + 1;
  return {{span.line, first, span.column - first},
          "this line continues the text above it",
          "check the indentation, or quote a text that contains `: `"};
}

}  // namespace

void add_yaml_error(const std::string& file, const RawText& raw,
                    SourceSpan span, const std::string& message,
                    Mistakes& mistakes) {
  const BracketReference reference = find_bracket_reference(raw, span);
  if (!reference.text.empty()) {
    mistakes.add(Mistake::unquoted_reference, {file, reference.span},
                 "a reference with brackets must be quoted inside {..} and "
                 "[..]",
                 "write \"" + reference.text + "\"");
    return;
  }
  if (indented_by_tab(rest_of_line(raw, {span.line, 1, 1}))) {
    mistakes.add(Mistake::yaml_syntax, {file, {span.line, 1, 1}},
                 "a tab is used for indentation", "indent with spaces");
    return;
  }
  if (const SourceSpan comment = c_comment(raw, span.line); comment.known()) {
    mistakes.add(Mistake::yaml_syntax, {file, comment},
                 "this is no comment in YAML", "a comment begins with `#`");
    return;
  }
  if (const std::string step = missing_dash(raw, span); !step.empty()) {
    const auto begin =
        rest_of_line(raw, {span.line, 1, 1}).find_first_not_of(' ');
    mistakes.add(Mistake::yaml_syntax,
                 {file, {span.line, static_cast<int>(begin) + 1, 1}},
                 "a dash is missing in front of this step", "write " + step);
    return;
  }
  if (message.starts_with("illegal map value") ||
      message.starts_with("end of map flow"))
    if (const Colon colon = misplaced_colon(raw, span); colon.message) {
      mistakes.add(Mistake::yaml_syntax, {file, colon.span}, colon.message,
                   colon.hint);
      return;
    }
  if (span.line < 1 || static_cast<std::size_t>(span.line) > raw.lines.size()) {
    // The end of the file is not the place to look at.
    const SourceSpan open = open_bracket(raw);
    const int last = static_cast<int>(raw.lines.size());
    span = open.known() ? open : SourceSpan{last, 1, 1};
  }
  if (raw.lines.empty()) span = {};
  for (const Translation& t : kTranslations)
    if (message.starts_with(t.begins)) {
      mistakes.add(t.mistake, {file, span}, t.message, t.hint);
      return;
    }
  mistakes.add(Mistake::yaml_syntax, {file, span},
               "the YAML cannot be parsed: " + message);
}

}  // namespace picket
