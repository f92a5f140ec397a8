// A node tree as YAML: short things in brackets, long ones in lines.
#include <algorithm>

#include "spec/yaml/scenario_tree.h"

namespace picket {
namespace {

constexpr std::size_t kWidth = 78;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
         c == '/' || c == '+' || c == '(' || c == ')' || c == ' ';
}

// Whatever is not obviously a plain scalar anywhere gets quotes.
bool is_plain(const std::string& text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  if (!std::all_of(text.begin(), text.end(), is_word)) return false;
  const char first = text.front();
  return first != '.' && first != '+' &&
         (first != '-' ||
          (text.size() > 1 && text[1] != ' ' && text[1] != '-'));
}

std::string scalar(const std::string& text) {
  if (is_plain(text)) return text;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20) {
      out += "\\x";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string in_brackets(const Node& node) {
  std::string out;
  const auto add = [&](const std::string& text) {
    out += (out.empty() ? "" : ", ") + text;
  };
  switch (node.kind) {
    case Node::Kind::null: return "";
    case Node::Kind::scalar: return scalar(node.text);
    case Node::Kind::sequence:
      for (const NodePtr& item : node.items) add(in_brackets(*item));
      return "[" + out + "]";
    case Node::Kind::map: break;
  }
  for (const Entry& e : node.entries)
    add(scalar(e.key->text) + ": " + in_brackets(*e.value));
  return "{" + out + "}";
}

void write(const Node& node, std::size_t indent, std::string& out);

// What stands behind "key:" or "-"; `column` characters are on the line.
void write_value(const Node& node, std::size_t indent, std::size_t column,
                 std::string& out) {
  if (node.is_null()) {
    out += "\n";
    return;
  }
  const std::string flat = in_brackets(node);
  const bool lines = indent == 2;  // a section
  const bool empty = node.items.empty() && node.entries.empty();
  if (node.is_scalar() || empty || (!lines && column + flat.size() < kWidth)) {
    out += " " + flat + "\n";
    return;
  }
  out += "\n";
  write(node, indent, out);
}

void write(const Node& node, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  for (const Entry& e : node.entries) {
    const std::string key = margin + scalar(e.key->text) + ":";
    out += key;
    write_value(*e.value, indent + 2, key.size(), out);
  }
  for (const NodePtr& item : node.items) {
    if (item->is_map() && item->entries.size() == 1 &&
        item->entries[0].value->is_scalar()) {
      const Entry& e = item->entries[0];
      out += margin + "- " + scalar(e.key->text) + ": " +
             in_brackets(*e.value) + "\n";
      continue;
    }
    const std::string flat = in_brackets(*item);
    if (!item->is_map() || indent + flat.size() < kWidth) {
      out += margin + "- " + flat + "\n";
      continue;
    }
    std::string block;
    write(*item, indent + 2, block);
    block[indent] = '-';
    out += block;
  }
}

}  // namespace

std::string to_yaml(const Node& root) {
  std::string out;
  write(root, 0, out);
  return out;
}

}  // namespace picket
