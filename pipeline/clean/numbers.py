"""Numbers as people type them: one cell's value → an exact number, or None when it cannot be understood."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import Percent, Value

UNITS = {"元": 1, "千元": 10**3, "千": 10**3, "万元": 10**4, "万": 10**4, "百万元": 10**6, "百万": 10**6,
         "千万元": 10**7, "千万": 10**7, "亿元": 10**8, "亿": 10**8}  # fmt: skip
MOST = 10**18  # 元; an amount that a database of 64-bit integers can keep
ONE = Decimal(1)
LONGEST = 40  # characters of a typed number
EXACT = Context(prec=2 * LONGEST)
_NUMBER = re.compile(r"[¥]?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(千元|千万元?|百万元?|万元?|亿元?|元|千|%)?")
_SPACED = re.compile(r"\d\s+\d|\.\s|\s\.")  # two numbers in one cell are not one number
_LOOSE = re.compile(r"\s+")
_TYPED = re.compile(r"[\x20-\x7e\u00a0\u3000\uff01-\uff5e\uffe5¥元千百万亿\s]*")


class Number(NamedTuple):
    """A number as written: its value, the unit behind it ("" when none) and the value of its last printed place."""

    value: Decimal
    unit: str
    place: Decimal


@lru_cache(maxsize=65536)
def parse(text: str) -> Number | None:
    """A typed number: thousands separators, full-width digits and a trailing unit are understood, 约 is not."""
    if not _TYPED.fullmatch(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip().replace("￥", "¥")
    plain = _LOOSE.sub("", plain) if _SPACED.search(plain) is None else plain
    match = _NUMBER.fullmatch(plain)
    if not match or len(plain) > LONGEST:
        return None
    sign, whole, fraction, unit = match.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}.{fraction or '0'}")
    return Number(value, unit or "", Decimal(1).scaleb(-len(fraction or "")))


def number(value: Value) -> Number | None:
    """The number in a cell of any kind, None when it holds none (dates, yes/no, faults, nan and infinity)."""
    if type(value) is int:
        return Number(Decimal(value), "", ONE)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _computed(float(value)) if isinstance(value, float) else Number(Decimal(value), "", ONE)
    if isinstance(value, Percent):
        return None
    return parse(value) if isinstance(value, str) else None


@lru_cache(maxsize=65536)
def _computed(value: float) -> Number | None:
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return None
    if exact == exact.to_integral_value():
        return Number(exact.quantize(Decimal(1)) if abs(exact) < 10**27 else exact, "", Decimal(1))
    return Number(exact, "", Decimal(1).scaleb(int(exact.as_tuple().exponent)))


def money(value: Value, unit: int) -> tuple[int, Number] | None:
    """Whole 元 (half up) and the number as written; ``unit`` is 元 a unit of the column, the cell's own unit wins.
    None for what is no amount: text, dates, percentages, negative and infinite numbers."""
    written = number(value)
    if type(value) is int and written and value >= 0 and value * unit < MOST:
        return value * unit, written
    if written is None or written.unit == "%" or written.value < 0:
        return None
    yuan = EXACT.multiply(written.value, UNITS.get(written.unit, unit))
    return (int(yuan.to_integral_value(ROUND_HALF_UP)), written) if yuan < MOST else None


def place(written: Number, unit: int) -> Decimal:
    """What one step of the last printed digit is worth, in 元."""
    return EXACT.multiply(written.place, UNITS.get(written.unit, unit))


def percent(value: Value) -> Fraction | None:
    """A rate in percent: ``129%``, 1.29 in a percent format and a bare 129 are the same."""
    if isinstance(value, Percent):
        return Fraction(Decimal(repr(value.number))) * 100 if _computed(value.number) else None
    written = number(value)
    return Fraction(written.value) if written and written.unit in ("", "%") else None


def points(value: Value) -> Fraction | None:
    """Points given or taken: 1, -0.5."""
    written = number(value)
    return Fraction(written.value) if written and written.unit == "" else None


def count(value: Value) -> int | None:
    """A whole number of things."""
    written = number(value)
    whole = written is not None and written.unit == "" and written.value == written.value.to_integral_value()
    return int(written.value) if written and whole and written.value >= 0 else None
