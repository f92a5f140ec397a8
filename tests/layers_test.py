#!/usr/bin/env python3
"""tests/layers.py finds what it is there to find."""
import io
import pathlib
import tempfile
import unittest

import layers


class Layers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        for path in ('spec/base/id.h', 'spec/model/state.h',
                     'spec/semantics/step.h', 'spec/rules/interval.h',
                     'explorer/search/search.h', 'tests/support/drive.h'):
            self.write(path, '#pragma once\n')

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def says(self, path, text):
        self.write(path, text)
        out = io.StringIO()
        status = layers.check(self.root, out)
        (self.root / path).unlink()
        lines = [line for line in out.getvalue().splitlines()
                 if line.startswith(path)]
        self.assertEqual(status, any(': error: ' in line for line in lines))
        return '\n'.join(lines)

    def accepts(self, path, text):
        self.assertEqual(self.says(path, text), '')

    def refuses(self, path, text, words):
        self.assertIn(words, self.says(path, text))

    def test_an_include_goes_down(self):
        self.accepts('spec/model/a.cc', '#include "spec/base/id.h"\n')
        self.accepts('explorer/search/a.h', '#include "spec/semantics/step.h"')

    def test_an_include_never_goes_up(self):
        self.refuses('spec/base/a.cc', '\n#include "spec/model/state.h"\n',
                     'a.cc:2: error: spec/base must not include')
        self.refuses('spec/semantics/a.h', '# include "explorer/search/search.h"',
                     'spec/semantics must not include')

    def test_an_include_never_goes_across(self):
        self.refuses('spec/rules/a.cc', '#include "spec/semantics/step.h"\n',
                     'spec/rules must not include')

    def test_a_name_of_a_type_is_taken_once(self):
        self.write('spec/base/a.h', 'namespace picket {\nstruct A {\n};\n'
                   'struct B::C {\n};\n}  // namespace picket\n')
        self.refuses('spec/model/a.cc', 'namespace picket {\nclass A final {',
                     'a.cc:2: error: picket::A is defined in spec/base/a.h')
        self.accepts('spec/model/a.cc', 'namespace picket {\nclass B {')
        self.accepts('spec/model/a.cc', 'namespace picket::other {\nclass A {')
        self.accepts('spec/model/a.cc',
                     'namespace picket {\nnamespace {\nclass A {')

    def test_only_tests_include_tests(self):
        self.refuses('spec/base/a.cc', '#include "tests/support/drive.h"\n',
                     'is a test')
        self.accepts('tests/a_test.cc', '#include "tests/support/drive.h"\n')

    def test_paths_are_from_the_root(self):
        self.refuses('spec/base/a.cc', '#include "id.h"\n',
                     'not a path from the root')

    def test_a_library_is_known_to_one_file(self):
        self.accepts('explorer/check/z3_solver.cc', '#include <z3++.h>\n')
        self.refuses('explorer/check/judge.cc', '#include <z3++.h>\n',
                     'belongs into explorer/check/z3_solver.cc and')
        self.accepts('tests/a_test.cc', '#include <CppUTest/TestHarness.h>\n')
        self.refuses('spec/base/a.cc', '#include <CppUTest/TestHarness.h>\n',
                     'belongs into')

    def test_an_unknown_library_is_refused(self):
        self.refuses('spec/base/a.cc', '#include <boost/any.hpp>\n',
                     'no known library')
        self.accepts('spec/base/a.cc', '#include <vector>\n#include <fcntl.h>')

    def test_files_are_short(self):
        self.accepts('spec/base/a.cc', '\n' * 400)
        self.assertIn('warning: 401', self.says('spec/base/a.cc', '\n' * 401))
        self.refuses('spec/base/a.cc', '\n' * 501, '501 lines')

    def test_a_new_folder_needs_a_place(self):
        self.refuses('spec/extra/a.cc', '\n', 'spec/extra is no layer')


if __name__ == '__main__':
    unittest.main()
