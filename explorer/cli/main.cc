// picket: parse, dispatch, turn what nobody foresaw into exit status 3.
#include <exception>
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"

namespace picket {
namespace {

int dispatch(CommandLine& line) {
  switch (line.command) {
    case Command::check: return check_command(line.check);
    case Command::replay: return replay_command(line.replay);
    case Command::explain: return explain_command(line.topic);
    case Command::init: return init_command(line.init_file);
    case Command::compare: return compare_command(line.compare);
    case Command::import_: return import_command(line.import_);
    case Command::export_: return export_command(line.export_);
    case Command::list: return list_command(line.list);
    case Command::classify: return classify_command(line.classify);
    case Command::contrast: return contrast_command(line.contrast);
    case Command::reduce: return reduce_command(line.reduce);
    case Command::sections: return sections_command(line.sections);
    case Command::schema: return schema_command();
    case Command::version: return version_command();
    case Command::completion: return completion_command();
  }
  return kInternalError;
}

int run(int argc, char** argv) {
  ParsedLine parsed = parse_command_line(argc, argv);
  const int status = parsed.exit ? *parsed.exit : dispatch(parsed.line);
  return output_status(status);
}

}  // namespace
}  // namespace picket

int main(int argc, char** argv) {
  try {
    return picket::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "picket: out of memory; --memory-limit makes this an "
                 "inconclusive verdict\n";
  } catch (const std::exception& e) {
    std::cerr << "picket: internal error: " << e.what()
              << "\nThis is a defect of picket; please report it with the "
                 "scenario and the command.\n";
  }
  return picket::kInternalError;
}
