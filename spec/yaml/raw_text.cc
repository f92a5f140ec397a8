#include "spec/yaml/raw_text.h"

#include <algorithm>

namespace picket {
namespace {

constexpr std::size_t kLargest = 1 << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes of the UTF-8 sequence at `i`, or 0 if it is not one.
std::size_t utf8_length(const std::string& text, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
  };
  const unsigned lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
  // Overlong forms, surrogates, beyond U+10FFFF.
  const unsigned second = byte(i + 1);
  if (lead == 0xE0 && second < 0xA0) return 0;
  if (lead == 0xED && second > 0x9F) return 0;
  if (lead == 0xF0 && second < 0x90) return 0;
  if (lead == 0xF4 && second > 0x8F) return 0;
  return length;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
}

const std::string* line_of(const RawText& raw, const SourceSpan& span) {
  const auto line = static_cast<std::size_t>(span.line);
  return line >= 1 && line <= raw.lines.size() ? &raw.lines[line - 1] : nullptr;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Where the quote that opens `rest` is closed, or npos.
std::size_t closing_quote(std::string_view rest, char quote, std::size_t from) {
  for (std::size_t i = from; i < rest.size(); ++i) {
    if (quote == '"' && rest[i] == '\\') {
      ++i;
    } else if (rest[i] == quote) {
      const bool doubled =
          quote == '\'' && i + 1 < rest.size() && rest[i + 1] == quote;
      if (!doubled) return i;
      ++i;
    }
  }
  return std::string::npos;
}

}  // namespace

bool check_bytes(const std::string& file, const std::string& text,
                 Mistakes& mistakes) {
  if (text.size() > kLargest) {
    mistakes.add(Mistake::file_too_large, {file, {}},
                 "the file has more than one mebibyte of text");
    return false;
  }
  SourceSpan here{1, 1, 1};
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (length == 0) {
      mistakes.add(Mistake::not_utf8, {file, here}, "the file is not UTF-8",
                   "convert it, for example with iconv");
      return false;
    }
    if (is_control(text[i])) {
      mistakes.add(Mistake::bad_character, {file, here},
                   "a control character in the file");
      return false;
    }
    if (text[i] == '\n') {
      here = {here.line + 1, 1, 1};
    } else {
      here.column += static_cast<int>(length);
    }
    i += length;
  }
  return true;
}

std::string printable(const std::string& text) {
  std::string out = text;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (length == 0 || is_control(text[i])) out[i] = '?';
    i += length == 0 ? 1 : length;
  }
  return out;
}

RawText split_raw(const std::string& text) {
  RawText raw{text, {}};
  if (raw.text.starts_with(kByteOrderMark))
    raw.text.erase(0, kByteOrderMark.size());
  raw.lines = split_lines("", raw.text).lines;
  return raw;
}

std::string_view rest_of_line(const RawText& raw, const SourceSpan& span) {
  const std::string* line = line_of(raw, span);
  const auto column = static_cast<std::size_t>(std::max(1, span.column));
  if (!line || column > line->size()) return "";
  return std::string_view(*line).substr(column - 1);
}

std::string plain_null_at(const RawText& raw, const SourceSpan& span) {
  const std::string_view rest = rest_of_line(raw, span);
  for (const char* word : {"~", "null", "Null", "NULL"})
    if (rest.starts_with(word)) return word;
  return "";
}

int word_length(const RawText& raw, const SourceSpan& span) {
  const std::string_view rest = rest_of_line(raw, span);
  const auto end = std::find_if(rest.begin(), rest.end(), is_blank);
  return std::max(1, static_cast<int>(end - rest.begin()));
}

SourceSpan find_before(const RawText& raw, const SourceSpan& span,
                       const std::string& word) {
  const std::string* line = line_of(raw, span);
  if (!line) return span;
  const auto at = line->rfind(word, static_cast<std::size_t>(span.column));
  if (at == std::string::npos) return span;
  return {span.line, static_cast<int>(at) + 1, static_cast<int>(word.size())};
}

TagText tag_at(const RawText& raw, const SourceSpan& span) {
  TagText out{span, ""};
  if (!rest_of_line(raw, span).starts_with("!"))
    out.span = find_before(raw, span, "!");
  out.line_rest = std::string(rest_of_line(raw, out.span));
  while (!out.line_rest.empty() && is_blank(out.line_rest.back()))
    out.line_rest.pop_back();
  if (!out.line_rest.starts_with("!")) return {span, ""};
  out.span.length = word_length(raw, out.span);
  // In {..} the text ends somewhere before the bracket; leave it to the user.
  if (out.line_rest.find_first_of("{}[],\"#") != std::string::npos)
    out.line_rest.clear();
  return out;
}

void locate_scalar(const RawText& raw, Node& scalar) {
  const std::string_view rest = rest_of_line(raw, scalar.span);
  if (!scalar.quoted) {
    const bool same = !scalar.text.empty() && rest.starts_with(scalar.text);
    scalar.span.length = same ? static_cast<int>(scalar.text.size())
                              : word_length(raw, scalar.span);
    scalar.text_column = same ? scalar.span.column : 0;
    return;
  }
  if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return;
  const std::size_t end = closing_quote(rest, rest[0], 1);
  if (end == std::string::npos) return;
  scalar.span.length = static_cast<int>(end) + 1;
  if (rest.compare(1, end - 1, scalar.text) == 0)
    scalar.text_column = scalar.span.column + 1;
}

bool begins_document(const RawText& raw, const SourceSpan& span) {
  if (rest_of_line(raw, span).starts_with("---")) return true;
  for (int line = span.line - 1; line > 0; --line) {
    const std::string& text = raw.lines[static_cast<std::size_t>(line) - 1];
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos || text[first] == '#' || text[first] == '%')
      continue;
    return text.starts_with("...");
  }
  return true;
}

bool quote_is_closed(const RawText& raw, const SourceSpan& span) {
  std::string_view rest = rest_of_line(raw, span);
  const char quote = rest.empty() ? '\0' : rest[0];
  if (quote != '"' && quote != '\'') return true;
  std::size_t from = 1;
  for (auto line = static_cast<std::size_t>(span.line);; ++line) {
    if (closing_quote(rest, quote, from) != rest.npos) return true;
    if (line >= raw.lines.size()) return false;
    rest = raw.lines[line];
    from = 0;
  }
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(), is_control);
}

std::ptrdiff_t open_parentheses(const std::string& text) {
  return std::count(text.begin(), text.end(), '(') -
         std::count(text.begin(), text.end(), ')');
}

}  // namespace picket
