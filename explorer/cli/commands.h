// One function per command; each is in the file of its name and returns the
// exit status.
#pragma once

#include <string>

#include "explorer/cli/exit_status.h"
#include "explorer/cli/options.h"

namespace picket {

int check_command(CheckArguments& arguments);
int replay_command(const ReplayArguments& arguments);
int explain_command(const std::string& topic);
int init_command(const std::string& file);
int compare_command(CompareArguments& arguments);
int import_command(const ImportArguments& arguments);
int export_command(const ExportArguments& arguments);
int list_command(const ListArguments& arguments);
int classify_command(const ClassifyArguments& arguments);
int contrast_command(const ContrastArguments& arguments);
int reduce_command(ReduceArguments& arguments);
int sections_command(const ClassifyArguments& arguments);
int schema_command();
int version_command();
int completion_command();

}  // namespace picket
