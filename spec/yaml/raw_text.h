// The bytes of a file before and beside YAML: are they text at all, and where
// in its line does a scalar stand?
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/yaml/node.h"

namespace picket {

struct RawText {
  std::string text;  // without byte order mark
  std::vector<std::string> lines;
};

// False, with a mistake, for bytes that no YAML parser should see.
bool check_bytes(const std::string& file, const std::string& text,
                 Mistakes& mistakes);

// The text as it can be shown on a terminal: `?` for control characters and
// for bytes that are not UTF-8. Columns stay.
std::string printable(const std::string& text);

RawText split_raw(const std::string& text);

// The line of a place from its column on; "" beyond the end.
std::string_view rest_of_line(const RawText& raw, const SourceSpan& span);

// "~" or "null" if one of them stands there, else "".
std::string plain_null_at(const RawText& raw, const SourceSpan& span);

// Length of the run of non-blank characters, at least 1.
int word_length(const RawText& raw, const SourceSpan& span);

// The last place of `word` in the line, not after `span`.
SourceSpan find_before(const RawText& raw, const SourceSpan& span,
                       const std::string& word);

struct TagText {
  SourceSpan span;
  std::string line_rest;  // from the `!` on: what was meant as text
};
TagText tag_at(const RawText& raw, const SourceSpan& span);

// Sets the length and text_column of a scalar from the file's own letters.
void locate_scalar(const RawText& raw, Node& scalar);

// Is the place that of a `---`, or does a `...` stand before it?
bool begins_document(const RawText& raw, const SourceSpan& span);

// Is the quote that opens at this place closed anywhere behind it?
bool quote_is_closed(const RawText& raw, const SourceSpan& span);

// Control characters but line ends and tabs, as escapes can make them.
bool has_control(const std::string& text);

// How many parentheses are opened and not closed; negative if more are closed.
std::ptrdiff_t open_parentheses(const std::string& text);

}  // namespace picket
