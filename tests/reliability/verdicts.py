"""An input directory in; out, what collect, clean and check make of it: each file accepted or refused, with rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.check import check
from pipeline.clean import clean
from pipeline.collect import collect
from pipeline.model import Block, Counted, Finding, InputFile, Level, Period, Row
from pipeline.rules.calendar import Calendar
from tests.tables import LAW, OFFICE

ROOT = Path(__file__).parents[2]
PERIOD = Period.parse("2026-05")
USUAL = ("permit-column-missing",)  # what the plain table of the corpus gets as well


@dataclass(frozen=True)
class Verdict:
    """What came of one file; ``refusals`` are the findings that say that it was not read."""

    input: InputFile
    findings: tuple[Finding, ...]
    blocks: tuple[Block, ...]
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
    def seen(self) -> object:
        """Everything that was read and told, less the file's name and hash."""
        told = [(each.code, each.sheet, each.cell, each.value) for each in self.findings if each.code not in USUAL]
        return self.blocks, told, self.input.cells

    @property
    def balanced(self) -> bool:
        """read = accepted + refused, and what is accepted is there."""
        counted = self.counted
        return counted.read == counted.accepted + counted.refused and min(counted.accepted, counted.refused) >= 0


def verdicts(folder: Path, seen: Callable[[str], None] = lambda _: None) -> dict[str, Verdict]:
    """Every file of the period by its name, from one collect; no exception is caught here. ``seen`` is told of each."""
    collected = collect(folder, PERIOD, LAW, OFFICE, seen=seen)
    tables, doubts = clean(collected, PERIOD, LAW, OFFICE)
    senders = {file.sender for file in collected.inputs if file.sender}
    judged = check(tables, PERIOD, LAW, OFFICE, history={}, senders=senders, calendar=Calendar())
    counts = tables.without(judged.repeated).counts
    findings, blocks, rows = _by_file((*collected.findings, *doubts)), defaultdict(list), defaultdict(list)
    for block in collected.blocks:
        blocks[block.file].append(replace(block, file=""))
    for row in tables.projects:
        rows[row["file"]].append(row)
    return {
        file.path: Verdict(
            file, tuple(findings[file.path]), tuple(blocks[file.path]), tuple(rows[file.path]), counts[file.path]
        )
        for file in collected.inputs
    }


def _by_file(findings: Iterable[Finding]) -> dict[str | None, list[Finding]]:
    found: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.file].append(finding)
    return found
