#include <charconv>

#include "explorer/counterexample/witness.h"

namespace picket {
namespace {

constexpr std::size_t kMostSteps = 1000000;

// A word and where it stood.
struct Field {
  std::string text;
  int column = 0;
};

template <class Number>
bool parse_number(const std::string& text, Number& value) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  return parsed.ec == std::errc{} && parsed.ptr == end;
}

class Reader {
 public:
  Reader(const std::string& file, const std::string& text)
      : source_(split_lines(file, text)) {}

  WitnessReading read() {
    if (!read_version()) return std::move(out_);
    bool ended = false;
    while (!ended && at_ < source_.lines.size()) {
      if (source_.lines[at_] == "end")
        ended = true;
      else if (source_.lines[at_].starts_with(" "))
        read_step();
      else
        read_key();
      ++at_;
      if (out_.mistakes.size() > 20) return std::move(out_);
    }
    if (!ended)
      complain("truncated-witness", 1, "the file has no `end`: it was cut off");
    else
      finish();
    return std::move(out_);
  }

 private:
  bool read_version() {
    const std::string lead = "picket-witness ";
    const std::string first =
        source_.lines.empty() ? "" : source_.lines.front();
    int version = 0;
    if (!first.starts_with(lead) ||
        !parse_number(first.substr(lead.size()), version)) {
      complain("not-a-witness", 1,
               "this is not a witness file: its first line is not "
               "`picket-witness 1`");
      return false;
    }
    if (version != kWitnessVersion) {
      complain("unknown-witness-version", static_cast<int>(lead.size()) + 1,
               "this witness has version " + std::to_string(version) +
                   ", this picket reads version " +
                   std::to_string(kWitnessVersion));
      return false;
    }
    ++at_;
    return true;
  }

  void read_key() {
    const std::string& line = source_.lines[at_];
    const auto colon = line.find(": ");
    if (colon == line.npos)
      return complain("bad-witness-line", 1, "expected `key: value`");
    const std::string key = line.substr(0, colon);
    const std::string value = line.substr(colon + 2);
    const int column = static_cast<int>(colon) + 3;
    Witness& w = out_.witness;
    if (key == "scenario") {
      w.scenario = value;
    } else if (key == "file") {
      w.file = value;
    } else if (key == "hash") {
      w.hash = value;
    } else if (key == "finding") {
      w.finding = value;
    } else if (key == "without") {
      w.without = value;
    } else if (key == "parameter") {
      read_parameter(value, column);
    } else if (key == "steps") {
      if (!parse_number(value, promised_) || promised_ > kMostSteps)
        complain("bad-witness-line", column, "expected a number of steps");
    } else {
      complain("bad-witness-line", 1, "there is no key `" + key + "`");
    }
  }

  void read_parameter(const std::string& value, int column) {
    const auto equals = value.find(" = ");
    std::int32_t number = 0;
    if (equals == value.npos || !parse_number(value.substr(equals + 3), number))
      return complain("bad-witness-line", column, "expected `name = number`");
    out_.witness.parameters[value.substr(0, equals)] = number;
  }

  // The next word of the line from `from` on.
  static Field word_at(const std::string& line, std::size_t& from) {
    from = std::min(line.find_first_not_of(' ', from), line.size());
    const std::size_t end = std::min(line.find(' ', from), line.size());
    Field word{line.substr(from, end - from), static_cast<int>(from) + 1};
    from = end;
    return word;
  }

  void read_step() {
    const std::string& line = source_.lines[at_];
    std::size_t from = 0;
    std::size_t number = 0;
    WitnessStep step;
    const Field n = word_at(line, from);
    step.context = word_at(line, from).text;
    const Field alternative = word_at(line, from);
    const Field place = word_at(line, from);
    from = std::min(line.find_first_not_of(' ', from), line.size());
    step.words = line.substr(from);
    std::vector<WitnessStep>& steps = out_.witness.steps;
    if (!parse_number(n.text, number) || number != steps.size() + 1)
      return complain("bad-witness-step", n.column,
                      "expected step " + std::to_string(steps.size() + 1));
    if (!parse_number(alternative.text, step.alternative) ||
        step.alternative < 0)
      return complain("bad-witness-step", alternative.column,
                      "expected the number of an alternative");
    if (!parse_number(place.text, step.line) || step.line < 0)
      return complain("bad-witness-step", place.column,
                      "expected the number of a line");
    if (step.words.empty())
      return complain("bad-witness-step", static_cast<int>(line.size()) + 1,
                      "expected the words of a step");
    steps.push_back(step);
  }

  void finish() {
    at_ = 0;
    const Witness& w = out_.witness;
    if (w.scenario.empty())
      complain("bad-witness-line", 1, "the key `scenario` is missing");
    if (w.file.empty())
      complain("bad-witness-line", 1, "the key `file` is missing");
    if (out_.mistakes.empty() && w.steps.size() != promised_)
      complain("truncated-witness", 1,
               std::to_string(promised_) + " steps are announced, " +
                   std::to_string(w.steps.size()) + " are here");
  }

  void complain(const char* code, int column, const std::string& message) {
    Diagnostic d;
    d.code = code;
    d.file = source_.file;
    d.span = {static_cast<int>(at_) + 1, column, 1};
    d.message = message;
    out_.mistakes.push_back(d);
  }

  SourceText source_;
  WitnessReading out_;
  std::size_t at_ = 0;
  std::size_t promised_ = 0;
};

}  // namespace

WitnessReading read_witness(const std::string& file, const std::string& text) {
  return Reader(file, text).read();
}

}  // namespace picket
