"""One cell's meaning by its field's type: a value, or the code of the finding that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.clean import dates, numbers, words
from pipeline.model import PLACE, Fault, FaultKind, Period, Value
from pipeline.rules import Field, Law, Office
from pipeline.rules.nearness import near, near_units, proposed
from pipeline.rules.spelling import masked, visible

FAULTS = {
    FaultKind.ERROR: "cell-error",
    FaultKind.UNCALCULATED: "formula-uncalculated",
    FaultKind.LOST_DIGITS: "digits-lost",
}
UNIT_NAMES = {1: "元", 10**3: "千元", 10**4: "万元", 10**6: "百万元", 10**7: "千万元", 10**8: "亿元"}
WAN = 10**4
NUMERIC = (bool, int, float)
NAMING = frozenset(("name", "code", "batch", "parent"))


@dataclass(frozen=True)
class Desk:
    """What every cell is read with, and by form, field and unit what was read."""

    law: Law
    office: Office
    period: Period
    _seen: dict[tuple[str, str, int | None], Mapping[type | None, Seen]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def seen(self, form: str, what: Field, unit: int | None) -> Mapping[type | None, Seen]:
        """What was read so far, by the type of numbers, for 1, 1.0 and True are the same key."""
        place = form, what.key, unit
        if place not in self._seen:
            self._seen[place] = {kind: Seen(what, unit, self) for kind in (*NUMERIC, None)}
        return self._seen[place]

    def nothing(self, form: str) -> dict[str, Any]:
        """A row of a form in which nothing is known."""
        return dict.fromkeys((*self._types[form], *PLACE))

    @cached_property
    def _types(self) -> Mapping[str, Mapping[str, str]]:
        return self.law.types


class Reading(NamedTuple):
    """What a cell says. ``problem`` is a finding code with its ``blanks``; a ``hint`` leaves the value standing."""

    value: Any = None
    month_only: bool = False
    written: numbers.Number | None = None
    problem: str | None = None
    hint: str | None = None
    blanks: Mapping[str, Any] = MappingProxyType({})


NOTHING = Reading()


class Seen(dict[Value, Reading]):
    """What the cells of a field say; one that repeats is read once. ``doubtful`` are those with a problem or a hint."""

    def __init__(self, what: Field, unit: int | None, desk: Desk) -> None:
        self.doubtful: set[Value] = set()
        self._read = partial(read, what=what, unit=unit, desk=desk)

    def __missing__(self, cell: Value) -> Reading:
        reading = self[cell] = self._read(cell)
        if reading.problem or reading.hint:
            self.doubtful.add(cell)
        return reading


def read(cell: Value, what: Field, unit: int | None, desk: Desk) -> Reading:
    """Read one cell of a field; ``unit`` is 元 a unit of its column, None when nothing says so (then 万元)."""
    if isinstance(cell, Fault):
        return Reading(problem=FAULTS[cell.kind], blanks={"value": cell.text})
    kind = "code" if what.code_list else what.type
    if kind not in ("bool", "status") and words.is_empty(cell):
        return Reading(problem="required-blank" if what.required else None)
    return READERS[kind](cell, what, unit, desk)


def _text(cell: Value, what: Field, _unit: int | None, _desk: Desk) -> Reading:
    shown = words.text(cell)
    if what.key not in NAMING:
        return Reading(masked(shown))
    if what.key not in ("name", "code"):
        return Reading(masked(words.name(shown)))
    value = masked(words.name(shown)) if what.key == "name" else words.project_code(shown)
    if isinstance(cell, str) and visible(cell) != cell:
        return Reading(value, hint="name-cleaned", blanks={"read": value})
    return Reading(value)


def _value(cell: Value, _what: Field, _unit: int | None, _desk: Desk) -> Reading:
    return Reading(words.text(cell))


def _private(_cell: Value, _what: Field, _unit: int | None, _desk: Desk) -> Reading:
    return NOTHING


def _money(cell: Value, _what: Field, unit: int | None, _desk: Desk) -> Reading:
    amount = numbers.money(cell, unit or WAN)
    if amount is None:
        return Reading(problem="money-not-a-number")
    yuan, written = amount
    own = numbers.UNITS.get(written.unit)
    hint = "unit-missing" if not own and unit is None else "unit-differs" if own and unit and own != unit else None
    if hint is None:
        return Reading(yuan, False, written)
    return Reading(yuan, written=written, hint=hint, blanks={"unit": UNIT_NAMES.get(unit or WAN, "")})


def _date(cell: Value, what: Field, _unit: int | None, desk: Desk) -> Reading:
    found = dates.read_date(cell, desk.period.year, end=what.end)
    if found is None:
        return Reading(problem="date-not-understood")
    day = found.day.day
    if not found.doubtful:
        return Reading(day, found.day.month_only)
    read = f"{day.year}年{day.month}月{day.day}日"
    return Reading(day, found.day.month_only, hint="date-two-readings", blanks={"read": read})


def _bool(cell: Value, what: Field, _unit: int | None, desk: Desk) -> Reading:
    value = words.boolean(cell, desk.law, codes=what.codes)
    return Reading(value, problem="bool-not-understood" if value is None else None)


def _status(cell: Value, _what: Field, _unit: int | None, desk: Desk) -> Reading:
    value = words.status(cell, desk.law)
    return Reading(value, problem=None if value else "status-not-understood")


def _code(cell: Value, what: Field, _unit: int | None, desk: Desk) -> Reading:
    code_list = what.code_list or ""
    value = words.code(cell, code_list, desk.law, desk.office)
    if value is None:
        return Reading(problem="code-not-in-list", blanks=_choices(words.text(cell), code_list, desk))
    return Reading(value or None)


def _choices(shown: str, code_list: str, desk: Desk) -> dict[str, str]:
    """What may be filled in, the office's own names most like the word first."""
    likest = near_units(shown, desk.office, towns=True) if code_list == "town" else []
    likest = near(shown, desk.office.chains) if code_list == "chain" else likest
    return {"near": words.options(code_list, desk.law, desk.office), "like": proposed("相近的有", likest)}


def _percent(cell: Value, _what: Field, _unit: int | None, _desk: Desk) -> Reading:
    value = numbers.percent(cell)
    return Reading(value, problem="number-not-understood" if value is None else None)


def _points(cell: Value, _what: Field, _unit: int | None, _desk: Desk) -> Reading:
    value = numbers.points(cell)
    return Reading(value, problem="number-not-understood" if value is None else None)


def _count(cell: Value, _what: Field, _unit: int | None, _desk: Desk) -> Reading:
    value = numbers.count(cell)
    return Reading(value, problem="number-not-understood" if value is None else None)


READERS: Mapping[str, Callable[[Value, Field, int | None, Desk], Reading]] = {
    "text": _text,
    "value": _value,
    "private": _private,
    "money": _money,
    "date": _date,
    "bool": _bool,
    "status": _status,
    "code": _code,
    "percent": _percent,
    "count": _count,
    "points": _points,
}
