// Files that are there whole or not at all: written beside their place and
// renamed into it.
//
// Must not know: what is in them.
#pragma once

#include <string>

namespace picket {

// "" on success, else why not, as a clause ("Permission denied"). A path that
// names something other than a regular file (/dev/stdout, a pipe) is written
// in place. Missing directories are made.
std::string write_whole_file(const std::string& path, const std::string& text);

// Can a file of this name be written? "" or why not. Leaves nothing behind.
std::string why_not_writable(const std::string& path);

struct FileText {
  std::string text;
  std::string error;  // "" or why it could not be read, as a clause
};
FileText read_whole_file(const std::string& path);

}  // namespace picket
