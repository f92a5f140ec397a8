"""What the tests of the command line share: scenarios, running picket.

PICKET in the environment is the program under test.
"""
import os
import pathlib
import subprocess
import tempfile
import unittest

PICKET = os.path.abspath(os.environ["PICKET"])
TREE = pathlib.Path(__file__).resolve().parents[2]

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
