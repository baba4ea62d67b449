"""One table's lines → records with typed values, and a finding for everything that will not come clean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import attrgetter
from typing import Any

from pipeline.clean import words
from pipeline.clean.cells import NUMERIC, Desk, Reading, Seen
from pipeline.model import Block, Finding, Heading, Level, Line, Role, Value, column_letter
from pipeline.rules import Field, Form

_NUMERIC = frozenset(NUMERIC)


@dataclass
class Cleaned:
    """The records of one block, what was wrong, and how many data lines were read."""

    records: list[dict[str, Any]] = field(default_factory=list)
    lost: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    read: int = 0

    @property
    def refused(self) -> int:
        return self.read - len(self.records)


@dataclass(frozen=True)
class Column:
    """One column that is a field, and what its cells were read as so far."""

    at: int
    heading: Heading
    what: Field
    unit: int | None
    seen: Mapping[type | None, Seen]

    def read(self, line: Line) -> Reading:
        return self._read(line.values[self.at])

    def told(self, cells: Sequence[Value]) -> Told:
        """What the column says in each of the cells."""
        kinds = _NUMERIC.intersection(map(type, cells))
        if len(kinds) > 1:
            return Told(self, list(map(self._read, cells)), True)
        seen = self.seen[next(iter(kinds), None)]
        readings = list(map(seen.__getitem__, cells))
        return Told(self, readings, not seen.doubtful.isdisjoint(cells))

    def _read(self, cell: Value) -> Reading:
        kind = type(cell)
        return self.seen[kind if kind in _NUMERIC else None][cell]

    def cell(self, line: Line) -> str:
        return f"{column_letter(self.heading.column)}{line.row}"


Said = tuple[Column, Reading]


@dataclass(frozen=True)
class Told:
    """What a column says in each line, and whether any of it may be doubtful."""

    column: Column
    readings: Sequence[Reading]
    doubted: bool

    @property
    def values(self) -> Iterator[Any]:
        return map(attrgetter("value"), self.readings)

    @property
    def months(self) -> Iterator[bool]:
        return map(attrgetter("month_only"), self.readings)

    @property
    def doubts(self) -> Iterator[tuple[int, Reading]]:
        """The readings with a problem or a hint, with the place of their line."""
        readings = self.readings if self.doubted else ()
        return ((at, reading) for at, reading in enumerate(readings) if reading.problem or reading.hint)


@dataclass(frozen=True)
class BlockReader:
    """Reads the lines of one block; ``number`` is the block's place in Tables.columns."""

    block: Block
    form: Form
    number: int
    desk: Desk

    def clean(self) -> Cleaned:
        lines = [line for line in self.block.lines if line.role is Role.DATA]
        cells = list(zip(*(line.values for line in lines), strict=True)) or [()] * len(self.block.headings)
        said = [column.told(cells[column.at]) for column in self.columns]
        doubts = _doubts(said)
        cleaned = Cleaned(read=len(lines))
        records = _records(said, self.desk.nothing(self.form.name), len(lines))
        for at, (line, record) in enumerate(zip(lines, records, strict=True)):
            self._line(line, record, doubts.get(at, ()), cleaned)
        return cleaned

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        fields = ((at, heading, self.form.fields.get(heading.field)) for at, heading in enumerate(self.block.headings))
        return tuple(
            Column(at, heading, what, unit, self.desk.seen(self.form.name, what, unit))
            for at, heading, what in fields
            if what
            for unit in (heading.unit or self.block.unit,)
        )

    @cached_property
    def letters(self) -> dict[str, str]:
        """Column letter of each field; the first of several."""
        return {column.what.key: column_letter(column.heading.column) for column in reversed(self.columns)}

    def names(self, line: Line) -> dict[str, Any]:
        """What a line is known by: code, name and 镇街, each None where it says none or cannot be read."""
        wanted = {column.what.key: column for column in reversed(self.columns)}
        read = {key: wanted[key].read(line).value if key in wanted else None for key in ("code", "name", "town")}
        return {**read, "town": read["town"] or self.desk.office.town(self.block.sender or "")}

    def _line(self, line: Line, record: dict[str, Any], doubts: Sequence[Said], cleaned: Cleaned) -> None:
        for column, reading in doubts:
            cleaned.findings.extend(self._findings(reading, column, line))
        if not record.get("town"):
            unread = {column.what.key for column, reading in doubts if reading.problem}
            self._identify(line, record, unread, cleaned)
        kept = cleaned.lost if self._refused(record) else cleaned.records
        record.update(self._place(line, record))
        kept.append(record)

    def _findings(self, reading: Reading, column: Column, line: Line) -> Iterable[Finding]:
        what, problem = column.what, reading.problem
        if problem == "required-blank" and what.key == "plan" and self._plan_may_wait():
            yield self._finding(problem, reading, column, line, Level.HINT)
        elif problem:
            yield self._finding(
                problem, reading, column, line, Level.BLOCK if what.used or what.required else Level.HINT
            )
        elif reading.hint and reading.hint != "unit-missing":
            yield self._finding(reading.hint, reading, column, line, None)

    def _finding(self, code: str, reading: Reading, column: Column, line: Line, level: Level | None) -> Finding:
        shown = words.text(line.values[column.at])
        blanks: dict[str, Any] = {
            "value": shown,
            "subject": self._subject(line),
            "project": self._name(line),
            **reading.blanks,
            "field": column.what.title,
        }
        return self.desk.law.finding(code, level=level, **self.where(), cell=column.cell(line), **blanks)

    def where(self) -> dict[str, Any]:
        return {"file": self.block.file, "sheet": self.block.sheet, "sender": self.block.sender}

    @cached_property
    def _where(self) -> dict[str, Any]:
        return self.where()

    def _subject(self, line: Line) -> str:
        name = self._name(line)
        return f"第{line.row}行“{name}”" if name else f"第{line.row}行"

    def _name(self, line: Line) -> str | None:
        names = (line.values[column.at] for column in self.columns if column.what.key == "name")
        name = next((cell for cell in names if isinstance(cell, str) and not words.is_empty(cell)), None)
        return words.name(name) if name else None

    def _plan_may_wait(self) -> bool:
        return self.desk.office.plan_may_wait(self.desk.period.as_of)

    def _identify(self, line: Line, record: dict[str, Any], unread: set[str], cleaned: Cleaned) -> None:
        """A row that names no 镇街 is its sender's."""
        if "town" in self.form.fields and "town" not in unread:
            record["town"] = self.desk.office.town(self.block.sender or "")
        if self.form.name == "项目进度表" and not record.get("town") and "town" not in unread:
            what = self.form.fields["town"]
            blanks: dict[str, Any] = {"subject": self._subject(line), "cell": self._cell("town", line)}
            blanks |= {"field": what.title}
            cleaned.findings.append(self.desk.law.finding("required-blank", **self.where(), **blanks))

    def _cell(self, key: str, line: Line) -> str | None:
        letter = self.letters.get(key)
        return f"{letter}{line.row}" if letter else None

    @cached_property
    def _needed(self) -> frozenset[str]:
        """The fields without which a row is refused."""
        needed = {what.key for what in self.form.required} | ({"name"} & set(self.form.identity))
        return frozenset(needed - ({"plan"} if self._plan_may_wait() else set()))

    def _refused(self, record: dict[str, Any]) -> bool:
        placeless = self.form.name == "项目进度表" and not record.get("town") and not record.get("code")
        return placeless or None in map(record.get, self._needed)

    def _place(self, line: Line, record: dict[str, Any]) -> dict[str, Any]:
        name = record.get("code") or f"{record.get('town') or self.block.sender}/{record.get('name')}"
        return {**self._where, "id": name, "row": line.row, "block": self.number}


