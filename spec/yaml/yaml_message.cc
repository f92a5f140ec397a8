#include "spec/yaml/yaml_message.h"

#include <cctype>

namespace picket {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
}

// The text around a bracket at `i`: from the `{`, `,` or `: ` before it to the
// `,`, `}` or `: ` behind it.
std::size_t text_begin(const std::string& line, std::size_t i) {
  while (i > 0 && std::string_view("{,[").find(line[i - 1]) ==
                      std::string_view::npos) {
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
  const std::string line = rest_of_line(raw, {span.line, 1, 1});
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
    return {{span.line, static_cast<int>(begin) + 1,
             static_cast<int>(end - begin)},
            line.substr(begin, end - begin)};
  }
  return {};
}

struct Translation {
  const char* begins;
  const char* message;
  const char* hint;
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
     "start the list in a new line, after its key"},
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
    {"illegal character found while scanning a", "an unquoted `&` or `*`",
     "quote the expression"},
    {"anchor not found", "an unquoted `&`", "quote the expression"},
    {"alias not found", "an unquoted `*`", "quote the expression"},
    {"the referenced anchor", "an unquoted `*`",
     "quote the text; aliases are not used in scenarios"},
    {"aliases can't", "an unquoted `*`", "quote the expression"},
    {"cannot assign multiple", "an unquoted `!`, `&` or `*`",
     "quote the expression"},
    {"illegal character found while scanning tag", "an unquoted `!`",
     "quote the expression"},
    {"tag handle", "an unquoted `!`", "quote the expression"},
    {"end of verbatim tag", "an unquoted `!`", "quote the expression"},
    {"unexpected character in block", "text behind `>` or `|`",
     "start the text in the next line, or quote it"},
};

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
  if (span.line < 1 ||
      static_cast<std::size_t>(span.line) > raw.lines.size()) {
    // At the end of the file: the last line is the place to look at.
    span.line = static_cast<int>(raw.lines.size());
    span.column = 1;
  }
  if (raw.lines.empty()) span = {};
  for (const Translation& t : kTranslations)
    if (message.starts_with(t.begins)) {
      mistakes.add(Mistake::yaml_syntax, {file, span}, t.message, t.hint);
      return;
    }
  mistakes.add(Mistake::yaml_syntax, {file, span},
               "the YAML cannot be parsed: " + message);
}

}  // namespace picket
