"""An input directory in; out, what collect, clean and check make of it: each file accepted or refused, with rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.check import check
from pipeline.clean import clean
from pipeline.collect import collect
from pipeline.model import Counted, Finding, InputFile, Level, Period, Row, Tables
from pipeline.rules.calendar import Calendar
from tests.tables import LAW, OFFICE

ROOT = Path(__file__).parents[2]
PERIOD = Period.parse("2026-05")
USUAL = ("permit-column-missing", "invested-not-started")  # what the plain table of the corpus gets as well


@dataclass(frozen=True)
class Verdict:
    """What came of one file; ``refusals`` are the findings that say that it was not read."""

    input: InputFile
    findings: tuple[Finding, ...]
    projects: tuple[Row, ...]
    counted: Counted

    @property
    def refusals(self) -> list[Finding]:
        return [each for each in self.findings if each.level is Level.BLOCK and each.code.startswith("file-")]

    @property
    def sole(self) -> bool:
        """Exactly one verdict: accepted, or refused by one finding with nothing read."""
        refused = len(self.refusals) == 1 == len(self.findings) and not self.projects and not self.input.cells
        return refused or not self.refusals

    @property
    def told(self) -> str:
        """Every code and sentence that a good workbook does not get, to look words up in."""
        return "\n".join(f"{each.code} {each.message}" for each in self.findings if each.code not in USUAL)

    @property
    def balanced(self) -> bool:
        """read = accepted + refused, and what is accepted is there."""
        counted = self.counted
        return counted.read == counted.accepted + counted.refused and min(counted.accepted, counted.refused) >= 0


def verdicts(folder: Path) -> dict[str, Verdict]:
    """Every file of the period by its name; no exception is caught here."""
    collected = collect(folder, PERIOD, LAW, OFFICE)
    tables, doubts = clean(collected, PERIOD, LAW, OFFICE)
    senders = {file.sender for file in collected.inputs if file.sender}
    judged, repeated = check(tables, PERIOD, LAW, OFFICE, history={}, senders=senders, calendar=Calendar())
    findings = (*collected.findings, *doubts, *judged)
    kept = tables.without(repeated)
    return {file.path: _verdict(file, findings, kept) for file in collected.inputs}


def _verdict(file: InputFile, findings: tuple[Finding, ...], tables: Tables) -> Verdict:
    own = tuple(finding for finding in findings if finding.file == file.path)
    rows = tuple(row for row in tables.projects if row["file"] == file.path)
    return Verdict(file, own, rows, tables.counts.get(file.path, Counted()))
