"""The columns that a sheet outlines and its rows come in; the columns as printed, every cell and total, go out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from pipeline.documents.ground import CITY
from pipeline.documents.lists.entries import ORDINAL, Filters, entry, found, kind_of, places_of
from pipeline.documents.lists.outline import AMOUNTS, ColumnOutline, Place, SheetOutline
from pipeline.documents.lists.selection import OWN, Blame, Row, listed
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity, WordingError
from pipeline.documents.wording import FILTERS
from pipeline.model import Kind, Origin, Printed
from pipeline.model.lists import Entry, ListColumn

TITLE, KEY, GROUP = "名称", "键", "分组"
APART = "合计按“{names}”的口径计算，与所列各行之和不等的部分，为没有单独列示的打包项目子项等。"
NUMBERS, ADDED = (*AMOUNTS, "个数"), ("万元", "亿元", "个数")
SAID = {"万元": "万元数", "亿元": "亿元数", "百分率": "百分率", "百分点": "百分点数", "个数": "个数"}
Entries = tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True)
class Slot:
    """A column as it is printed: of an outline with ``each``, one for every row of that list, under its ``key``."""

    outline: ColumnOutline
    title: str
    group: str
    key: str = ""


@dataclass(frozen=True)
class Ruling:
    """One sheet with its rows; ``blame`` is told what a column has wrong."""

    sheet: SheetOutline
    rows: Sequence[Row]
    said: Mapping[str, Any]
    filters: Filters
    precision: Mapping[str, Any]
    blame: Blame

    def ruled(self) -> tuple[tuple[ListColumn, ...], Entries]:
        entries = tuple(tuple(self._cells(row, number)) for number, row in enumerate(self.rows, 1))
        return self._columns(entries), entries

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for column in self.sheet.columns for slot in self._slots(column))

    def _slots(self, column: ColumnOutline) -> Iterator[Slot]:
        if not column.each:
            yield Slot(column, column.title, column.group)
            return
        for row in self._tried(column, lambda: listed(self.said, column.each)) or []:
            key = str(row.get(KEY, row.get(TITLE, "")))
            yield Slot(column, str(row.get(TITLE, key)), str(row.get(GROUP, column.group)), key)

    def _tried(self, column: ColumnOutline, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, None after a fault of the column."""
        try:
            return make()
        except Exception as fault:
            self.blame(Place(self.sheet.at, column.at), fault)
            return None

    def _cells(self, row: Row, number: int) -> Iterator[Entry]:
        for slot in self.slots:
            try:
                value = self._cell(slot, row, number)
            except Exception as fault:
                self.blame(Place(self.sheet.at, slot.outline.at), fault)
                value = None
            yield slot.outline.blank if value in (None, "") and slot.outline.blank else value

    def _cell(self, slot: Slot, row: Row, number: int) -> Entry:
        if slot.outline.value == ORDINAL and ORDINAL not in row:
            return number
        value = self._value(slot, row)
        return entry(value, slot.outline.shown_as, self.filters)

    def _value(self, slot: Slot, row: Row) -> Any:
        held = found(row, slot.outline.value)
        if not slot.outline.each:
            return held
        if not isinstance(held, Mapping):
            raise WordingError(f"“{slot.outline.value}”不是按“{slot.outline.each}”分列的内容")
        return held.get(slot.key)

    def _columns(self, entries: Entries) -> tuple[ListColumn, ...]:
        return tuple(self._column(at, slot, [line[at] for line in entries]) for at, slot in enumerate(self.slots))

    def _column(self, at: int, slot: Slot, held: Sequence[Entry]) -> ListColumn:
        outline, kind = slot.outline, self._kind(slot)
        total, summed = self._tried(outline, lambda: self._total(outline, kind, held)) or (None, False)
        places = places_of(outline, self.precision)
        return ListColumn(
            slot.title,
            kind,
            outline.width,
            outline.align,
            slot.group,
            places,
            outline.fills,
            total=total,
            summed=summed,
        )

    def _kind(self, slot: Slot) -> str:
        if slot.outline.value == ORDINAL:
            return "个数"
        first = self._tried(slot.outline, lambda: self._value(slot, self.rows[0])) if self.rows else ""
        return str(self._tried(slot.outline, lambda: kind_of(slot.outline.shown_as, first)) or "文字")

    def _total(self, outline: ColumnOutline, kind: str, held: Sequence[Entry]) -> tuple[Entry, bool]:
        """The figure that the template names, else the sum of the column; whether the entries add up to it."""
        if not outline.total or not self.rows:
            return None, False
        if kind not in NUMBERS:
            raise WordingError("只有数量和金额的列可以合计")
        numbers = [value for value in held if isinstance(value, int | Fraction) and not isinstance(value, bool)]
        added = sum(numbers, Fraction(0))
        if outline.total is True:
            return added, True
        total = entry(self._figure(str(outline.total)), outline.shown_as or kind, self.filters)
        return total, total == added and kind in ADDED

    def _figure(self, name: str) -> Quantity:
        """A figure of the member, else of the city; no value where the member has no row."""
        city, own = self.said[CITY], self.said.get(OWN, self.said[CITY])
        if name not in city:
            found(city, name)
        value = own.get(name, Quantity(None, city[name].unit))
        if not isinstance(value, Quantity):
            raise WordingError(f"“{name}”不是指标")
        return value

    def apart(self, columns: Sequence[ListColumn]) -> tuple[str, ...]:
        """A note where a figure is not what the rows add up to."""
        names = [
            str(slot.outline.total)
            for slot, column in zip(self.slots, columns, strict=True)
            if isinstance(slot.outline.total, str) and column.kind in ADDED
            if column.total is not None and not column.summed
        ]
        return (APART.format(names="”“".join(names)),) if names else ()

    def printed(self, document: str, columns: Sequence[ListColumn]) -> Iterator[Printed]:
        """The figures in the row of totals, for whoever checks where a figure is printed."""
        source = self.said.get(OWN, self.said[CITY]).get(SOURCE, Origin(Kind.FIGURE))
        for slot, column in zip(self.slots, columns, strict=True):
            if isinstance(slot.outline.total, str) and isinstance(column.total, int | Fraction):
                text = str(FILTERS[SAID[column.kind]](self._figure(slot.outline.total), *_places(column)))
                origin = Origin(Kind.FIGURE, source.scope, slot.outline.total)
                yield Printed(document, 0, f"{self.sheet.name}合计", text, 0, text, origin)


def _places(column: ListColumn) -> tuple[int, ...]:
    return (column.places,) if column.kind in AMOUNTS else ()
