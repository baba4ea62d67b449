"""A figure opened: its tree down to rows and cells, and what moved it since another period."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction | None


@dataclass(frozen=True)
class Cited:
    """A cell that a row rests on: the field's title and what it says; ``cell`` is A1-style, 第n行 where the letters of
    the sheet's columns are not known; ``notes`` are what was done to it (更正 …)."""

    title: str
    said: str
    file: str
    sheet: str | None
    cell: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """A row behind a value: what it adds to a sum (None where it was not filled in, or where rows are counted)."""

    subject: str
    town: str
    value: Number
    cells: tuple[Cited, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A value with what it is made of: ``title`` names it, ``words`` is its formula in words, ``numbers`` in numbers;
    ``rows`` stand below what counts or adds up rows."""

    title: str
    value: Number
    unit: str
    words: str = ""
    numbers: str = ""
    definition: str = ""
    note: str = ""
    parts: tuple[Branch, ...] = ()
    rows: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class Effect:
    """What one project (or the calendar, or an earlier period) did to a figure: ``amount`` is what it would have moved
    by this alone; ``changes`` says what is different, ``cells`` where it is written now."""

    subject: str
    town: str
    amount: Number
    changes: tuple[str, ...] = ()
    cells: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Shift:
    """A figure in an earlier period and now. ``effects``, the largest first, and ``together`` (what only several of
    them explain) add up to the move exactly; ``added`` and ``gone`` are the ``things`` (项目, 有问题的项目 …) that
    stand on one side alone. ``why_not`` says why there are no effects, where there are none to be told."""

    before: Number
    after: Number
    unit: str
    effects: tuple[Effect, ...] = ()
    together: Number = None
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    things: str = "项目"
    why_not: str = ""

    @property
    def change(self) -> Number:
        return None if self.before is None or self.after is None else self.after - self.before
