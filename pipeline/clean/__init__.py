"""Tables of cells → tables of meanings: every cell read once by its field's type, every doubt a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pipeline.clean.cells import Desk, Reading
from pipeline.clean.changes import Changed, changed
from pipeline.clean.corrections import corrected
from pipeline.clean.dates import read_date
from pipeline.clean.register import govern
from pipeline.clean.rows import BlockReader, Cleaned
from pipeline.clean.totals import doubts, totals
from pipeline.model import Block, Collected, Counted, Finding, Period, Reported, Role, Table, Tables, table
from pipeline.rules import Law, Office

PROJECTS, REGISTER, ORDERS, CHANGES = "项目进度表", "重点项目清单", "更正表", "清单变动表"


def clean(collected: Collected, period: Period, law: Law, office: Office) -> tuple[Tables, tuple[Finding, ...]]:
    """Read every cell of every table; returns the accepted rows and the findings.

    A row is refused when its identity or a required cell cannot be read; every other doubt leaves it accepted.
    """
    desk = Desk(law, office, period)
    sent = [BlockReader(block, law.forms[block.form], at, desk) for at, block in enumerate(collected.blocks)]
    mended = corrected(sent, _orders(sent, law), desk)
    readers = mended.readers
    cleaned = [reader.clean() for reader in readers]
    rows = _rows(readers, cleaned)
    changes = _in_force(_whole(rows[CHANGES], law, CHANGES), period)
    roll = changed(changes, _whole(rows[REGISTER], law, REGISTER), desk, _cells(readers))
    findings = [*(finding for part in cleaned for finding in part.findings), *mended.findings, *roll.findings]
    findings += [finding for reader in readers for finding in (*_column_hints(reader), *doubts(reader))]
    findings += _missing_permits(collected.blocks, law)
    tables = Tables(
        forms=_forms(rows, roll, law),
        unread=table(
            (roll.moved(row) for part in _of(PROJECTS, readers, cleaned) for row in part.lost), law.types[PROJECTS]
        ),
        columns=tuple(reader.letters for reader in readers),
        totals=tuple(total for reader in readers for total in totals(reader)),
        reported=tuple(reported for block in collected.blocks for reported in _reported(block, period)),
        counts=_counts(collected, readers, cleaned),
        interventions=(*mended.uses, *roll.uses),
    )
    return tables, tuple(findings)


def _of(form: str, readers: Sequence[BlockReader], cleaned: Sequence[Cleaned]) -> list[Cleaned]:
    return [part for reader, part in zip(readers, cleaned, strict=True) if reader.form.name == form]


def _orders(readers: Sequence[BlockReader], law: Law) -> list[dict[str, Any]]:
    """The rows of 更正表 that can be obeyed."""
    records = (record for reader in readers if reader.form.name == ORDERS for record in reader.clean().records)
    return _whole(records, law, ORDERS)


def _whole(records: Iterable[dict[str, Any]], law: Law, form: str) -> list[dict[str, Any]]:
    """Rows with every field of their form in them."""
    return [dict(row) for row in table(records, law.types[form])]


def _rows(readers: Sequence[BlockReader], cleaned: Sequence[Cleaned]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reader, part in zip(readers, cleaned, strict=True):
        rows[reader.form.name] += part.records
    return rows


def _in_force(changes: Sequence[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """The changes whose 生效期 has come."""
    return [row for row in changes if row["since"] <= period.as_of]


def _cells(readers: Sequence[BlockReader]) -> Callable[[dict[str, Any], str], str]:
    """The address of a field of a record."""
    return lambda row, key: f"{readers[row['block']].letters.get(key, 'A')}{row['row']}"


def _forms(rows: dict[str, list[dict[str, Any]]], roll: Changed, law: Law) -> dict[str, Table]:
    """Every form's rows under the projects' names now, the projects with the register's values standing."""
    named = {name: [roll.moved(row) for row in rows[name]] for name in law.types if not law.forms[name].file}
    own = {name: rows[name] for name in law.types if law.forms[name].file}
    made = {**named, **own, REGISTER: roll.register}
    govern(named[PROJECTS], roll.register, law.governed)
    return {name: tuple(made[name]) for name in law.types}


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
