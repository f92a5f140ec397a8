// C that somebody pasted, as the language has it: for hints.
//
// Must not know: a scenario, or where the text stands.
#pragma once

#include <string>
#include <vector>

namespace picket {

// "mutex_lock(&dev->x);": "mutex_lock: x"; "ret = mutex_trylock(&x);":
// "{mutex_trylock: x, into: ret}"; "wait_event(q, done == 1)":
// "wait_event: {wq: q, until: done == 1}". "" if it is no call of an operation.
std::string step_of_call(const std::string& text);

// "&dev->lock": "lock", if that is all the text is; else "".
std::string name_of_address(const std::string& text);

// "struct mutex": "mutex"; "struct dma_fence *": "dma_fence"; "" if there is no
// such type, or the text is no C.
std::string type_of_c(const std::string& text);

// "struct mutex x;": "x: mutex"; "" if it is no declaration of an object.
std::string object_of_declaration(const std::string& text);

// Does the text begin with an operation's name, whatever follows?
bool begins_with_operation(const std::string& text);

// The arguments of a call, or of a list without brackets: split at commas that
// are in no bracket.
std::vector<std::string> split_arguments(const std::string& text);

}  // namespace picket
