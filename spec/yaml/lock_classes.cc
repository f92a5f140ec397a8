#include "spec/yaml/lock_classes.h"

#include "spec/yaml/keys.h"

namespace picket {

bool has_class(const Reading& reading, const std::string& name) {
  return name == "dma_fence" || reading.class_ids.count(name) > 0;
}

ClassId read_class(Reading& reading, const Node& node) {
  if (!expect_text(reading.mistakes, node, "a class")) return {};
  if (has_class(reading, node.text)) return intern_class(reading, node.text);
  std::vector<std::string> known = reading.scenario.classes;
  if (!has_class(reading, "dma_fence")) known.push_back("dma_fence");
  reading.mistakes.add(
      Mistake::unknown_name, place_of(node),
      "no object has the class " + in_quotes(node.text),
      did_you_mean(node.text, known,
                   "give a fence the attribute class: " + node.text));
  return {};
}

}  // namespace picket
