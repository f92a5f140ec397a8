#!/usr/bin/python3
"""The JSON Schema and the reader accept and reject the same scenario files.

usage: schema_corpus_test.py READER [FOLDER..]

READER prints the schema with --schema and exits with 2 for a file that has a
mistake (tests/support/parse_main.cc). FOLDERs hold further files that both
must accept, for example scenarios/.

tests/golden/valid               both accept
tests/golden/invalid/schema      both reject
tests/golden/invalid/semantics   only the reader rejects: names, flow, numbers
tests/golden/invalid/yaml        not valid YAML for a scenario; only the reader
"""
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, which is also how the reader sees texts."""

    yaml_implicit_resolvers = {}


for tag, regex, first in [
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|false)$", list("tf")),
    ("int", r"^-?(0|[1-9][0-9]*)$", list("-0123456789")),
]:
    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:" + tag, re.compile(regex), first
    )


def yaml_files(folder):
    return sorted(
        p for p in pathlib.Path(folder).rglob("*.yaml") if p.parent.name != "parts"
    )


def schema_mistakes(validator, path):
    text = path.read_text(encoding="utf-8-sig")
    documents = [d for d in yaml.load_all(text, Loader=Loader) if d is not None]
    found = []
    for document in documents:
        found += [
            "/".join(map(str, e.absolute_path)) + ": " + e.message[:120]
            for e in validator.iter_errors(document)
        ]
    return found


def reader_rejects(reader, path):
    run = subprocess.run([reader, str(path)], capture_output=True, check=False)
    if run.returncode not in (0, 2):
        raise SystemExit(f"{path}: exit status {run.returncode}")
    return run.returncode == 2


def main():
    reader, folders = sys.argv[1], sys.argv[2:]
    schema = json.loads(
        subprocess.run([reader, "--schema"], capture_output=True, check=True).stdout
    )
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    # folder, does the schema reject, does the reader
    corpus = [
        (GOLDEN / "valid", False, False),
        (GOLDEN / "invalid/schema", True, True),
        (GOLDEN / "invalid/semantics", False, True),
    ] + [(pathlib.Path(folder), False, False) for folder in folders]
    count = 0
    failures = []
    for folder, schema_rejects, rejects in corpus:
        for path in yaml_files(folder):
            count += 1
            mistakes = schema_mistakes(validator, path)
            if bool(mistakes) != schema_rejects:
                failures.append(f"{path}: the schema says {mistakes or 'ok'}")
            if reader_rejects(reader, path) != rejects:
                failures.append(f"{path}: the reader says the opposite")
    for path in yaml_files(GOLDEN / "invalid/yaml"):
        count += 1
        if not reader_rejects(reader, path):
            failures.append(f"{path}: the reader accepts it")
    for failure in failures:
        print(failure)
    print(f"{count} files, {len(failures)} failures")
    return 1 if failures or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
