#include "explorer/cli/stepping.h"

#include <unistd.h>

#include <iostream>
#include <string>

#include "explorer/counterexample/step_text.h"
#include "explorer/report/state_text.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

enum class Key { next, back, quit };

Key ask() {
  std::cout << "[Enter] next  [b] back  [q] quit > " << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) {
    std::cout << "\n";
    return Key::quit;
  }
  if (line == "q" || line == "quit") return Key::quit;
  if (line == "b" || line == "back") return Key::back;
  return Key::next;
}

const std::string& file_of(const Scenario& s, StepId step) {
  if (!step.valid()) return s.file;
  const Function& f = s.function(s.step(step).function);
  return f.file.empty() ? s.file : f.file;
}

void show(const Program& program, const Replay& run, std::size_t i,
          const Sources& sources, const Paint& paint) {
  const Scenario& s = program.scenario;
  const Moment& m = run.moments[i];
  const int line = line_of(s, m.choice.context, m.step);
  std::cout << paint.strong(std::to_string(i + 1) + "/" +
                            std::to_string(run.moments.size()) + "  " +
                            s.context(m.choice.context).name + ": " +
                            moment_text(s, m))
            << "\n";
  const SourceText& source = source_of(sources, file_of(s, m.step));
  if (line > 0 && static_cast<std::size_t>(line) <= source.lines.size())
    std::cout << "  "
              << paint.faint(file_of(s, m.step) + ":" + std::to_string(line) +
                             ": ")
              << source.lines[static_cast<std::size_t>(line) - 1] << "\n";
  for (const std::string& change :
       state_changes(program, run.states[i], run.states[i + 1]))
    std::cout << "      " << change << "\n";
  if (m.misuse)
    std::cout << "      "
              << paint.bad("misuse: " + std::string(facts(*m.misuse).name))
              << "\n";
}

void show_end(const Scenario& s, const Replay& run, const Paint& paint) {
  for (const Stuck& stuck : run.stuck) {
    std::cout << paint.bad("blocked") << "  " << s.context(stuck.context).name
              << ": ";
    if (stuck.step.valid() && stuck.want.kind != Want::Kind::condition)
      std::cout << step_words(s, stuck.step, Moment::Kind::step)
                << place_remark(s, s.step(stuck.step)) << "\n";
    else
      std::cout << "(has not started)\n";
  }
}

}  // namespace

void step_through(const Program& program, const Replay& run,
                  const Sources& sources, const Paint& paint) {
  const bool asks = ::isatty(STDIN_FILENO) == 1;
  std::size_t i = 0;
  while (i < run.moments.size()) {
    show(program, run, i, sources, paint);
    switch (asks ? ask() : Key::next) {
      case Key::next: ++i; break;
      case Key::back: i -= i > 0; break;
      case Key::quit: return;
    }
  }
  show_end(program.scenario, run, paint);
}

}  // namespace picket
