"""A value that a template looks up comes in with the name it was looked up by; the same value, which now knows its
origin and keeps it through filters, goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from types import GeneratorType
from typing import Any, SupportsIndex

from markupsafe import Markup

from pipeline.documents.quantity import Quantity
from pipeline.documents.wording import ordinal
from pipeline.model import Day, Kind, Origin

SOURCE = "出处"  # in a row and in a scope: the Origin of all that it holds
NOTES, LAST = "备注", "上期"
NAMED = Origin(Kind.FIELD)  # a value of the document itself
TEXTS = ("材料", "数据说明")
ORDINALS = ("序号", "大写序号")
NUMBERED = re.compile("[一二三四五六七八九十]+(?=天)")
DIGITS = {ordinal(number): str(number) for number in range(1, 100)}


class Words(str):
    """Text with its origin, and the exact value that it says, if it says one."""

    __slots__ = ("exact", "origin")
    origin: Origin
    exact: Any

    def __new__(cls, text: str, origin: Origin, exact: Any = None) -> Words:
        self = super().__new__(cls, text)
        self.origin, self.exact = origin, exact
        return self


class Tally(int):
    """How long a list is."""

    origin: Origin

    def __new__(cls, number: int, origin: Origin) -> Tally:
        self = super().__new__(cls, number)
        self.origin = origin
        return self


class Listed(list[Any]):
    """A list by its name; texts in it have its origin, rows their own."""

    def __init__(self, items: Iterable[Any], origin: Origin) -> None:
        super().__init__(Words(item, origin) if type(item) is str else item for item in items)
        self.origin = origin

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        found = super().__getitem__(at)
        return Listed(found, self.origin) if isinstance(at, slice) else found


class Group(dict[str, Any]):
    """Values by their names below a name: 发文.字号, 全市.卡点.土地."""

    def __init__(self, held: Mapping[str, Any], origin: Origin) -> None:
        super().__init__(held)
        self.origin = origin

    def values(self) -> Iterator[Any]:  # type: ignore[override]
        return (value for _, value in self.items())

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        return ((name, looked_up(self, name, value)) for name, value in super().items())


@dataclass(frozen=True, eq=False)
class Measure(Quantity):
    """A quantity with its origin."""

    origin: Origin = NAMED


@dataclass(frozen=True, eq=False)
class KnownDay(Day):
    """A day with its origin."""

    origin: Origin = NAMED


class KnownDate(date):
    """A date with its origin."""

    origin: Origin


def _known_date(day: date, origin: Origin) -> KnownDate:
    known = KnownDate(day.year, day.month, day.day)
    known.origin = origin
    return known


GIVEN: Mapping[type, Callable[[Any, Origin], Any]] = {
    str: Words,
    Quantity: lambda value, origin: Measure(value.value, value.unit, origin),
    Day: lambda value, origin: KnownDay(value.day, value.month_only, origin),
    date: _known_date,
    dict: lambda value, origin: value if SOURCE in value else Group(value, origin),
    list: Listed,
    tuple: Listed,
}


def sourced(value: Any, origin: Origin) -> Any:
    """The value with its origin; what has one, and what is no text, number, date or group of them, stays as it is."""
    give = GIVEN.get(type(value))
    return give(value, origin) if give else value


def named(name: str, value: Any) -> Any:
    """A value by its name at the top of the context."""
    kind = Kind.TEXT if name in TEXTS else Kind.DATE if isinstance(value, date) or name == "期间" else Kind.FIELD
    return sourced(value, Origin(kind, field=name))


def looked_up(holder: Mapping[str, Any], name: str, value: Any) -> Any:
    """A value by its name in a row, a scope or a group."""
    if type(value) not in GIVEN:
        return value
    origin = holder.get(SOURCE) or getattr(holder, "origin", None)
    return sourced(value, Origin(Kind.FIELD, field=str(name)) if origin is None else _within(origin, str(name), value))


def _within(origin: Origin, name: str, value: Any) -> Origin:
    if origin.kind is not Kind.FIGURE:
        field = f"{origin.field}.{name}" if origin.field else name
        return Origin(origin.kind, origin.scope, "", origin.form, origin.row, field)
    if not isinstance(value, Quantity | Mapping) and origin.name != NOTES:
        return Origin(Kind.FIELD, origin.scope, field=name)
    return Origin(Kind.FIGURE, origin.scope, _figure(origin.name, name))


def _figure(above: str, name: str) -> str:
    """The figure's own name: 卡点:土地, 30天内拟开工数; a note is of the figure beside it."""
    if above == LAST:
        return above + name
    if above and above != NOTES:
        return f"{above}:{name}"
    return NUMBERED.sub(lambda match: DIGITS.get(match[0], match[0]), name, count=1)


def known(value: Any) -> Origin | None:
    """The origin that a value carries; of rows picked out of a list, their form."""
    origin: Origin | None = getattr(value, "origin", None)
    if origin is None and isinstance(value, list) and value and isinstance(value[0], Mapping) and SOURCE in value[0]:
        return Origin(Kind.FIELD, form=value[0][SOURCE].form)
    return origin


@lru_cache(maxsize=512)
def carrying(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose result keeps the origin of what came in."""

    @wraps(call)
    def filtered(*args: Any, **options: Any) -> Any:
        result = call(*args, **options)
        origin = getattr(args[0], "origin", None) or next(filter(None, map(known, args)), None)
        if origin is None and name in ORDINALS:
            origin = Origin(Kind.ORDER)
        return result if origin is None else _carried(result, origin, args)

    return filtered


def _carried(result: Any, origin: Origin, args: tuple[Any, ...]) -> Any:
    if type(result) is str:
        return Words(result, origin, getattr(args[0], "value", None))
    if isinstance(result, Markup):
        return Words(result.unescape(), origin)
    if type(result) is int:
        return Tally(result, origin)
    return Listed(result, origin) if isinstance(result, list | GeneratorType) else result
