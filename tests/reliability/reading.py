"""An input directory in; out, file by file, the project rows that collect and clean read, and what blocks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.clean import clean
from pipeline.collect import collect
from pipeline.model import Counted, Level, Row
from tests.reliability.verdicts import PERIOD
from tests.tables import LAW, OFFICE


@dataclass(frozen=True)
class ReadBack:
    """The rows of one file, its blocking findings in words, and its counts."""

    rows: list[Row]
    blocking: list[str]
    counted: Counted


def read_back(folder: Path) -> dict[str, ReadBack]:
    """Collect and clean May 2026."""
    collected = collect(folder, PERIOD, LAW, OFFICE)
    tables, doubts = clean(collected, PERIOD, LAW, OFFICE)
    blocking = [each for each in (*collected.findings, *doubts) if each.level is Level.BLOCK]
    return {
        file.path: ReadBack(
            rows=[row for row in tables.projects if row["file"] == file.path],
            blocking=[f"{each.code} {each.cell} {each.message}" for each in blocking if each.file == file.path],
            counted=tables.counts[file.path],
        )
        for file in collected.inputs
    }
