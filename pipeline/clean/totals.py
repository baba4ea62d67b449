"""小计 and 合计 lines → the amounts written there beside what their details may add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.clean.cells import WAN, Reading
from pipeline.clean.numbers import place
from pipeline.clean.rows import BlockReader, Column
from pipeline.clean.words import text
from pipeline.model import Finding, Level, Line, Role, Total

Details = Sequence[tuple[Line, Reading]]
BLANK = (None, "required-blank")


def totals(reader: BlockReader) -> Iterator[Total]:
    """Every amount of every total line that stands in a column of amounts, column by column."""
    for column, details in _columns(reader):
        for at, (line, reading) in enumerate(details):
            if line.role is not Role.DATA and reading.value is not None:
                parts = [part for part in _parts(details, at) if part]
                if parts and all(_readable(part) for part in parts):
                    yield _total(reader, column, line, reading, parts)


def doubts(reader: BlockReader) -> Iterator[Finding]:
    """A hint for each amount of a total line that cannot be read and so cannot be checked."""
    for column, details in _columns(reader):
        for line, reading in details:
            if line.role is not Role.DATA and reading.problem not in BLANK:
                place = {**reader.where(), "cell": column.cell(line), "field": column.what.title}
                shown = {"value": text(line.values[column.at]), **reading.blanks}
                yield reader.desk.law.finding(reading.problem or "", level=Level.HINT, **place, **shown)


def _columns(reader: BlockReader) -> Iterator[tuple[Column, Details]]:
    if any(line.role is not Role.DATA for line in reader.block.lines):
        for column in reader.columns:
            if column.what.type == "money":
                yield column, [(line, column.read(line)) for line in reader.block.lines]


def _total(reader: BlockReader, column: Column, line: Line, reading: Reading, parts: Sequence[Details]) -> Total:
    slacks = (_slack(part, reading, column.unit or WAN) for part in parts)
    return Total(
        **reader.where(),
        cell=column.cell(line),
        field=column.what.title,
        label=line.label,
        written=reading.value,
        parts=tuple(sum(detail.value or 0 for _, detail in part) for part in parts),
        slack=max(reader.desk.law.checks["money_tolerance"], *slacks),
    )


def _readable(part: Details) -> bool:
    return all(detail.problem in BLANK for _, detail in part)


def _slack(part: Details, total: Reading, unit: int) -> int:
    """Half the last printed place, of every addend or of the total, whichever is the larger."""
    addends = sum((place(detail.written, unit) for _, detail in part if detail.written), Decimal(0))
    return int(max(addends, place(total.written, unit) if total.written else Decimal(0)) / 2)


def _parts(details: Details, at: int) -> Iterator[Details]:
    """What a total line may sum: a 合计 all rows or those since the last 合计, a 小计 the rows of its section before
    it or after it."""
    line = details[at][0]
    before, after = details[:at][::-1], details[at + 1 :]
    if line.role is Role.TOTAL:
        yield [pair for pair in details if pair[0].role is Role.DATA]
        yield _until(before, {Role.TOTAL})
    else:
        yield _until([pair for pair in before if pair[0].section == line.section], {Role.TOTAL, Role.SUBTOTAL})
        yield _until([pair for pair in after if pair[0].section == line.section], {Role.TOTAL, Role.SUBTOTAL})


def _until(pairs: Details, stop: set[Role]) -> Details:
    run = []
    for line, reading in pairs:
        if line.role in stop:
            break
        if line.role is Role.DATA:
            run.append((line, reading))
    return run
