#include "explorer/reduce/uses.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace picket {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// "t[i=0..2]": "t".
std::string base_of(const std::string& key) {
  return key.substr(0, key.find('['));
}

bool mentions(const std::string& text, const std::string& name) {
  for (std::size_t at = text.find(name); at != text.npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_word(text[at - 1])) &&
        (end == text.size() || !is_word(text[end])))
      return true;
  }
  return false;
}

bool mentions(const Node& node, const std::string& name) {
  if (node.is_scalar()) return mentions(node.text, name);
  for (const NodePtr& item : node.items)
    if (item && mentions(*item, name)) return true;
  for (const Entry& e : node.entries)
    if (mentions(*e.key, name) || (e.value && mentions(*e.value, name)))
      return true;
  return false;
}

// The steps in a list, of those that hold others all but what mentions it.
NodePtr steps_without(const Node& node, const std::string& name);

NodePtr part_without(const NodePtr& part, const std::string& name) {
  if (!part || !part->is_sequence()) return part;
  return steps_without(*part, name);
}

bool holds_steps(const Node& step) {
  static const std::set<std::string> lists = {"then", "else", "do", "choose"};
  return std::any_of(step.entries.begin(), step.entries.end(),
                     [&](const Entry& e) { return lists.count(e.key->text); });
}

NodePtr step_without(const Node& step, const std::string& name) {
  Node copy = step;
  for (Entry& e : copy.entries)
    if (e.value && e.value->is_sequence())
      e.value = part_without(e.value, name);
    else if (e.value && mentions(*e.value, name))
      return nullptr;
  const bool empty = std::none_of(
      copy.entries.begin(), copy.entries.end(), [](const Entry& e) {
        return e.value && e.value->is_sequence() && !e.value->items.empty();
      });
  if (empty) return nullptr;
  return std::make_shared<Node>(std::move(copy));
}

NodePtr steps_without(const Node& node, const std::string& name) {
  Node copy = node;
  copy.items.clear();
  for (const NodePtr& item : node.items) {
    if (item->is_sequence())
      copy.items.push_back(steps_without(*item, name));
    else if (!mentions(*item, name))
      copy.items.push_back(item);
    else if (item->is_map() && holds_steps(*item)) {
      if (NodePtr rest = step_without(*item, name))
        copy.items.push_back(std::move(rest));
    }
  }
  return std::make_shared<Node>(std::move(copy));
}

// A thread is a list, or a mapping with one.
NodePtr body_without(const NodePtr& body, const std::string& name) {
  if (!body) return body;
  if (body->is_sequence()) return steps_without(*body, name);
  if (!body->is_map()) return body;
  Node copy = *body;
  for (Entry& e : copy.entries)
    if (e.key->text == "steps") e.value = part_without(e.value, name);
  return std::make_shared<Node>(std::move(copy));
}

template <class Change>
void change_section(Node& root, const std::string& section,
                    const Change& change) {
  for (Entry& e : root.entries) {
    if (e.key->text != section || !e.value || !e.value->is_map()) continue;
    Node copy = *e.value;
    change(copy);
    e.value = std::make_shared<Node>(std::move(copy));
  }
}

void forget(Node& section, const std::string& name) {
  std::erase_if(section.entries,
                [&](const Entry& e) { return base_of(e.key->text) == name; });
}

const Entry* entry_of(const Node& root, const std::string& section,
                      const std::string& name) {
  const NodePtr map = find(root, section);
  if (!map || !map->is_map()) return nullptr;
  for (const Entry& e : map->entries)
    if (e.key->text == name) return &e;
  return nullptr;
}

NodePtr text_node(const std::string& text) {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::scalar;
  node->text = text;
  return node;
}

// What an item's function runs as.
std::string context_of(const std::string& type) {
  if (type == "timer_list") return "softirq";
  return type == "hrtimer" || type == "irq_work" ? "hardirq" : "task";
}

NodePtr thread_of(const NodePtr& steps, const std::string& context) {
  if (context == "task") return steps;
  Node thread;
  thread.kind = Node::Kind::map;
  thread.entries.push_back({text_node("context"), text_node(context)});
  thread.entries.push_back({text_node("steps"), steps});
  return std::make_shared<Node>(std::move(thread));
}

}  // namespace

std::vector<std::string> declared_in(const Node& root,
                                     const std::string& section) {
  std::vector<std::string> names;
  const NodePtr map = find(root, section);
  if (map && map->is_map())
    for (const Entry& e : map->entries) names.push_back(base_of(e.key->text));
  return names;
}

NodePtr without_name(const NodePtr& root, const std::string& section,
                     const std::string& name) {
  Node copy = *root;
  change_section(copy, section, [&](Node& map) { forget(map, name); });
  for (const char* with_steps : {"threads", "functions"})
    change_section(copy, with_steps, [&](Node& map) {
      for (Entry& e : map.entries) e.value = body_without(e.value, name);
    });
  return std::make_shared<Node>(std::move(copy));
}

NodePtr item_as_thread(const NodePtr& root, const std::string& item) {
  const Entry* declared = entry_of(*root, "objects", item);
  if (!declared || !declared->value || !declared->value->is_map())
    return nullptr;
  const NodePtr function = find(*declared->value, "function");
  const NodePtr type = find(*declared->value, "type");
  if (!function || !type) return nullptr;
  const Entry* body = entry_of(*root, "functions", function->text);
  if (!body || !body->value || !body->value->is_sequence()) return nullptr;
  const NodePtr thread = thread_of(body->value, context_of(type->text));
  Node copy = *without_name(root, "objects", item);
  change_section(copy, "threads", [&](Node& map) {
    map.entries.push_back({text_node(item), thread});
  });
  return std::make_shared<Node>(std::move(copy));
}

NodePtr merged_threads(const NodePtr& root, const std::string& first,
                       const std::string& second) {
  const Entry* a = entry_of(*root, "threads", first);
  const Entry* b = entry_of(*root, "threads", second);
  if (!a || !b || !a->value || !b->value || !a->value->is_sequence() ||
      !b->value->is_sequence())
    return nullptr;
  Node steps = *a->value;
  steps.items.insert(steps.items.end(), b->value->items.begin(),
                     b->value->items.end());
  const NodePtr both = std::make_shared<Node>(std::move(steps));
  Node copy = *root;
  change_section(copy, "threads", [&](Node& map) {
    forget(map, second);
    for (Entry& e : map.entries)
      if (e.key->text == first) e.value = both;
  });
  return std::make_shared<Node>(std::move(copy));
}

}  // namespace picket
