#include "spec/yaml/document.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>

#include "spec/base/contract.h"
#include "spec/yaml/c_code.h"
#include "spec/yaml/raw_text.h"
#include "spec/yaml/yaml_message.h"

namespace picket {
namespace {

constexpr std::size_t kDeepest = 100;

struct TooDeep {
  SourceSpan span;
};

// Receives yaml-cpp's events and builds the tree with an explicit stack.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const RawText& raw, std::shared_ptr<const std::string> file,
              Mistakes& mistakes)
      : raw_(raw), file_(std::move(file)), mistakes_(mistakes) {}

  NodePtr take_root() { return std::move(root_); }

  // Offset in the file.
  int start() const { return start_; }
  const SourceSpan& place() const { return place_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    start_ = mark.pos;
    place_ = at(mark).span;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = at(mark);
    // An absent value has the place of whatever follows it: useless.
    const std::string written = plain_null_at(raw_, node.span);
    node.span.length = static_cast<int>(written.size());
    if (written.empty()) node.span = {};
    add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = at(mark);
    node.span.length = word_length(raw_, node.span);
    mistakes_.add(Mistake::yaml_anchor, place_of(node),
                  "a text that starts with `*` is a YAML alias",
                  "quote it if it is meant as text");
    add(std::move(node));
  }

  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    Node node = at(mark);
    // `!a && b`: the tag is the mistake.
    if (rest_of_line(raw_, node.span).starts_with("!")) return;
    node.span = find_before(raw_, node.span, "&" + name);
    // `mutex_lock: &dev->m`, as in C, or `&m` in front of something to repeat.
    const std::string object = name_of_address("&" + name);
    const std::string_view rest = rest_of_line(raw_, node.span);
    const bool ends = rest.size() == name.size() + 1;
    mistakes_.add(Mistake::yaml_anchor, place_of(node),
                  "a text that starts with `&` is a YAML anchor",
                  ends && !object.empty()
                      ? "write the name alone: " + object
                      : "quote it if it is meant as text; to use steps twice, "
                        "make them a function and `call` it");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    Node node = at(mark);
    node.kind = Node::Kind::scalar;
    node.text = value;
    node.quoted = tag == "!";
    refuse_tag(node, tag);
    if (node.quoted && !quote_is_closed(raw_, node.span))
      mistakes_.add(Mistake::yaml_syntax, place_of(node),
                    "a quote is opened and never closed");
    if (has_control(value))
      mistakes_.add(Mistake::bad_character, place_of(node),
                    "an escape makes a control character");
    locate_scalar(raw_, node);
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, Node::Kind::sequence, style);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t, YAML::EmitterStyle::value style) override {
    open(mark, tag, Node::Kind::map, style);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    NodePtr key;  // of a map: waiting for its value
    std::unordered_map<std::string, SourceSpan> keys;
  };

  Node at(const YAML::Mark& mark) const {
    Node node;
    node.span = {mark.line + 1, mark.column + 1, 1};
    node.file = file_;
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, Node::Kind kind,
            YAML::EmitterStyle::value style) {
    Node node = at(mark);
    node.kind = kind;
    node.flow = style == YAML::EmitterStyle::Flow;
    if (stack_.size() >= kDeepest) throw TooDeep{node.span};
    refuse_tag(node, tag);
    stack_.push_back({std::move(node), nullptr, {}});
  }

  void close() {
    PICKET_REQUIRE(!stack_.empty(), "every end event follows its start");
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }

  void refuse_tag(const Node& node, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    const TagText written = tag_at(raw_, node.span);
    mistakes_.add(Mistake::yaml_tag, {*file_, written.span},
                  "a text that starts with `!` is a YAML tag",
                  written.line_rest.empty()
                      ? "quote the expression"
                      : "quote the expression: \"" + written.line_rest + "\"");
  }

  void add(Node node) {
    if (stack_.empty()) {
      root_ = std::make_shared<const Node>(std::move(node));
      return;
    }
    Open& parent = stack_.back();
    if (node.is_null() && !node.span.known())
      node.span = parent.key ? parent.key->span : parent.node.span;
    if (parent.node.kind == Node::Kind::sequence) {
      parent.node.items.push_back(
          std::make_shared<const Node>(std::move(node)));
    } else if (!parent.key) {
      add_key(parent, std::move(node));
    } else {
      parent.node.entries.push_back(
          {std::move(parent.key),
           std::make_shared<const Node>(std::move(node))});
      parent.key = nullptr;
    }
  }

  void add_key(Open& parent, Node key) {
    if (!key.is_scalar()) {
      Place place = place_of(key);
      if (!key.span.known()) place = place_of(parent.node);
      mistakes_.add(Mistake::bad_key, place,
                    key.is_null() ? "a key is missing before `:`"
                                  : what_is(key) + " cannot be a key",
                    "quote the key if it is meant as text");
      key = Node{};
      key.kind = Node::Kind::scalar;
      key.file = file_;
      key.span = place.span;
    } else if (key.text == "<<" && !key.quoted) {
      mistakes_.add(Mistake::merge_key, place_of(key),
                    "merge keys are not used in scenarios",
                    "use a variant, a function or `include`");
    } else {
      const auto [it, fresh] = parent.keys.emplace(key.text, key.span);
      if (!fresh)
        mistakes_.add(
            Mistake::duplicate_key, place_of(key),
            "the key " + in_quotes(key.text) + " is given twice",
            "the first is in line " + std::to_string(it->second.line));
    }
    parent.key = std::make_shared<const Node>(std::move(key));
  }

  const RawText& raw_;
  std::shared_ptr<const std::string> file_;
  Mistakes& mistakes_;
  std::vector<Open> stack_;
  NodePtr root_;
  int start_ = -1;
  SourceSpan place_;
};

