"""What tests need from npm, installed into a folder of the build.

A test names its packages in package.json beside it, their versions and hashes
in package-lock.json. Where something is missing the test is skipped and says
what.
"""
import os
import shutil
import subprocess
import sys

SKIPPED = 77


def skip(reason, status=SKIPPED):
    print(f"skipped: {reason}")
    sys.exit(status)


def program(*names):
    """The first that there is. In CI, bootstrap has installed them."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    return skip(f"there is no {names[0]}; ./bootstrap test installs it",
                1 if os.environ.get("CI") == "true" else SKIPPED)


def install(here, folder, *options):
    """What here/package-lock.json names, unless it is in folder already."""
    npm = program("npm")
    folder.mkdir(parents=True, exist_ok=True)
    lock = (here / "package-lock.json").read_bytes()
    mark = folder / "node_modules" / ".installed"
    if mark.exists() and mark.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(here / name, folder / name)
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund", *options],
                          cwd=folder, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        skip("npm could not install the packages of the test\n" + done.stdout)
    mark.write_bytes(lock)
