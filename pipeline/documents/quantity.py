"""An exact number with its unit comes in; comparisons and, for counts, a whole number in words go out."""

from __future__ import annotations

from collections.abc import Callable
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
