"""Edits come in, and a way to measure tables; the figures that moved go out, and what each edit did to each of them.

The rule of attribution: each cause is put into the old rows alone, everything else as it was, and all figures are
measured anew; what a figure then differs from its old value is the share of that cause. What the shares leave of the
whole move is 共同作用. So the shares and 共同作用 add up to the move exactly, no share depends on the order in which
files were read, and anyone can prove a share by making that one change. Counts and sums have no 共同作用 where each
row counts for itself; ratios (whose part and whole both moved) and ranks (two 镇街 passing each other) may have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from pipeline.compare.edits import Edit
from pipeline.model import Literal, Measured, Move, Row, Share, Tables

Measure = Callable[[Tables], Measured]
Watch = Callable[[str], None]
At = tuple[str, str]  # scope and name of a figure
Number = int | Fraction | None
EACH_CELL = 200  # with more changes than this, those of one row are measured as one cause
ADDITIVE = ("个", "元")  # nothing of these is 0


@dataclass(frozen=True)
class Effects:
    """The causes as places of edits, the figures that moved and every share."""

    causes: tuple[tuple[int, ...], ...]
    moves: tuple[Move, ...]
    shares: tuple[Share, ...]


def effects(old: Tables, new: Tables, edits: Sequence[Edit], measure: Measure, watch: Watch) -> Effects:
    """Measure both sides and each cause alone; a figure that comes from the calendar or an earlier period is left out.
    Figures that did not move in all, but by causes that cancel out, are among the moves."""
    before, after = Values(measure(old)), Values(measure(new))
    causes = _causes(edits)
    alone: list[dict[At, Number]] = []
    for number, cause in enumerate(causes, 1):
        watch(f"正在逐项测算影响 {number}/{len(causes)}")
        alone.append(Values(measure(applied(old, (edits[at] for at in cause)))).unlike(before))
    units = {**after.units, **before.units}
    found = (Move(*at, unit, before.of(at, unit), after.of(at, unit)) for at, unit in units.items())
    reached = {at for values in alone for at in values}
    moves = tuple(move for move in found if move.before != move.after or (move.scope, move.name) in reached)
    shares = (share for number, move in enumerate(moves) for share in _shares(number, move, alone))
    return Effects(tuple(causes), moves, tuple(shares))


class Values:
    """Every figure that rests on rows, by scope and name."""

    def __init__(self, measured: Measured) -> None:
        found = [figure for figure in measured.figures if not isinstance(figure.term, Literal)]
        self._values: Mapping[At, Number] = {(figure.scope, figure.name): figure.value for figure in found}
        self.units: Mapping[At, str] = {(figure.scope, figure.name): figure.unit for figure in found}

    def of(self, at: At, unit: str = "") -> Number:
        """The value; of a scope without a row 0 for what is counted or added up, None for the rest."""
        return self._values.get(at, 0 if unit in ADDITIVE else None)

    def unlike(self, other: Values) -> dict[At, Number]:
        """The values that differ from another's."""
        units = {**other.units, **self.units}
        both = ((at, self.of(at, unit), other.of(at, unit)) for at, unit in units.items())
        return {at: mine for at, mine, theirs in both if mine != theirs}


def _shares(number: int, move: Move, alone: Sequence[Mapping[At, Number]]) -> Iterator[Share]:
    """The share of each cause that moves the figure alone, and what is left of the whole."""
    at, total = (move.scope, move.name), Fraction(0)
    for cause, reached in enumerate(alone):
        if at in reached:
            amount = _less(reached[at], move.before)
            total += amount or 0
            yield Share(cause, number, amount, reached[at])
    if move.change is not None and move.change != total:
        yield Share(None, number, _whole(move.change - total))


def _less(value: Number, other: Number) -> Number:
    return None if value is None or other is None else value - other


def _whole(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else value


def _causes(edits: Sequence[Edit]) -> list[tuple[int, ...]]:
    counting = [at for at, edit in enumerate(edits) if edit.counts]
    return [(at,) for at in counting] if len(counting) <= EACH_CELL else grouped(edits, counting)


def grouped(edits: Sequence[Edit], places: Iterable[int]) -> list[tuple[int, ...]]:
    """The places of edits, those of one row together."""
    rows: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place in places:
        edit = edits[place]
        rows[edit.form, edit.at, edit.to].append(place)
    return [tuple(row) for row in rows.values()]


def applied(old: Tables, edits: Iterable[Edit]) -> Tables:
    """The old rows with these edits alone in force; rows that are new stand last."""
    forms: dict[str, list[Row | None]] = {form: list(rows) for form, rows in old.forms.items()}
    for edit in edits:
        rows = forms[edit.form]
        if edit.at is None:
            rows.append(edit.values)
        elif (kept := rows[edit.at]) is not None:
            rows[edit.at] = None if edit.values is None else {**kept, **edit.values}
    return replace(old, forms={form: tuple(row for row in rows if row is not None) for form, rows in forms.items()})
