"""更正 and the tables that were sent come in; the tables with the corrected values, and each use, go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.clean import words
from pipeline.clean.cells import Desk, Reading, read
from pipeline.clean.rows import BlockReader, Column
from pipeline.model import Fault, Finding, Intervention, Line, Remedy, Role, Value
from pipeline.rules import Form
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded, masked

Record = dict[str, Any]
REGISTER = "重点项目清单"
NOTHING = "（空）"


@dataclass(frozen=True)
class Spot:
    """One cell of one line of one table."""

    reader: BlockReader
    line: Line
    column: Column

    @property
    def value(self) -> Value:
        return self.line.values[self.column.at]

    @property
    def shown(self) -> str:
        """What the sheet shows there."""
        return self.value.text if isinstance(self.value, Fault) else words.text(self.value)

    @property
    def target(self) -> str:
        block = self.reader.block
        return "｜".join((block.file, block.sheet or "", self.column.cell(self.line)))

    def read(self, value: Value) -> Reading:
        return read(value, self.column.what, self.column.unit, self.reader.desk)

    def holds(self, written: str) -> bool:
        """Whether the cell says what a person wrote down of it: the same value, or the same text."""
        if words.is_empty(self.value) or words.is_empty(written):
            return words.is_empty(self.value) and words.is_empty(written)
        mine, theirs = self.read(self.value), self.read(written)
        if mine.problem or theirs.problem:
            return folded(self.shown) == folded(written)
        return bool(mine.value == theirs.value)


@dataclass(frozen=True)
class Corrected:
    """The tables with corrections in them, the uses, and what was wrong with the others."""

    readers: list[BlockReader]
    uses: tuple[Intervention, ...]
    findings: tuple[Finding, ...]


def corrected(readers: Sequence[BlockReader], orders: Iterable[Record], desk: Desk) -> Corrected:
    """Put each 更正值 in the place of the 原值 that it names; a value that is confirmed stays as it is."""
    bench = _Bench(list(readers), desk)
    for order in orders:
        bench.obey(order)
    return Corrected(bench.readers, tuple(bench.uses), tuple(bench.findings))


class _Bench:
    """The tables while corrections are put in."""

    def __init__(self, readers: list[BlockReader], desk: Desk) -> None:
        self.readers = readers
        self.desk = desk
        self.orders = {reader.number: reader for reader in readers if reader.form.file == "更正"}
        self.uses: list[Intervention] = []
        self.findings: list[Finding] = []

    def obey(self, order: Record) -> None:
        standing = order["file"].startswith("..")
        if order["period"] and folded(order["period"]) not in _names(self.desk):
            if not standing:
                self._tell(order, "correction-other-period", "period", value=order["period"])
            return
        key, what = self._field(order)
        if key is None:
            self._tell(order, "correction-field-unknown", "field", value=order["field"])
            return
        spots = list(self._spots(order, key))
        right = [spot for spot in spots if spot.holds(order["before"] or "")]
        if right:
            self._correct(order, right, what)
        elif standing:
            self._tell(order, "correction-lapsed", "before", value=order["before"], what=what)
        elif spots:
            reported = spots[0].shown or NOTHING
            self._tell(order, "correction-old-differs", "before", value=order["before"] or NOTHING, what=what,
                       reported=reported)  # fmt: skip
        else:
            self._tell(order, "correction-project-unknown", "name", what=what)

    def _field(self, order: Record) -> tuple[str | None, str]:
        """The key and title of the field that an order names by its title or another known heading."""
        for form in self._forms():
            for what in form.values():
                if folded(order["field"]) in {folded(title) for title in (what.title, *what.also)}:
                    return (None if what.type == "private" else what.key), what.title
        return None, ""

    def _forms(self) -> Iterator[Mapping[str, Any]]:
        """The fields of the forms that can be corrected, 项目进度表 first."""
        return (form.fields for form in self.desk.law.forms.values() if not form.file)

    def _spots(self, order: Record, key: str) -> Iterator[Spot]:
        for reader in self.readers:
            column = next((column for column in reader.columns if column.what.key == key), None)
            if column and _is_reported(reader.form):
                yield from (Spot(reader, line, column) for line in _lines(reader, order))

    def _correct(self, order: Record, spots: Sequence[Spot], what: str) -> None:
        after = order["after"]
        reading = spots[0].read(after)
        if reading.problem:
            self._tell(order, "correction-not-understood", "after", value=after, what=what)
            return
        for spot in spots:
            self.uses.append(self._use(order, spot, what))
            if not spot.holds(after):
                self._put(spot, after)

    def _put(self, spot: Spot, value: str) -> None:
        at = next(at for at, reader in enumerate(self.readers) if reader.number == spot.reader.number)
        reader, cells = self.readers[at], spot.column.at
        values = (*spot.line.values[:cells], value, *spot.line.values[cells + 1 :])
        lines = tuple(
            replace(line, values=values) if line.row == spot.line.row else line for line in reader.block.lines
        )
        self.readers[at] = replace(reader, block=replace(reader.block, lines=lines))

    def _place(self, order: Record, key: str) -> dict[str, Any]:
        letter = self.orders[order["block"]].letters.get(key)
        cell = f"{letter}{order['row']}" if letter else None
        return {"file": order["file"], "sheet": order["sheet"], "cell": cell}

    def _tell(self, order: Record, code: str, key: str, **blanks: Any) -> None:
        title = self.desk.law.forms["更正表"].fields[key].title
        said = {"subject": _subject(order), "field": title, "value": order["name"], **blanks}
        self.findings.append(self.desk.law.finding(code, **self._place(order, key), **said))

    def _use(self, order: Record, spot: Spot, what: str) -> Intervention:
        before = masked(spot.shown) or NOTHING
        return Intervention(
            remedy=Remedy.CORRECTION,
            **self._place(order, "after") | {"cell": self._place(order, "after")["cell"] or ""},
            subject=_subject(order),
            item=what,
            before=before,
            after=before if spot.holds(order["after"]) else masked(order["after"]),
            reason=order["reason"],
            basis=order["basis"],
            person=order["person"],
            sender=spot.reader.block.sender,
            target=spot.target,
        )


def _is_reported(form: Form) -> bool:
    """Whether a form is what others report of projects; the register changes by 清单变动 alone."""
    return not form.file and form.name != REGISTER and "name" in form.fields


def _names(desk: Desk) -> set[str]:
    """How a 期间 column may name the period: 2026-05, 2026年5月, 5月."""
    period = desk.period
    month = (
        ()
        if period.weekly
        else (f"{period.year}年{period.month}月", f"{period.month}月", f"{period.year}.{period.month}")
    )
    return {folded(name) for name in (period.text, period.label, *month)}


def _subject(order: Record) -> str:
    return f"{order['town'] or ''}“{order['name']}”"


def _lines(reader: BlockReader, order: Record) -> Iterator[Line]:
    """The lines of a table that are the project of an order; by its name alone where the order names no 镇街."""
    wanted = Identities.of([order])
    for line in reader.block.lines:
        if line.role is Role.DATA and _is_meant(reader.names(line), order, wanted):
            yield line


def _is_meant(names: Record, order: Record, wanted: Identities) -> bool:
    if wanted.place(names) is not None:
        return True
    same = folded(names["name"] or "") == folded(order["name"])
    return same and not order["town"] and not (order["code"] and names["code"])
