"""A row and the outline of a column come in; what the cell holds goes out, exact and in the column's unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from pipeline.documents.lists.outline import AMOUNTS, PLAIN, ColumnOutline
from pipeline.documents.quantity import COUNTS, RATE, YUAN, Quantity, WordingError, exact
from pipeline.documents.told.rows import text
from pipeline.documents.wording import PRECISION
from pipeline.model import Day
from pipeline.model.lists import Entry

ORDINAL = "序号"
SCALES = {"万元": 10**4, "亿元": 10**8}
PLACES = {"万元": 0, "亿元": 2, "百分率": 1, "百分点": 1}
UNITS: Mapping[str, tuple[str, ...]] = {
    "万元": YUAN,
    "亿元": YUAN,
    "百分率": RATE,
    "百分点": ("个百分点", "%"),
}
Filters = Mapping[str, Callable[..., Any]]


def found(row: Mapping[str, Any], path: str) -> Any:
    """A value by its name in a row, 责任.责任人 by the names on the way; WordingError names those that are like it."""
    held: Any = row
    for name in path.split("."):
        if not isinstance(held, Mapping) or name not in held:
            near = get_close_matches(name, [str(key) for key in held] if isinstance(held, Mapping) else [], 3, 0.5)
            raise WordingError(f"没有名为“{name}”的内容" + (f"，相近的有：{'、'.join(near)}" if near else ""))
        held = held[name]
    return held


def kind_of(shown_as: str, value: Any) -> str:
    """What a column without ``as`` holds, by its value: an amount must say its unit."""
    if shown_as:
        return shown_as if shown_as in (*PLAIN, *AMOUNTS) else "文字"
    if isinstance(value, Quantity):
        if value.unit not in COUNTS:
            raise WordingError(f"单位为“{value.unit}”的数须写明 as（{'、'.join(AMOUNTS)}）")
        return "个数"
    if isinstance(value, bool):
        return "是否"
    return "日期" if isinstance(value, Day | date) else "文字"


def places_of(outline: ColumnOutline, precision: Mapping[str, Any]) -> int:
    """The decimals of an amount: the column's own, else those of the whole document."""
    kind = "百分率" if outline.shown_as == "百分点" else outline.shown_as
    chosen = int(precision[kind]) if kind in PRECISION and kind in precision else PLACES.get(outline.shown_as, 0)
    return chosen if outline.places is None else outline.places


def entry(value: Any, shown_as: str, filters: Filters) -> Entry:
    """What the cell holds; WordingError where the value is not of the kind that the column says."""
    kind = kind_of(shown_as, value)
    if shown_as and shown_as not in (*PLAIN, *AMOUNTS):
        return text(filters[shown_as](value))
    match kind:
        case "万元" | "亿元" | "百分率" | "百分点":
            amount = exact(value, UNITS[kind])
            return None if amount is None else Fraction(amount, SCALES.get(kind, 1))
        case "个数":
            return _count(value)
        case "是否":
            return None if value is None else _boolean(value)
        case "日期" | "年月":
            return _day(value)
    return _words(value)


def _count(value: Any) -> int | None:
    amount = exact(value)
    if amount is not None and amount.denominator != 1:
        raise WordingError("个数应为整数")
    return None if amount is None else int(amount)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WordingError(f"“{value}”不是是否")
    return value


def _day(value: Any) -> Day | None:
    if value is None or isinstance(value, Day):
        return value
    if not isinstance(value, date):
        raise WordingError(f"“{value}”不是日期")
    return Day(value)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WordingError("不是文字，请用 as 写明怎样印（列表用 顿号）")
    return text(value)
