"""A table's headings in, its columns as fields out, with a finding for each heading that is wrong, stale or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.collect.headings import agrees, dates_of, spelled
from pipeline.collect.lexicon import AMBIGUOUS, BARE_FIELD, IGNORED, Lexicon, Meaning, Path
from pipeline.collect.sheet import Grid, filled
from pipeline.collect.table import Table
from pipeline.model import Finding, Heading, Period, column_letter
from pipeline.rules import Field, Law
from pipeline.rules.spelling import visible

SEVERAL = ("status", "private")  # types of which every column is kept
DATED = ("plan", "month_done", "ytd_done", "rate")  # fields whose group headings must be of the period too


@dataclass(frozen=True)
class Place:
    """Where findings of a sheet belong."""

    file: str
    sheet: str | None
    sender: str | None


@dataclass
class Columns:
    """The columns of one table: headings that become fields (or stay unknown) and every column's type."""

    headings: list[Heading] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    ambiguous: bool = False

    def of(self, key: str) -> Heading | None:
        return next((heading for heading in self.headings if heading.field == key), None)


@dataclass(frozen=True)
class Surveyor:
    """Reads the headings of one table in the words of its form."""

    law: Law
    lexicon: Lexicon
    period: Period
    place: Place

    def survey(self, grid: Grid, table: Table) -> Columns:
        """Every column of the table, from the left."""
        columns = Columns()
        meanings = {column: self._meaning(path, table) for column, (path, _) in table.columns.items()}
        used = _used_columns(grid, table, {column for column, meaning in meanings.items() if meaning})
        for column, (path, row) in sorted(table.columns.items()):
            self._column(columns, column, path, row, meanings[column], column in used)
        for column in sorted(used - table.columns.keys()):
            columns.findings.append(self._unknown(Heading("", "（空白）", column + 1, table.top + 1)))
        columns.findings.extend(self._missing(columns))
        return columns

    def _meaning(self, path: Path, table: Table) -> Meaning | None:
        """What a column means; one of another month is unknown where one of this month stands beside it."""
        meaning = self.lexicon.meaning(path)
        if meaning is None or self._fits(meaning, path):
            return meaning
        paths = (other for other, _ in table.columns.values())
        others = ((self.lexicon.meaning(other), other) for other in paths if other != path)
        rivals = (other for other, path in others if other and other.key == meaning.key and self._fits(other, path))
        return None if next(rivals, None) else meaning

    def _fits(self, meaning: Meaning, path: Path) -> bool:
        known = self.lexicon.form.fields.get(meaning.key)
        return known is None or fits(meaning, known, path, self.period)

    def _column(self, columns: Columns, column: int, path: Path, row: int, meaning: Meaning | None, used: bool) -> None:
        known = self.lexicon.form.fields.get(meaning.key) if meaning else None
        heading = Heading("", _title(path, meaning), column + 1, row + 1)
        if meaning and meaning.key == IGNORED:
            columns.kinds[column] = IGNORED
        elif meaning and meaning.key == AMBIGUOUS:
            columns.kinds[column], columns.ambiguous = "money", True
            columns.headings.append(heading)
            columns.findings.append(self._finding("heading-ambiguous", heading, None))
        elif meaning and known:
            self._field(columns, heading, known, path, meaning)
        elif used:
            columns.headings.append(heading)
            columns.findings.append(self._unknown(heading))

    def _field(self, columns: Columns, heading: Heading, known: Field, path: Path, meaning: Meaning) -> None:
        """A column whose field is known: is it the period's, and the only one?"""
        columns.kinds[heading.column - 1] = known.type
        first = columns.of(known.key)
        if first and known.type not in SEVERAL:
            code = "heading-repeated-text" if known.type == "text" else "heading-repeated"
            both = f"{first.cell}“{first.title}”、{heading.cell}“{heading.title}”"
            columns.findings.append(self._finding(code, heading, known, value=both))
            columns.headings.append(heading)
            return
        if not fits(meaning, known, path, self.period):
            columns.findings.append(self._finding("heading-stale", heading, known, period=self.period.text))
        unit = self.lexicon.unit(path) if known.type == "money" else None
        columns.headings.append(Heading(known.key, heading.title, heading.column, heading.row, unit))

    def _missing(self, columns: Columns) -> Iterator[Finding]:
        for required in self.lexicon.form.required:
            excused = required.key == BARE_FIELD and columns.ambiguous
            if columns.of(required.key) is None and not excused:
                yield self.law.finding("column-missing", **vars(self.place), field=required.title)

    def _unknown(self, heading: Heading) -> Finding:
        near = "、".join(self.lexicon.near(heading.title)) or "无"
        return self._finding("heading-unknown", heading, None, near=near)

    def _finding(self, code: str, heading: Heading, known: Field | None, **blanks: Any) -> Finding:
        title = known.title if known else None
        blanks = {"value": heading.title, **blanks}
        return self.law.finding(code, **vars(self.place), cell=heading.cell, field=title, **blanks)


def fits(meaning: Meaning, known: Field, path: Path, period: Period) -> bool:
    """Whether the years and months of a column's headings, groups over progress columns included, are the period's."""
    if not agrees(meaning.reading, period):
        return False
    if meaning.joined or known.key not in DATED:
        return True
    return all(agrees(dates_of(spelled(text)), period) for text in path[:-1])


def _title(path: Path, meaning: Meaning | None) -> str:
    """The heading as written, on one line; with its group when both were needed, or when neither helped."""
    words = path[-1:] if meaning and not meaning.joined else path
    return "/".join("".join(visible(word).split()) for word in words)


def _used_columns(grid: Grid, table: Table, known: set[int]) -> set[int]:
    """Columns with something in the body of the table, the known ones aside."""
    rows = [grid.rows[row] for row in range(table.body, table.end) if row not in table.repeats]
    others = set(range(max(map(len, rows), default=0))) - known
    return {column for column in others if any(column < len(row) and filled(row[column]) for row in rows)}


def ranges(numbers: list[int], letters: bool = False) -> str:
    """7、9—12 or D、F—H, from numbers counted from 0."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    name = column_letter if letters else str
    return "、".join(name(run[0] + 1) if len(run) == 1 else f"{name(run[0] + 1)}—{name(run[-1] + 1)}" for run in runs)
