"""考核: by what rules 镇街 and 部门 are judged, and what became of it beside the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.model.tables import Table


@dataclass(frozen=True)
class Indicator:
    """What is judged: a ``figure`` (``over`` another, in percent, where one is given) against a ``target``, a number or
    时序进度, 类别平均 or 全市平均; ``lower`` is better; where there is no such value it scores 0 if it must be
    ``present``, else its weight is shared among the others."""

    name: str
    figure: str
    over: str
    weight: Fraction
    target: Fraction | str
    cap: Fraction
    lower: bool
    present: bool


@dataclass(frozen=True)
class Adjustment:
    """Points for each of a figure, up (down) to ``most``."""

    name: str
    figure: str
    each: Fraction
    most: Fraction
    reason: str


@dataclass(frozen=True)
class Category:
    """Those who are judged and ranked among each other; ``units`` is 镇街 or 部门. Who has figures for less than the
    ``least`` of the weights has no score."""

    name: str
    units: str
    indicators: tuple[Indicator, ...]
    adjustments: tuple[Adjustment, ...]
    least: Fraction = Fraction(50)


@dataclass(frozen=True)
class Assessment:
    """One version of the rules, in force from a day."""

    since: date
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Sway:
    """A rank that would be another one if the weight of an indicator were ``factor`` times what it is, the weights of
    the others scaled so that the sum stays; ``scope`` is whose."""

    category: str
    indicator: str
    factor: Fraction
    scope: str
    before: int
    after: int


@dataclass(frozen=True)
class Assessed:
    """``groups`` are the categories with the scopes of their members, ``absent`` the 镇街 that have no row and are not
    judged, ``adjustments`` the points that a person gave, ``sways`` the ranks that hang on a weight."""

    since: date
    groups: tuple[tuple[Category, tuple[str, ...]], ...]
    absent: tuple[str, ...] = ()
    adjustments: Table = ()
    sways: tuple[Sway, ...] = ()
