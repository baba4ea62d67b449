"""An exact number with its unit comes in; comparisons and, for counts, a whole number in words go out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, le, lt

COUNTS = frozenset({"个", "名", "位", "项", "天", "次", "期", "份"})
NOTHING = "—"

Number = int | Fraction | Decimal


class WordingError(ValueError):
    """A template asks for words that a value cannot give; the engine adds the paragraph."""


@dataclass(frozen=True, eq=False)
class Quantity:
    """One figure as templates see it: ``value`` exact (元, percent, 百分点, counts), None when there is no such value.

    Any order comparison with a missing value is false, so ``{% if x > 0 %}`` also guards against None.
    """

    value: int | Fraction | None
    unit: str

    def __str__(self) -> str:
        """A count prints itself; WordingError for money and rates, which need a filter."""
        if self.unit not in COUNTS:
            raise WordingError(f"数字（单位：{self.unit or '无'}）没有经过过滤器，请写明如 |亿元、|百分率")
        if self.value is None:
            return NOTHING
        if Fraction(self.value).denominator != 1:
            raise WordingError(f"单位为“{self.unit}”的数不是整数")
        return str(int(self.value))

    def __bool__(self) -> bool:
        """Whether there is a value and it is not zero."""
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Quantity, int, Fraction, Decimal)) or other is None:
            return self.value == _plain(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Quantity | Number) -> bool:
        return self._compared(lt, other)

    def __le__(self, other: Quantity | Number) -> bool:
        return self._compared(le, other)

    def __gt__(self, other: Quantity | Number) -> bool:
        return self._compared(gt, other)

    def __ge__(self, other: Quantity | Number) -> bool:
        return self._compared(ge, other)

    def _compared(self, holds: Callable[[Fraction, Fraction], bool], other: Quantity | Number) -> bool:
        mine, theirs = self.value, _plain(other)
        return mine is not None and theirs is not None and holds(Fraction(mine), Fraction(theirs))


def _plain(other: Quantity | Number | None) -> Number | None:
    return other.value if isinstance(other, Quantity) else other


Exact = int | Fraction
Amount = Quantity | Exact | Decimal | None

YUAN = ("元",)
RATE = ("%",)
POINTS = ("个百分点", "%")


def decimal(value: Exact, places: int, scale: int = 1) -> str:
    """``value / scale`` with so many decimals, half up away from zero, trailing zeros kept, never ``-0``."""
    part, whole = value.as_integer_ratio()
    part, whole = abs(part) * 10**places, whole * scale
    rounded = (2 * part + whole) // (2 * whole)
    digits = str(rounded).rjust(places + 1, "0")
    sign = "-" if value < 0 and rounded else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def exact(amount: Amount, units: Sequence[str] = ()) -> Exact | None:
    """The exact value; WordingError for a float, for text and for a quantity in another unit."""
    if isinstance(amount, Quantity):
        if units and amount.unit not in units:
            raise WordingError(f"单位为“{amount.unit}”的数不能这样印，此处应为“{units[0]}”")
        return amount.value
    if amount is None:
        return None
    if isinstance(amount, bool) or not isinstance(amount, (int, Fraction, Decimal)):
        raise WordingError(f"“{amount}”不是精确的数（整数或分数）")
    return Fraction(amount) if isinstance(amount, Decimal) else amount