def _records(said: Sequence[Told], nothing: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """A record a line, ``nothing`` where its table has no column; of several columns the first one counts, those of a
    permit count together."""
    found: dict[str, Iterable[Any]] = {}
    for told in said:
        what = told.column.what
        if what.key not in found:
            found[what.key] = told.values
            if what.type == "date":
                found[f"{what.key}.month"] = told.months
        elif what.permit:
            found[what.key] = map(permit_of, zip(found[what.key], told.values, strict=True))
    rows = zip(*found.values(), strict=True) if found else repeat((), count)
    for values in rows:
        record = nothing.copy()
        record.update(zip(found, values, strict=True))
        yield record


def _doubts(said: Sequence[Told]) -> dict[int, list[Said]]:
    """The readings with a problem or a hint, by the place of their line."""
    doubts: dict[int, list[Said]] = defaultdict(list)
    for told in said:
        for at, reading in told.doubts:
            doubts[at].append((told.column, reading))
    return doubts


def permit_of(states: tuple[str | None, ...]) -> str | None:
    """Several columns of one permit: 办结 when all are 办结 or 不涉及 (all 不涉及: 不涉及), else 办理中 when any is
    办结 or 办理中, else 未启动."""
    known = {state for state in states if state}
    if known <= {"办结", "不涉及"}:
        return "办结" if "办结" in known else "不涉及" if known else None
    return "办理中" if known & {"办结", "办理中"} else "未启动"
