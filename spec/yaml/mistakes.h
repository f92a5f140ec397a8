// The mistakes found in one file, each from the closed table
// diagnostic_codes.def.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "spec/base/diagnostic.h"

namespace picket {

enum class Mistake : std::uint8_t {
#define MISTAKE(id, code, title, why) id,
#include "spec/yaml/diagnostic_codes.def"
#undef MISTAKE
};

struct MistakeFacts {
  Mistake mistake;
  std::string_view code;
  std::string_view title;
  std::string_view why;
};

const std::vector<MistakeFacts>& all_mistakes();
const MistakeFacts& facts(Mistake mistake);

// A stretch of one file.
struct Place {
  std::string file;
  SourceSpan span;
};

// Thrown when reading on would only cost time; the mistakes found so far
// count.
struct GivenUp {};

struct Mistakes {
  // More are not worth reading, and a hostile file could make millions.
  static constexpr std::size_t kMost = 500;

  Diagnostics list;        // without repetitions: families repeat their text
  std::size_t errors = 0;  // counts repetitions too

  void add(Mistake mistake, const Place& place, std::string message,
           std::string hint = "");
  void append(const Diagnostics& others);
  bool has(Mistake mistake, const Place& place) const;

 private:
  bool is_new(const Diagnostic& diagnostic);

  std::set<std::tuple<std::string, SourceSpan, std::string, std::string>> seen_;
};

// "did you mean `x`" for the nearest of the known names, or `otherwise`.
std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& known,
                         std::string otherwise = "");

// "a, b or c" of words in backquotes; cut after twenty.
std::string one_of(const std::vector<std::string>& words);

// The text in backquotes, shortened if it is long.
std::string in_quotes(std::string_view text);

}  // namespace picket
