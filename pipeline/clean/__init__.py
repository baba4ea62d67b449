"""Tables of cells → tables of meanings: every cell read once by its field's type, every doubt a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.clean.cells import Desk, Reading
from pipeline.clean.dates import read_date
from pipeline.clean.register import govern
from pipeline.clean.rows import BlockReader, Cleaned
from pipeline.clean.totals import doubts, totals
from pipeline.model import Block, Collected, Counted, Finding, Period, Reported, Role, Table, Tables, table
from pipeline.rules import Law, Office

PROJECTS, REGISTER = "项目进度表", "重点项目清单"


def clean(collected: Collected, period: Period, law: Law, office: Office) -> tuple[Tables, tuple[Finding, ...]]:
    """Read every cell of every table; returns the accepted rows and the findings.

    A row is refused when its identity or a required cell cannot be read; every other doubt leaves it accepted.
    """
    desk = Desk(law, office, period)
    readers = [BlockReader(block, law.forms[block.form], at, desk) for at, block in enumerate(collected.blocks)]
    cleaned = [reader.clean() for reader in readers]
    findings = [finding for part in cleaned for finding in part.findings]
    findings += [finding for reader in readers for finding in (*_column_hints(reader), *doubts(reader))]
    findings += _missing_permits(collected.blocks, law)
    tables = Tables(
        forms=_forms(readers, cleaned, law),
        unread=table((row for part in _of(PROJECTS, readers, cleaned) for row in part.lost), law.types[PROJECTS]),
        columns=tuple(reader.letters for reader in readers),
        totals=tuple(total for reader in readers for total in totals(reader)),
        reported=tuple(reported for block in collected.blocks for reported in _reported(block, period)),
        counts=_counts(collected, readers, cleaned),
    )
    return tables, tuple(findings)


def _of(form: str, readers: Sequence[BlockReader], cleaned: Sequence[Cleaned]) -> list[Cleaned]:
    return [part for reader, part in zip(readers, cleaned, strict=True) if reader.form.name == form]


def _forms(readers: Sequence[BlockReader], cleaned: Sequence[Cleaned], law: Law) -> dict[str, Table]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reader, part in zip(readers, cleaned, strict=True):
        rows[reader.form.name] += part.records
    rows[PROJECTS] = govern(rows[PROJECTS], rows[REGISTER], law.governed)
    return {name: table(rows[name], types) for name, types in law.types.items()}


def _counts(collected: Collected, readers: Sequence[BlockReader], cleaned: Sequence[Cleaned]) -> dict[str, Counted]:
    counts = {file.path: Counted() for file in collected.inputs}
    for reader, part in zip(readers, cleaned, strict=True):
        known = counts.get(reader.block.file, Counted())
        counts[reader.block.file] = Counted(known.read + part.read, known.refused + part.refused)
    return counts


def _reported(block: Block, period: Period) -> Iterator[Reported]:
    written, cell = block.reported_on or ("", "")
    if day := read_date(written, period.as_of.year, end=False):
        yield Reported(block.file, block.sheet, cell, block.sender, day.day.day)


def _column_hints(reader: BlockReader) -> Iterator[Finding]:
    """One hint for each column of amounts whose unit nothing states, at its heading."""
    lines = [line for line in reader.block.lines if line.role is Role.DATA]
    for column in reader.columns:
        if column.what.type == "money" and column.unit is None and any(_unitless(column.read(line)) for line in lines):
            heading = column.heading
            blanks: dict[str, Any] = {"cell": heading.cell, "field": column.what.title, "value": heading.title}
            yield reader.desk.law.finding("unit-missing", **reader.where(), **blanks)


def _unitless(reading: Reading) -> bool:
    return reading.hint == "unit-missing" and bool(reading.value)


def _missing_permits(blocks: Sequence[Block], law: Law) -> Iterator[Finding]:
    """One hint a sender for the permits that none of its tables has a column for."""
    columns: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Block] = {}
    for block in blocks:
        if block.form == PROJECTS and block.sender:
            columns[block.sender] |= {heading.field for heading in block.headings}
            first.setdefault(block.sender, block)
    for sender, block in first.items():
        missing = [permit for permit in law.permits if f"permit.{permit}" not in columns[sender]]
        if missing:
            place: dict[str, Any] = {"file": block.file, "sheet": block.sheet, "sender": sender}
            yield law.finding("permit-column-missing", **place, value="、".join(missing))
