#!/usr/bin/env python3
"""The HTML report in a browser: html_test.py PICKET FOLDER

Runs *_test.mjs with Node and a headless Chromium. What they need from npm is
installed into FOLDER, in the versions of package-lock.json. Where something is
missing the test is skipped and says what. In CI, where bootstrap has installed
the programs, only npm's registry may be out of reach.
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from npm_packages import install, program  # noqa: E402


def main(picket, folder):
    chromium = program("chromium", "chromium-browser", "google-chrome")
    node = program("node", "nodejs")
    folder = pathlib.Path(folder).resolve()
    install(HERE, folder)
    tests = sorted(map(str, HERE.glob("*_test.mjs")))
    done = subprocess.run(
        [node, "--test", "--test-reporter=spec", *tests], cwd=folder,
        env={**os.environ, "PICKET": os.path.abspath(picket),
             "CHROMIUM": chromium, "PICKET_TEST_FOLDER": str(folder)})
    sys.exit(done.returncode)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
