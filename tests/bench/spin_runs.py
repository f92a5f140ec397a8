"""SPIN on the Promela text of a row: pan alone, and with making pan."""

import re
from dataclasses import dataclass
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent


@dataclass
class Spin:
    seconds: float        # pan alone
    made_in: float        # spin -a and gcc
    megabytes: float
    states: int | None    # none: it did not end in time


def search(row, folder, limit, reduce):
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    define = [f"-D{d}" for d in row["defines"]]
    make = measure.once(["spin", "-a", *define, str(HERE / row["promela"])], 120, str(folder))
    options = ["-O2", "-DSAFETY"] + ([] if reduce else ["-DNOREDUCE"])
    gcc = measure.once(["gcc", *options, "-o", "pan", "pan.c"], 120, str(folder))
    if make.status or gcc.status:
        raise RuntimeError(f"no pan for {row['promela']}: {make.text}{gcc.text}")
    pan = measure.best(["./pan", "-E"], limit, str(folder))
    stored = re.search(r"^\s*(\d+) states, stored", pan.text, re.M)
    whole = pan.status == 0 and stored and "max search depth too small" not in pan.text
    return Spin(pan.seconds, make.seconds + gcc.seconds, pan.kilobytes / 1024, int(stored[1]) if whole else None)
