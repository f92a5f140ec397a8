#include "explorer/reduce/cut.h"

#include <algorithm>
#include <cstdlib>

#include "explorer/reduce/uses.h"

namespace picket {
namespace {

// From the root: which entry or item, and so on.
using Path = std::vector<std::size_t>;

std::size_t size_of(const Node& node) {
  return node.entries.size() + node.items.size();
}

NodePtr child(const Node& node, std::size_t i) {
  return node.is_map() ? node.entries[i].value : node.items[i];
}

const Node& at(const Node& root, const Path& path) {
  const Node* node = &root;
  for (const std::size_t i : path) node = child(*node, i).get();
  return *node;
}

// The tree with another node there.
NodePtr replaced(const NodePtr& root, const Path& path, NodePtr by,
                 std::size_t depth = 0) {
  if (depth == path.size()) return by;
  Node copy = *root;
  const std::size_t i = path[depth];
  NodePtr below = replaced(child(*root, i), path, std::move(by), depth + 1);
  if (copy.is_map())
    copy.entries[i].value = std::move(below);
  else
    copy.items[i] = std::move(below);
  return std::make_shared<Node>(std::move(copy));
}

template <class Change>
NodePtr changed(const NodePtr& root, const Path& path, const Change& change) {
  Node copy = at(*root, path);
  change(copy);
  return replaced(root, path, std::make_shared<Node>(std::move(copy)));
}

template <class List>
void drop(List& list, std::size_t from, std::size_t count) {
  const auto first = list.begin() + static_cast<std::ptrdiff_t>(from);
  list.erase(first, first + static_cast<std::ptrdiff_t>(count));
}

class Cutter {
 public:
  Cutter(NodePtr tree, const StillGood& good)
      : tree_(std::move(tree)), good_(good) {}

  NodePtr run() {
    do {
      any_ = false;
      drop_names();
      visit({});
      if (!any_) change_threads();
      if (!any_) drop_distant_pairs();
    } while (any_);
    return tree_;
  }

 private:
  bool take(const NodePtr& smaller) {
    if (!good_(smaller)) return false;
    tree_ = smaller;
    any_ = true;
    return true;
  }

  // A lock with everything that is done to it, a function with its calls: one
  // by one none of that could go.
  void drop_names() {
    for (const char* section : {"threads", "functions", "objects"})
      for (const std::string& name : declared_in(*tree_, section))
        take(without_name(tree_, section, name));
  }

  // What runs later may be a thread, and two threads one.
  void change_threads() {
    for (const std::string& item : declared_in(*tree_, "objects"))
      if (const NodePtr smaller = item_as_thread(tree_, item)) take(smaller);
    for (const std::string& a : declared_in(*tree_, "threads"))
      for (const std::string& b : declared_in(*tree_, "threads")) {
        if (a == b) continue;
        if (const NodePtr smaller = merged_threads(tree_, a, b)) take(smaller);
      }
  }

  void visit(const Path& path) {
    const Node::Kind kind = at(*tree_, path).kind;
    if (kind == Node::Kind::scalar) return shrink_number(path);
    if (kind == Node::Kind::null) return;
    drop_parts(path);
    if (kind == Node::Kind::map) {
      shrink_ranges(path);
      shorten(path);
    }
    if (kind == Node::Kind::sequence) {
      drop_pairs(path);
      unwrap_steps(path);
      inline_calls(path);
    }
    for (std::size_t i = 0; i < size_of(at(*tree_, path)); ++i) {
      Path below = path;
      below.push_back(i);
      visit(below);
    }
  }

  bool take_without(const Path& path, std::size_t from, std::size_t count) {
    return take(changed(tree_, path, [&](Node& node) {
      if (node.is_map())
        drop(node.entries, from, count);
      else
        drop(node.items, from, count);
    }));
  }

  // Halves, quarters, .. single ones; from the end, so that what is used is
  // dropped after what uses it.
  void drop_parts(const Path& path) {
    for (std::size_t n = size_of(at(*tree_, path)); n > 0; n /= 2) {
      std::size_t from = size_of(at(*tree_, path));
      while (from > 0) {
        from = from > n ? from - n : 0;
        const std::size_t left = size_of(at(*tree_, path)) - from;
        take_without(path, from, std::min(n, left));
      }
    }
  }

  // A lock and its unlock can go only together.
  void drop_pairs(const Path& path) {
    constexpr std::size_t kMost = 60;  // the time grows with the square
    for (std::size_t i = 0; i < at(*tree_, path).items.size(); ++i)
      for (std::size_t j = i + 1; j < at(*tree_, path).items.size(); ++j) {
        if (at(*tree_, path).items.size() > kMost) return;
        const bool taken = take(changed(tree_, path, [&](Node& node) {
          drop(node.items, j, 1);
          drop(node.items, i, 1);
        }));
        if (taken) j = i;
      }
  }

