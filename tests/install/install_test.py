#!/usr/bin/env python3
"""The installed package as others meet it.

install_test.py BUILD PROJECT CMAKE COMPILER: installs from the build tree,
moves the prefix, then builds the project in PROJECT against it by
find_package and by pkg-config and runs what came out.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, PROJECT, CMAKE, COMPILER = sys.argv[1:5]
FLAGS = ['-std=c++20', '-Wall', '-Wextra', '-Werror']


def run(*command, cwd=None, env=None, status=0):
    """Output of a command that ends with the status."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=env, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != status:
        raise AssertionError(f'{" ".join(words)}: status {done.returncode}, '
                             f'expected {status}\n{done.stdout}')
    return done.stdout


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='picket-install-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run(CMAKE, '--install', BUILD, '--prefix', cls.folder / 'first')
        # A package must not remember where it was installed to.
        cls.prefix = cls.folder / 'moved'
        (cls.folder / 'first').rename(cls.prefix)
        module, = cls.prefix.rglob('picket.pc')
        cls.env = dict(os.environ, PKG_CONFIG_PATH=str(module.parent))
        cls.project = cls.folder / 'project'
        shutil.copytree(PROJECT, cls.project)

    def pkg_config(self, *arguments):
        return run('pkg-config', *arguments, env=self.env).split()

    def check_look(self, program):
        text = run(program, 'scenarios/locks/abba.yaml', cwd=self.project)
        self.assertRegex(text, r'(?m)^abba: 1 findings, as expected: 1\n'
                               r'deadlock: .*one, two.* in line 6: ')
        self.assertIn('\n  one: mutex_lock(a)\n  two: mutex_lock(b)\n'
                      '  one is stuck\n  two is stuck\n', text)
        self.assertIn('abba/fixed: 0 findings, as expected: 1\n', text)
        text = run(program, 'scenarios/typo.yaml', cwd=self.project, status=2)
        self.assertIn('scenarios/typo.yaml:6:7: error[unknown-operation]: ',
                      text)
        self.assertEqual(text.count(': error['), 2)

    def check_scenario_tests(self, program):
        text = run(program, '-v', cwd=self.project, status=2)
        for line in ('TEST(Own, WatchesItsOwnMemory) - ',
                     'TEST(locks, abba) - ', 'TEST(locks, abba/fixed) - ',
                     'scenarios/locks/surprise.yaml:5: error: '
                     'Failure in TEST(locks, surprise)',
                     'scenarios/typo.yaml:6: error: '
                     'Failure in TEST(scenarios, typo.yaml)',
                     'one and two wait for each other',
                     'Errors (2 failures, 5 tests, 5 ran, '):
            self.assertIn(line, text)
        self.assertNotIn('Memory leak', text)
        return text

    def test_find_package(self):
        build = self.project / 'build'
        run(CMAKE, '-S', self.project, '-B', build, '-G', 'Ninja',
            f'-DCMAKE_CXX_COMPILER={COMPILER}',
            f'-DCMAKE_PREFIX_PATH={self.prefix}',
            f'-DCMAKE_CXX_FLAGS={" ".join(FLAGS[1:])}')
        run(CMAKE, '--build', build)
        self.check_look(build / 'look')
        self.check_scenario_tests(build / 'scenario_tests')
        self.check_options_of_cpputest(build / 'scenario_tests')
        self.check_witness_of_a_failure()

    def check_options_of_cpputest(self, program):
        text = run(program, '-sg', 'locks', '-n', 'abba', cwd=self.project)
        self.assertIn('OK (5 tests, 2 ran, ', text)
        self.assertIn('locks.surprise', run(program, '-ln', cwd=self.project))
        run(program, '-ojunit', cwd=self.project, status=2)
        xml = (self.project / 'cpputest_locks.xml').read_text()
        self.assertIn('name="abba/fixed"', xml)
        self.assertRegex(xml, r'<failure message="scenarios/locks/'
                              r'surprise\.yaml:5: .*one and two wait')
        self.assertIn('typo', (self.project / 'cpputest_scenarios.xml')
                      .read_text())

    def check_witness_of_a_failure(self):
        witness, = (self.project / '.picket').iterdir()
        text = run(self.prefix / 'bin/picket', 'replay',
                   witness.relative_to(self.project), cwd=self.project)
        self.assertIn('mutex_lock(b)', text)

    def test_pkg_config(self):
        for source, module in (('look', 'picket'),
                               ('scenario_tests', 'picket-cpputest')):
            flags = self.pkg_config('--cflags', '--libs', module)
            run(COMPILER, *FLAGS, self.project / f'{source}.cc', '-o',
                self.folder / source, *flags)
        self.check_look(self.folder / 'look')
        self.check_scenario_tests(self.folder / 'scenario_tests')

    def test_every_header_stands_alone(self):
        include = self.prefix / 'include'
        flags = self.pkg_config('--cflags', 'picket')
        headers = sorted(include.rglob('*.h'))
        self.assertGreater(len(headers), 40)
        sources = []
        for number, header in enumerate(headers):
            sources.append(self.folder / f'header{number}.cc')
            sources[-1].write_text(f'#include <{header.relative_to(include)}>\n'
                                   f'#include <{header.relative_to(include)}>\n')
        run(COMPILER, *FLAGS, '-fsyntax-only', *flags, *sources)

    def test_headers_need_no_other_project(self):
        for header in self.prefix.rglob('*.h'):
            for name in re.findall(r'#include <(.*)>', header.read_text()):
                self.assertNotIn('.', name.removeprefix('picket/picket.h'),
                                 header)

    def write_driver(self):
        library = self.prefix / 'share/picket/library'
        (library / 'installed.yaml').write_text(
            'scenario: lib\nobjects: {m: mutex}\nthreads: {}\n')
        (self.folder / 'driver.yaml').write_text(
            'scenario: driver\ninclude: installed.yaml\n'
            'threads: {t: [{mutex_lock: m}, {mutex_unlock: m}]}\n')

    def test_the_tool(self):
        tool = self.prefix / 'bin/picket'
        scenarios = self.prefix / 'share/picket/scenarios'
        text = run(tool, 'check', scenarios / 'tutorial/mutex-abba.yaml',
                   cwd=self.folder)
        self.assertIn('as expected', text)
        self.write_driver()
        text = run(tool, 'check', 'driver.yaml', cwd=self.folder)
        self.assertIn('1 check: 1 as expected', text)
        schema = self.prefix / 'share/picket/scenario.schema.json'
        self.assertEqual(schema.read_text(), run(tool, 'schema'))
        completion = (self.prefix /
                      'share/bash-completion/completions/picket').read_text()
        self.assertIn('complete ', completion)
        self.assertFalse(list(self.prefix.rglob('.picket')))
        self.assertIn(run('pkg-config', '--modversion', 'picket',
                          env=self.env).strip(), run(tool, 'version'))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
