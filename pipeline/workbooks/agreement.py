"""Two sides that must agree come in, as formulas and as values; whether they do goes out, in both ways."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.rules.numerals import plain

FITS, WRONG, FREE, NONE, ROUNDED = "通过", "不符", "不要求相等", "无此数", "有尾差"
Number = int | Fraction | None


@dataclass(frozen=True)
class Side:
    """One side of an identity: a formula and what it comes to."""

    text: str
    value: Number


@dataclass(frozen=True)
class Check:
    """One identity. ``sort`` says how its result is told: the sides are equal, the first is at most the second, they
    need not be equal, or they differ by rounding alone, by no more than ``slack``; ``unfit`` counts the scopes in
    which it fails."""

    kind: str
    sentence: str
    parts: Side
    whole: Side
    why: str = ""
    left_out: Side | None = None
    unfit: Side | None = None
    sort: str = "equal"
    slack: Fraction = Fraction(0)

    @property
    def gap(self) -> Number:
        if self.whole.value is None or self.parts.value is None:
            return None
        return self.parts.value + ((self.left_out.value if self.left_out else 0) or 0) - self.whole.value

    @property
    def result(self) -> str:
        if self.gap is None:
            return NONE
        gap, bad = Fraction(self.gap), bool(self.unfit and self.unfit.value)
        match self.sort:
            case "within":
                return WRONG if gap > 0 or bad else FITS
            case "free":
                return FREE if gap else FITS
            case "rounded":
                return FITS if not gap else ROUNDED if max(gap, -gap) <= self.slack else WRONG
        return WRONG if gap or bad else FITS

    def verdict(self, row: int) -> str:
        """The result as a formula over its own row."""
        gap, bad = f"G{row}", f"N(H{row})>0"
        match self.sort:
            case "within":
                told = f'IF(OR({gap}>0,{bad}),"{WRONG}","{FITS}")'
            case "free":
                told = f'IF({gap}=0,"{FITS}","{FREE}")'
            case "rounded":
                slack = plain(self.slack)
                told = f'IF(ABS({gap})<0.0000001,"{FITS}",IF(ABS({gap})<={slack}+0.0000001,"{ROUNDED}","{WRONG}"))'
            case _:
                told = f'IF(OR(ABS({gap})>=0.5,{bad}),"{WRONG}","{FITS}")'
        return f'IF(ISNUMBER({gap}),{told},"{NONE}")'
