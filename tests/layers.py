#!/usr/bin/env python3
"""Checks the shape of the sources under ROOT: layers.py ROOT

- A folder is a layer; an include only goes down, never across.
- A header of another project is included where OTHERS says, nowhere else.
- No two files define a type of one name, but inside unnamed namespaces: the
  linker would take the functions of one for those of the other.
- No file has more than 500 lines; one with more than 400 is mentioned.

Prints file:line: for every violation; exit status 1 if there is one.
"""
import pathlib
import re
import sys

HARD_LIMIT, SOFT_LIMIT = 500, 400

# What a folder may include besides itself. Written out whole rather than as
# levels: siblings must not include each other.
_SPEC = {'spec/base', 'spec/model'}
_SEARCH = _SPEC | {'spec/semantics', 'explorer/search'}
_CHECK = _SEARCH | {'spec/rules', 'spec/policies', 'spec/claims',
                    'explorer/check'}
_COUNTEREXAMPLE = _CHECK | {'explorer/counterexample'}
_REPORT = _COUNTEREXAMPLE | {'explorer/report'}
BELOW = {
    'spec/base': set(),
    'spec/model': _SPEC,
    'spec/semantics': _SPEC,
    'spec/rules': _SPEC,
    'spec/policies': _SPEC,
    'spec/claims': _SPEC | {'spec/rules', 'spec/semantics', 'spec/claims'},
    'spec/yaml': _SPEC,
    'explorer/search': _SEARCH,
    'explorer/check': _CHECK,
    'explorer/counterexample': _COUNTEREXAMPLE,
    'explorer/report': _REPORT,
    'explorer/cpputest': _REPORT | {'spec/yaml'},
    # The primitives in Promela are texts in a folder of their own.
    'explorer/exchange': _SPEC | {'explorer/exchange/promela'},
    'explorer/reduce': _CHECK | {'spec/yaml', 'explorer/reduce'},
    'explorer/cli': _REPORT | {'spec/yaml', 'explorer/exchange',
                               'explorer/reduce'},
    # The public umbrella header.
    'explorer': _REPORT | {'spec/yaml', 'explorer/cpputest'},
}

# Who may include <prefix..>. Anything not listed is the standard library, or
# POSIX, which is recognised by its ".h".
OTHERS = {
    'yaml-cpp/': ['spec/yaml/document.cc'],
    'xxhash.h': ['spec/base/fingerprint.cc'],
    'absl/container/': ['explorer/search/'],
    'z3': ['explorer/check/z3_solver.cc',
           'explorer/check/z3_propositions.cc'],
    # The JSON Schema, checkpoints, and reports for programs.
    'nlohmann/': ['spec/yaml/schema.cc',
                  'explorer/counterexample/checkpoint_file.cc',
                  'explorer/report/', 'tests/'],
    'CLI/': ['explorer/cli/options.cc'],
    'CppUTest': ['explorer/cpputest/', 'tests/'],
    'picket/': ['tests/'],
}
POSIX = {'fcntl.h', 'fnmatch.h', 'poll.h', 'signal.h', 'termios.h', 'unistd.h'}

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
TYPE = re.compile(r'(?:struct|class|enum class|enum|union)\s+(\w+)'
                  r'(?:\s+final)?\s*(?::(?!:)|{)')
CXX = {'.h', '.cc'}
SOURCES = {'.h', '.cc', '.def', '.py'}


def folder_of(path):
    return path.rpartition('/')[0]


def quoted_problem(path, target, root):
    """What is wrong with #include "target" in path, or None."""
    if not (root / target).is_file():
        return f'"{target}" is not a path from the root'
    if path.startswith('tests/'):
        return None
    if target.startswith('tests/'):
        return f'{target} is a test'
    own, other = folder_of(path), folder_of(target)
    if other == own or other in BELOW.get(own, set()):
        return None
    return f'{own} must not include {target}: {other} is not below it'


def angled_problem(path, target):
    """What is wrong with #include <target> in path, or None."""
    for prefix, places in OTHERS.items():
        if target.startswith(prefix):
            allowed = any(path.startswith(place) for place in places)
            return None if allowed else (
                f'<{target}> belongs into {" and ".join(places)} only')
    if target in POSIX or target.startswith('sys/') or '.' not in target:
        return None
    return f'<{target}> is of no known library; see OTHERS in tests/layers.py'


def problems_of(path, text, root):
    """(line, sentence) of everything wrong with one file."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        include = INCLUDE.match(line)
        if not include:
            continue
        target = include.group(2)
        problem = (quoted_problem(path, target, root)
                   if include.group(1) == '"' else
                   angled_problem(path, target))
        if problem:
            yield number, problem
    if len(lines) > HARD_LIMIT:
        yield HARD_LIMIT, f'{len(lines)} lines; no file has over {HARD_LIMIT}'
    if not path.startswith('tests/') and folder_of(path) not in BELOW:
        yield 1, f'{folder_of(path)} is no layer; see BELOW in tests/layers.py'


def types_of(text):
    """(line, name) of the types that a file defines for every other file."""
    inside = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('namespace '):
            inside.append(line.removeprefix('namespace ').rstrip(' {'))
        elif line.startswith('}  // namespace'):
            inside.pop()
        elif '' not in inside and (found := TYPE.match(line)):
            yield number, '::'.join([*inside, found.group(1)])


def sources_below(root):
    for top in ('spec', 'explorer', 'tests'):
        for path in sorted((root / top).rglob('*')):
            if path.suffix in SOURCES and path.is_file():
                yield path


def check(root, out):
    violations = files = 0
    defined = {}
    for path in sources_below(root):
        files += 1
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding='utf-8')
        for line, problem in problems_of(name, text, root):
            print(f'{name}:{line}: error: {problem}', file=out)
            violations += 1
        for line, kind in types_of(text) if path.suffix in CXX else ():
            if defined.setdefault(kind, name) != name:
                print(f'{name}:{line}: error: {kind} is defined in '
                      f'{defined[kind]}, too', file=out)
                violations += 1
        length = text.count('\n')
        if SOFT_LIMIT < length <= HARD_LIMIT:
            print(f'{name}: warning: {length} lines', file=out)
    print(f'{files} files, {violations} violations', file=out)
    return 1 if violations or not files else 0


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(check(pathlib.Path(sys.argv[1]).resolve(), sys.stdout))
