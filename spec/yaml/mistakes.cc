#include "spec/yaml/mistakes.h"

#include <algorithm>

#include "spec/base/suggest.h"

namespace picket {

const std::vector<MistakeFacts>& all_mistakes() {
  static const std::vector<MistakeFacts> table = {
#define MISTAKE(id, code, title, why) {Mistake::id, code, title, why},
#include "spec/yaml/diagnostic_codes.def"
#undef MISTAKE
  };
  return table;
}

const MistakeFacts& facts(Mistake mistake) {
  return all_mistakes()[static_cast<std::size_t>(mistake)];
}

void Mistakes::add(Mistake mistake, const Place& place, std::string message,
                   std::string hint) {
  const bool warns = mistake == Mistake::not_included ||
                     mistake == Mistake::ww_class_differs ||
                     mistake == Mistake::dead_step ||
                     mistake == Mistake::too_many_mistakes;
  const Severity severity = warns ? Severity::warning : Severity::error;
  append({{std::string(facts(mistake).code), place.file, place.span,
           std::move(message), std::move(hint), severity}});
}

void Mistakes::append(const Diagnostics& others) {
  constexpr std::size_t kMostRepetitions = 100000;
  for (const Diagnostic& d : others) {
    if (d.severity == Severity::error) ++errors;
    if (is_new(d)) list.push_back(d);
  }
  if (list.size() > kMost || errors > kMostRepetitions) throw GivenUp{};
}

bool Mistakes::has(Mistake mistake, const Place& place) const {
  const std::string code(facts(mistake).code);
  const auto it = seen_.lower_bound({place.file, place.span, code, ""});
  return it != seen_.end() && std::get<0>(*it) == place.file &&
         std::get<1>(*it) == place.span && std::get<2>(*it) == code;
}

bool Mistakes::is_new(const Diagnostic& d) {
  return seen_.emplace(d.file, d.span, d.code, d.message).second;
}

std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& known,
                         std::string otherwise) {
  constexpr std::size_t kMostCompared = 2000;
  // Any letter is near to any other.
  if (word.size() < 2 || known.size() > kMostCompared) return otherwise;
  const std::string name = closest_name(word, known);
  return name.empty() ? otherwise : "did you mean " + in_quotes(name) + "?";
}

std::string one_of(const std::vector<std::string>& words) {
  constexpr std::size_t kShown = 20;
  std::string out;
  for (std::size_t i = 0; i < words.size() && i < kShown; ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += in_quotes(words[i]);
  }
  return words.size() > kShown ? out + ", ..." : out;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::size_t cut = std::min(text.size(), kLongest);
  // Never inside a UTF-8 sequence.
  while (cut > 0 && cut < text.size() &&
         (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80)
    --cut;
  std::string out = "`" + std::string(text.substr(0, cut)) +
                    (cut < text.size() ? "...`" : "`");
  for (char& c : out)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  return out;
}

}  // namespace picket
