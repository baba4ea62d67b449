"""Dates as people type them: one cell's value and the period → a Day, or None when it cannot be understood."""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.model import Day, Value
from pipeline.rules.spelling import folded

EPOCH = date(1899, 12, 30)
SERIALS = range(29221, 73416)  # 1980-01-01 … 2100-12-31
_TIME = re.compile(r"(?<=[\d日号])[T\s]\s*\d{1,2}[:：]\d{2}([:：]\d{2}(\.\d+)?)?\s*$")
_DAY = re.compile(r"(\d{4})(?:[-./](\d{1,2})[-./](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})?")
_MONTH = re.compile(r"(\d{4})(?:[-./](\d{1,2})月?|年(\d{1,2})月?)份?")
_PART = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})月(上旬|中旬|下旬|月?底|末)")
_YEAR_END = re.compile(r"(\d{4})年?(?:年底|底|末)")
_NO_YEAR_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_NO_YEAR_MONTH = re.compile(r"(\d{1,2})月份?")
_TWO_READINGS = re.compile(r"(\d{1,2})[-./](\d{1,2})")
_PARTS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Read:
    """A date that was understood; ``doubtful`` when another reading is possible."""

    day: Day
    doubtful: bool = False


def read_date(value: Value, year: int, *, end: bool) -> Read | None:
    """Understand one cell. ``year`` is the period's, for text without one; a bare month is its last day when
    ``end`` (a finish, a deadline), else its first. None for impossible and unknown spellings."""
    if isinstance(value, datetime):
        return _within(Read(Day(value.date())))
    if isinstance(value, date):
        return _within(Read(Day(value)))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int | float):
        return _within(_number(float(value), year, end))
    return _within(_text(folded(_TIME.sub("", value)), year, end))


def _within(read: Read | None) -> Read | None:
    return read if read and 1980 <= read.day.day.year <= 2100 else None


def _number(value: float, year: int, end: bool) -> Read | None:
    if not math.isfinite(value):
        return None
    if value == int(value) and (compact := _compact(f"{int(value)}", end)):
        return compact
    if int(value) in SERIALS:
        return Read(Day(EPOCH + timedelta(days=int(value))))
    text = repr(value)
    if re.fullmatch(r"\d{4}\.\d{1,2}", text):
        read = _month(int(text[:4]), int(text[5:]), end)
        return Read(read.day, doubtful=text.endswith(".1")) if read else None
    return _two_readings(text, year)


def _text(text: str, year: int, end: bool) -> Read | None:
    if match := _DAY.fullmatch(text):
        numbers = [int(group) for group in match.groups() if group]
        return _day(*numbers)
    if match := _PART.fullmatch(text):
        return _part(int(match[1] or year), int(match[2]), match[3])
    if match := _MONTH.fullmatch(text):
        return _month(int(match[1]), int(match[2] or match[3]), end)
    if match := _YEAR_END.fullmatch(text):
        return _day(int(match[1]), 12, 31)
    return _compact(text, end) or _without_year(text, year, end)


def _without_year(text: str, year: int, end: bool) -> Read | None:
    if match := _NO_YEAR_DAY.fullmatch(text):
        return _day(year, int(match[1]), int(match[2]))
    if match := _NO_YEAR_MONTH.fullmatch(text):
        return _month(year, int(match[1]), end)
    if text.isascii() and text.isdigit() and int(text) in SERIALS:
        return Read(Day(EPOCH + timedelta(days=int(text))))
    return _two_readings(text, year)


def _two_readings(text: str, year: int) -> Read | None:
    match = _TWO_READINGS.fullmatch(text)
    read = _day(year, int(match[1]), int(match[2])) if match else None
    return Read(read.day, doubtful=True) if read else None


def _compact(text: str, end: bool) -> Read | None:
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    year, month = int(match[1] + match[2]), int(match[3])
    return _day(year, month, int(match[4])) if match[4] else _month(year, month, end)


def _part(year: int, month: int, part: str) -> Read | None:
    if not 1 <= month <= 12:
        return None
    return _day(year, month, _PARTS.get(part) or calendar.monthrange(year, month)[1])


def _month(year: int, month: int, end: bool) -> Read | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return Read(Day(date(year, month, calendar.monthrange(year, month)[1] if end else 1), month_only=True))


def _day(year: int, month: int, day: int) -> Read | None:
    try:
        return Read(Day(date(year, month, day)))
    except ValueError:
        return None
