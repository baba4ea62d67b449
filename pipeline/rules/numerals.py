"""An exact number comes in; its decimal text goes out, rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction


def fixed(value: int | Fraction, places: int) -> str:
    """With so many decimals: 37.50, and 0.00 for what rounds to nothing."""
    with localcontext() as context:
        context.prec = 60
        number = Decimal(value.numerator) / Decimal(value.denominator)
        text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def plain(value: int | Fraction) -> str:
    """Without trailing zeros, to six decimals at most: 6000, 0.0001, 33.333333."""
    text = fixed(value, 6)
    return text.rstrip("0").rstrip(".")
