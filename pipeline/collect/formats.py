"""A cell's number format in, what its number means out: a percentage, a date or just a number."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from pipeline.model import Percent, Value

PERCENT, DATE = "percent", "date"
PERCENT_IDS = frozenset((9, 10))
# 14–22 and 45–47 are every Excel's, 27–36 and 50–58 those of Chinese editions (ECMA-376 part 1, 18.8.30).
DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
LAST_SERIAL = 2958466
LONGEST = 255  # characters of a format code in Excel; a longer one is hostile
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SCIENTIFIC = re.compile(r"e[+-]", re.IGNORECASE)
_DATE = re.compile(r"[ymdhse]", re.IGNORECASE)


def nature(number: int, code: str | None) -> str | None:
    """PERCENT, DATE or None; a custom ``code`` wins over the built-in ``number``."""
    if code is None:
        return PERCENT if number in PERCENT_IDS else DATE if number in DATE_IDS else None
    bare = _LITERAL.sub("", code[:LONGEST].split(";")[0])
    if "%" in bare:
        return PERCENT
    plain = _SCIENTIFIC.sub("", bare)
    return DATE if _DATE.search(plain) and not plain.casefold().startswith("general") else None


def dressed(value: Value, meaning: str, since_1904: bool) -> Value:
    """The number as its format shows it; any other value stays."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Percent(value) if meaning == PERCENT else _moment(value, since_1904)


def _moment(serial: float, since_1904: bool) -> Value:
    """The day of an Excel serial: a date when it is whole, a time below one day, the number when impossible."""
    if not 0 < serial < LAST_SERIAL:
        return serial
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    moment = start + timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment
