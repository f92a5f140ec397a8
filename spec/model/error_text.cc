#include "spec/model/error_text.h"

namespace picket {
namespace {

struct ErrorName {
  std::int32_t value;
  const char* name;
};

// What the operations of the language return (operations.def).
constexpr ErrorName kErrors[] = {
    {-2, "-ENOENT"},     {-4, "-EINTR"},         {-12, "-ENOMEM"},
    {-22, "-EINVAL"},    {-35, "-EDEADLK"},      {-62, "-ETIME"},
    {-114, "-EALREADY"}, {-512, "-ERESTARTSYS"},
};

}  // namespace

std::string error_text(std::int32_t value) {
  for (const ErrorName& e : kErrors)
    if (e.value == value) return e.name;
  return std::to_string(value);
}

}  // namespace picket
