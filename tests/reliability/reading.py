"""An input directory in; out, the project rows that collect and clean read from it, and what blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.clean import clean
from pipeline.collect import collect
from pipeline.model import Counted, Level
from tests.reliability.verdicts import PERIOD
from tests.tables import LAW, OFFICE


@dataclass(frozen=True)
class ReadBack:
    """The rows with the asked fields only, the blocking findings in words, and the counts of all files."""

    rows: list[dict[str, Any]]
    blocking: list[str]
    counted: Counted


def read_back(folder: Path, fields: Sequence[str]) -> ReadBack:
    """Collect and clean May 2026."""
    collected = collect(folder, PERIOD, LAW, OFFICE)
    tables, doubts = clean(collected, PERIOD, LAW, OFFICE)
    findings = [each for each in (*collected.findings, *doubts) if each.level is Level.BLOCK]
    counts = tables.counts.values()
    return ReadBack(
        rows=[{key: row[key] for key in fields} for row in tables.projects],
        blocking=[f"{each.code} {each.cell} {each.message}" for each in findings],
        counted=Counted(sum(count.read for count in counts), sum(count.refused for count in counts)),
    )
