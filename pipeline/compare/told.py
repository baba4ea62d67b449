"""A cleaned value comes in; how people write it goes out: 万元, 2026-05, 是, （空）."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from pipeline.model import Row
from pipeline.rules import Field
from pipeline.rules.numerals import plain
from pipeline.rules.spelling import masked, visible

EMPTY, NO_COLUMN, NOTHING = "（空）", "（无此列）", "（无）"


def said(row: Row, key: str, what: Field) -> str:
    """The value of a field under its key (``sent.plan`` too); money in 万元, nothing rounded but endless percents."""
    value = row[key]
    if value is None:
        return EMPTY
    match what.type:
        case "money":
            return f"{plain(Fraction(value, 10**4))}万元"
        case "percent":
            return f"{plain(Fraction(value))}%"
        case "points":
            return f"{plain(Fraction(value))}分"
        case "date":
            return _day(value, bool(row.get(f"{key}.month")))
        case "bool":
            return "是" if value else "否"
    return masked(visible(str(value)))


def _day(value: date, month_only: bool) -> str:
    return f"{value:%Y-%m}" if month_only else value.isoformat()
