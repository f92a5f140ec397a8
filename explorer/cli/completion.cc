// picket completion: a bash function that completes commands, options, files.
// Use: source <(picket completion)
#include <iostream>

#include "explorer/cli/commands.h"

namespace picket {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

int completion_command() {
  const std::vector<CommandWords> commands = command_words();
  std::vector<std::string> names;
  for (const CommandWords& command : commands) names.push_back(command.name);
  std::cout << "# bash completion of picket; source it.\n"
               "_picket() {\n"
               "  local word=${COMP_WORDS[COMP_CWORD]} options=\n"
               "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
               "    COMPREPLY=($(compgen -W \""
            << joined(names)
            << "\" -- \"$word\"))\n"
               "    return\n"
               "  fi\n"
               "  case ${COMP_WORDS[1]} in\n";
  for (const CommandWords& command : commands)
    std::cout << "    " << command.name << ") options=\""
              << joined(command.options) << "\" ;;\n";
  std::cout
      << "  esac\n"
         "  case $word in\n"
         "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
         "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
         "  esac\n"
         "}\n"
         "complete -o filenames -F _picket picket\n";
  return kAsExpected;
}

}  // namespace picket
