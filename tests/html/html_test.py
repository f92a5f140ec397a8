#!/usr/bin/env python3
"""The HTML report in a browser: html_test.py PICKET FOLDER

Runs *_test.mjs with Node and a headless Chromium. What they need from npm is
installed into FOLDER, in the versions of package-lock.json. Where something is
missing the test is skipped and says what. In CI, where bootstrap has installed
the programs, only npm's registry may be out of reach.
"""
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def skip(reason, status=SKIPPED):
    print(f"skipped: {reason}")
    sys.exit(status)


def program(*names):
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    return skip(f"there is no {names[0]}; ./bootstrap test installs it",
                1 if os.environ.get("CI") == "true" else SKIPPED)


def install(npm, folder):
    """What package-lock.json names, unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    mark = folder / "node_modules" / ".installed"
    if mark.exists() and mark.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=folder,
                          text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        skip("npm could not install the packages of the test\n" + done.stdout)
    mark.write_bytes(lock)


def main(picket, folder):
    chromium = program("chromium", "chromium-browser", "google-chrome")
    node = program("node", "nodejs")
    folder = pathlib.Path(folder).resolve()
    install(program("npm"), folder)
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
