#!/usr/bin/env python3
"""Interrupting the command line, from outside: what it says, what is left.

Usage: cli_interrupt_test.py PICKET [unittest arguments]
"""
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.dom.minidom

PICKET = os.path.abspath(sys.argv.pop(1))
TREE = pathlib.Path(__file__).resolve().parent.parent

ABBA = """scenario: abba
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
%s
"""
EXPECTED = ABBA % "expect:\n  - deadlock: [one, two]"
UNEXPECTED = ABBA % ""
FIXED = """scenario: fixed
objects: {a: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_unlock: a}]
  two: [{mutex_lock: a}, {mutex_unlock: a}]
"""
RULE = """scenario: ruled
objects: {f: dma_fence}
threads:
  waiter: [{dma_fence_wait: f}]
  worker: [dma_fence_begin_signalling, {dma_fence_signal: f},
           dma_fence_end_signalling]
rules:
  no-wait: {never: dma_fence_wait(*), within: signalling}
"""
# Far more interleavings than anybody can wait for.
HUGE = """scenario: huge
objects: {"v[i=0..9]": atomic_t, all: atomic_t}
threads:
  "t[i=0..9]":
    - repeat: 40
      do: [{cmpxchg: {var: all, old: i, new: i+1}}, {atomic_inc: "v[i]"}]
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="picket-cli-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_text(text)
        return name

    def run_picket(self, *arguments, status=0, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        done = subprocess.run([PICKET, *arguments], cwd=self.path, text=True,
                              capture_output=True, timeout=120, **more)
        self.assertEqual(done.returncode, status,
                         f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done


class Interrupts(Case):
    def start(self):
        self.write("a.yaml", HUGE)
        process = subprocess.Popen([PICKET, "check", "a.yaml"],
                                   cwd=self.path, text=True,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(1.5)
        return process

    def test_the_first_one_ends_with_what_was_covered(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("inconclusive", out)
        self.assertIn("interrupted", out)

    def test_the_second_one_kills(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        try:
            process.send_signal(signal.SIGINT)
        except ProcessLookupError:
            pass
        process.communicate(timeout=60)
        self.assertIn(process.returncode, (130, -signal.SIGINT))


if __name__ == "__main__":
    unittest.main()
