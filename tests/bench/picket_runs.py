"""What picket says about one row, and what it costs."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent


@dataclass
class Check:
    run: measure.Run
    counts: dict
    search_seconds: float
    bytes: int
    complete: bool
    failed: str = ""  # why there is no result

    def rate(self, what):
        """Per second that the processor gave to it: others may use the machine too."""
        spent = min(self.search_seconds, self.run.processor)
        return self.counts[what] / spent if spent > 0 else 0.0

    @property
    def classes(self):
        dead = self.counts["deadlocked"]
        return (self.counts["schedules"] - dead, dead)


class Picket:
    def __init__(self, binary, folder, limit):
        self.binary = Path(binary).resolve()
        self.folder = Path(folder)
        self.limit = limit

    def scenario(self, row):
        """The row's scenario file and the definitions of its parameters."""
        if "scenario" in row:
            return HERE / row["scenario"], [f"-D{k}={v}" for k, v in row["parameters"].items()]
        values = [f"{k}={v}" for k, v in row["parameters"].items()]
        file = self.folder / ("_".join([row["generate"], *values]) + ".yaml")
        if not file.exists():
            command = [sys.executable, str(HERE / "generate.py"), row["generate"], *values]
            file.write_text(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return file, []

    def check(self, row, *options, repeat=True):
        file, definitions = self.scenario(row)
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        command = [
            str(self.binary), "check", str(file), *definitions, *options,
            "--report", f"json={report}", "--witness-dir", str(self.folder / "witnesses"),
            "--time-limit", f"{self.limit}", "--memory-limit", "2G",
        ]
        measured = measure.best if repeat else measure.once
        run = measured(command, self.limit + 30, str(self.folder))
        if not report.exists():
            return Check(run, {}, 0, 0, False, f"exit {run.status}: {run.text.strip()[-300:]}")
        check = json.loads(report.read_text())["checks"][0]
        return Check(run, check["counts"], check["seconds"], check["peak_bytes"], "limit" not in check,
                     "" if check["as_expected"] or "limit" in check else "not as expected")
