#include "explorer/counterexample/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace picket {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::strerror(error); }

// All of it, or the error number.
int write_all(int fd, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = ::write(fd, text.data() + written, text.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    written += static_cast<std::size_t>(n);
  }
  return 0;
}

bool is_special(const std::string& path) {
  struct stat st {};
  return ::stat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode);
}

std::string make_parent(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  if (parent.empty()) return "";
  std::error_code error;
  fs::create_directories(parent, error);
  return error ? error.message() : "";
}

std::string write_in_place(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return reason(errno);
  const int failed = write_all(fd, text);
  ::close(fd);
  return failed ? reason(failed) : "";
}

// A name beside `path` that no other run of picket uses.
std::string beside(const std::string& path) {
  return path + ".new" + std::to_string(::getpid());
}

}  // namespace

std::string write_whole_file(const std::string& path, const std::string& text) {
  if (std::string error = make_parent(path); !error.empty()) return error;
  if (is_special(path)) return write_in_place(path, text);
  const std::string temporary = beside(path);
  const int fd =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return reason(errno);
  int failed = write_all(fd, text);
  if (::close(fd) != 0 && failed == 0) failed = errno;
  if (failed == 0 && ::rename(temporary.c_str(), path.c_str()) != 0)
    failed = errno;
  if (failed == 0) return "";
  ::unlink(temporary.c_str());
  return reason(failed);
}

std::string why_not_writable(const std::string& path) {
  if (path.empty() || path.back() == '/') return "that is not a file name";
  if (std::string error = make_parent(path); !error.empty()) return error;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return reason(EISDIR);
  if (is_special(path))
    return ::access(path.c_str(), W_OK) == 0 ? "" : reason(errno);
  const std::string temporary = beside(path);
  const int fd =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return reason(errno);
  ::close(fd);
  ::unlink(temporary.c_str());
  return "";
}

FileText read_whole_file(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return {"", reason(EISDIR)};
  std::ifstream in(path, std::ios::binary);
  if (!in) return {"", reason(errno ? errno : ENOENT)};
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) return {"", reason(EIO)};
  return {text.str(), ""};
}

}  // namespace picket