// A flow-style text cut in two by its own comma: the first piece opens a
// parenthesis that the second one closes.
void refuse_cut_texts(const Node& node, Mistakes& mistakes) {
  const auto check = [&](const Node& first, const Node& second) {
    if (!node.flow || !first.is_scalar() || !second.is_scalar()) return;
    if (first.quoted || second.quoted) return;
    if (open_parentheses(first.text) <= 0 || open_parentheses(second.text) >= 0)
      return;
    mistakes.add(Mistake::unquoted_comma, place_of(first),
                 "a text with a comma must be quoted inside {..} and [..]",
                 "write \"" + first.text + ", " + second.text + "\"");
  };
  for (std::size_t k = 0; k < node.items.size(); ++k) {
    if (k > 0) check(*node.items[k - 1], *node.items[k]);
    refuse_cut_texts(*node.items[k], mistakes);
  }
  for (std::size_t k = 0; k < node.entries.size(); ++k) {
    if (k > 0) check(*node.entries[k - 1].value, *node.entries[k].key);
    refuse_cut_texts(*node.entries[k].value, mistakes);
  }
}

void parse_all(const RawText& raw,
               const std::shared_ptr<const std::string>& file,
               ParsedText& out) {
  std::istringstream stream(raw.text);
  YAML::Parser parser(stream);
  for (int last_start = -1;;) {
    const std::size_t before = out.mistakes.errors;
    TreeBuilder builder(raw, file, out.mistakes);
    if (!parser.HandleNextDocument(builder)) return;
    // A comma or bracket out of place is never consumed: the parser would
    // find an empty document there for ever.
    if (builder.start() == last_start) {
      out.mistakes.add(Mistake::yaml_syntax, {*file, builder.place()},
                       "nothing can start with this character",
                       "quote the text");
      return;
    }
    if (last_start >= 0 && !begins_document(raw, builder.place()))
      out.mistakes.add(Mistake::yaml_syntax, {*file, builder.place()},
                       "this does not belong to what stands above",
                       "check the indentation; `---` separates documents");
    last_start = builder.start();
    const NodePtr root = builder.take_root();
    if (!root || root->is_null() || out.mistakes.errors > before) continue;
    refuse_cut_texts(*root, out.mistakes);
    if (out.mistakes.errors == before) out.documents.push_back(root);
  }
}

}  // namespace

ParsedText parse_documents(const std::string& name, const std::string& text) {
  ParsedText out;
  const auto file = std::make_shared<const std::string>(name);
  if (!check_bytes(name, text, out.mistakes)) return out;
  const RawText raw = split_raw(text);
  try {
    parse_all(raw, file, out);
  } catch (const GivenUp&) {
    out.documents.clear();
  } catch (const TooDeep& too_deep) {
    out.mistakes.add(Mistake::too_deep, {name, too_deep.span},
                     "lists and mappings are nested more than " +
                         std::to_string(kDeepest) + " deep");
  } catch (const YAML::DeepRecursion& error) {
    out.mistakes.add(Mistake::too_deep,
                     {name, {error.mark.line + 1, error.mark.column + 1, 1}},
                     "lists and mappings are nested more than " +
                         std::to_string(kDeepest) + " deep");
  } catch (const YAML::Exception& error) {
    const SourceSpan span{error.mark.line + 1, error.mark.column + 1, 1};
    add_yaml_error(name, raw, span, error.msg, out.mistakes);
  }
  if (out.documents.empty() && out.mistakes.list.empty())
    out.mistakes.add(Mistake::empty_file, {name, {1, 1, 1}},
                     "the file holds no scenario");
  return out;
}

}  // namespace picket