  void find_lists(const Path& path, std::vector<Path>& lists) const {
    const Node& node = at(*tree_, path);
    if (node.is_sequence()) lists.push_back(path);
    for (std::size_t i = 0; i < size_of(node); ++i) {
      Path below = path;
      below.push_back(i);
      find_lists(below, lists);
    }
  }

  // Who waits and who wakes him up, each in a list of its own.
  void drop_distant_pairs() {
    constexpr std::size_t kMost = 24;  // steps; the time grows with the square
    std::vector<Path> lists;
    find_lists({}, lists);
    std::vector<Path> steps;
    for (const Path& list : lists)
      for (std::size_t k = 0; k < at(*tree_, list).items.size(); ++k) {
        steps.push_back(list);
        steps.back().push_back(k);
      }
    if (steps.size() > kMost) return;
    for (std::size_t i = 0; i < steps.size(); ++i)
      for (std::size_t j = i + 1; j < steps.size(); ++j)
        if (take(without(without(tree_, steps[j]), steps[i]))) return;
  }

  // The later of two paths first: what comes before keeps its place.
  static NodePtr without(const NodePtr& root, Path step) {
    const std::size_t k = step.back();
    step.pop_back();
    return changed(root, step, [&](Node& node) { drop(node.items, k, 1); });
  }

  // "t[i=0..4]" may do with "t[i=0..0]".
  void shrink_ranges(const Path& path) {
    for (std::size_t i = 0; i < at(*tree_, path).entries.size(); ++i) {
      const std::string name = at(*tree_, path).entries[i].key->text;
      const std::size_t dots = name.find("..");
      if (dots == name.npos || name.back() != ']') continue;
      const long last = std::strtol(name.c_str() + dots + 2, nullptr, 10);
      for (long to = 0; to < last; ++to) {
        const auto shorter = [&](Node& node) {
          Node key = *node.entries[i].key;
          key.text = name.substr(0, dots + 2) + std::to_string(to) + "]";
          node.entries[i].key = std::make_shared<Node>(std::move(key));
        };
        if (take(changed(tree_, path, shorter))) break;
      }
    }
  }

  // An object whose attributes went is its type, a thread that is nothing but
  // steps a list of them.
  void shorten(const Path& path) {
    const Node& node = at(*tree_, path);
    if (node.entries.size() != 1) return;
    const std::string& key = node.entries[0].key->text;
    if (key == "type" || key == "steps")
      take(replaced(tree_, path, node.entries[0].value));
  }

  // A loop or a branch may do with what is in it.
  void unwrap_steps(const Path& path) {
    for (std::size_t i = 0; i < at(*tree_, path).items.size(); ++i) {
      const NodePtr step = at(*tree_, path).items[i];
      for (const Entry& e : step->entries) {
        if (!e.value || !e.value->is_sequence()) continue;
        if (take_instead(path, i, e.value->items)) break;
        // A choice is a list of lists.
        const auto chosen = [&](const NodePtr& branch) {
          return branch && branch->is_sequence() &&
                 take_instead(path, i, branch->items);
        };
        const std::vector<NodePtr> branches = e.value->items;
        if (std::any_of(branches.begin(), branches.end(), chosen)) break;
      }
    }
  }

  bool take_instead(const Path& path, std::size_t i,
                    const std::vector<NodePtr>& steps) {
    return take(changed(tree_, path, [&](Node& node) {
      drop(node.items, i, 1);
      node.items.insert(node.items.begin() + static_cast<std::ptrdiff_t>(i),
                        steps.begin(), steps.end());
    }));
  }

  // A call may do with the steps of the function.
  void inline_calls(const Path& path) {
    for (std::size_t i = 0; i < at(*tree_, path).items.size(); ++i) {
      const NodePtr steps = called_steps(*at(*tree_, path).items[i]);
      if (!steps) continue;
      take_instead(path, i, steps->items);
    }
  }

  NodePtr called_steps(const Node& step) const {
    if (step.entries.size() != 1 || step.entries[0].key->text != "call")
      return nullptr;
    const NodePtr functions = find(*tree_, "functions");
    if (!functions || !functions->is_map()) return nullptr;
    const NodePtr body = find(*functions, step.entries[0].value->text);
    return body && body->is_sequence() ? body : nullptr;
  }

  void shrink_number(const Path& path) {
    const std::string text = at(*tree_, path).text;
    if (text.empty() || text.size() > 6 ||
        text.find_first_not_of("0123456789") != text.npos)
      return;
    const long value = std::strtol(text.c_str(), nullptr, 10);
    for (long smaller = 0; smaller < std::min(value, 4L); ++smaller)
      if (take(changed(tree_, path,
                       [&](Node& n) { n.text = std::to_string(smaller); })))
        return;
  }

  NodePtr tree_;
  const StillGood& good_;
  bool any_ = false;
};

}  // namespace

NodePtr cut_down(NodePtr tree, const StillGood& good) {
  return Cutter(std::move(tree), good).run();
}

}  // namespace picket
