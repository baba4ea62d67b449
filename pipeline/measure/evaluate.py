"""A figure's tree and a scope's rows → its exact value, the rows behind it and a note on what is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import compress
from operator import itemgetter

from pipeline.measure import scoring
from pipeline.measure.metric import CHAINS, RANKED
from pipeline.measure.scopes import Scope
from pipeline.model import Count, Literal, Minus, Place, Ratio, Ref, Row, Sum, Term
from pipeline.model.terms import PROBLEMS, PROJECTS, Addition, Award, Mean, Pooled, Score
from pipeline.rules import Office

LEFT_OUT = {
    "no_plan": (PROJECTS, "不含没有年度计划的{}个项目"),
    "is_undated": (PROBLEMS, "不含没有提出日期的{}个问题"),
}
Number = int | Fraction | None
ID = itemgetter("id")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A value, the ids of the rows it rests on and a note on what was missing."""

    value: Number
    ids: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Book:
    """Every figure of every scope, evaluated once; ``trees`` gives the tree of a scope's figure, ``groups`` the
    考核类别 of each scope that is ranked ("" where it has none)."""

    scopes: Mapping[str, Scope]
    trees: Mapping[tuple[str, str], Term]
    groups: Mapping[str, str]
    _known: dict[tuple[str, str], Evaluated] = field(default_factory=dict)
    _held: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # many figures rest on the same rows
    _ladders: dict[tuple[Place, str], list[int | Fraction]] = field(default_factory=dict)

    def figure(self, scope: str, name: str) -> Evaluated:
        """The value of a scope's figure, from its tree or from before."""
        at = (scope, name)
        if at not in self._known:
            self._known[at] = self.evaluate(self.trees[at], scope)
        return self._known[at]

    def evaluate(self, term: Term, scope: str) -> Evaluated:
        match term:
            case Count():
                return self._count(term, scope)
            case Sum():
                return self._sum(term, scope)
            case Ratio():
                return self._ratio(term, scope)
            case Minus():
                return self._minus(term, scope)
            case Ref():
                return self.figure(term.scope or scope, term.name)
            case Place():
                return self._place(term, scope)
            case Literal():
                return Evaluated(term.value)
            case Score():
                return self._score(term, scope)
            case Addition():
                return self._addition(term, scope)
            case Mean() | Pooled() | Award():
                return Evaluated(self._assessed(term, scope))

    def _rows(self, scope: str, table: str, flag: str) -> list[Row]:
        rows = self.scopes[scope].rows.get(table, ())
        return list(compress(rows, map(itemgetter(flag), rows)))

    def _ids(self, rows: Iterable[Row]) -> tuple[str, ...]:
        ids = tuple(map(ID, rows))
        return self._held.setdefault(ids, ids)

    def _count(self, term: Count, scope: str) -> Evaluated:
        rows = self._rows(scope, term.table, term.flag)
        asked = self._rows(scope, term.table, "counted") if term.asks else []
        return Evaluated(len(rows), self._ids(rows), _without(sum(row[term.asks] is None for row in asked)))

    def _sum(self, term: Sum, scope: str) -> Evaluated:
        rows = self._rows(scope, term.table, term.flag)
        known = [row for row in rows if row[term.column] is not None]
        missing = len(rows) - len(known)
        if missing and (term.complete or not known):
            return Evaluated(None, self._ids(rows), f"{missing}个项目没有填报")
        return Evaluated(sum(row[term.column] for row in known), self._ids(known), _without(missing))

    def _ratio(self, term: Ratio, scope: str) -> Evaluated:
        part, whole = self.evaluate(term.part, scope), self.evaluate(term.whole, scope)
        value = Fraction(part.value) * term.scale / whole.value if part.value is not None and whole.value else None
        table, words = LEFT_OUT.get(term.without, ("", ""))
        left_out = len(self._rows(scope, table, term.without)) if table else 0
        note = words.format(left_out) if left_out else part.note or whole.note
        return Evaluated(value, whole.ids, note)

    def _minus(self, term: Minus, scope: str) -> Evaluated:
        left, right = self.evaluate(term.left, scope), self.evaluate(term.right, scope)
        value = None if left.value is None or right.value is None else left.value - right.value
        return Evaluated(value, left.ids, left.note)

    def _score(self, term: Score, scope: str) -> Evaluated:
        value, target = self.evaluate(term.value, scope), self.evaluate(term.target, scope)
        found = scoring.score(value.value, target.value, term)
        lacking = scoring.ZEROED if term.present else scoring.LACKING
        return Evaluated(found, note=lacking if None in (value.value, target.value, found) else "")

    def _assessed(self, term: Mean | Pooled | Award, scope: str) -> Number:
        match term:
            case Award():
                return scoring.award(self.evaluate(term.of, scope).value, term)
            case Pooled():
                return scoring.pooled([self.evaluate(part, scope).value for part, _ in term.parts], term)
            case Mean():
                return scoring.mean(self.evaluate(part, scope).value for part in term.parts)

    def _addition(self, term: Addition, scope: str) -> Evaluated:
        parts = [self.evaluate(part, scope) for part in term.parts]
        return Evaluated(scoring.addition([part.value for part in parts]), parts[0].ids)

    def rivals(self, term: Place, scope: str) -> list[str]:
        """The scopes that one is ranked among."""
        alike = [name for name in self.groups if name.startswith(f"{term.among}:")]
        return list(term.rivals) or [
            name for name in alike if not term.within or self.groups[name] == self.groups[scope]
        ]

    def _place(self, term: Place, scope: str) -> Evaluated:
        own = self.figure(scope, term.of)
        if own.value is None:
            return own
        values = self._ladder(term, scope)
        return Evaluated(1 + len(values) - bisect_right(values, own.value), own.ids, own.note)

    def _ladder(self, term: Place, scope: str) -> list[int | Fraction]:
        """The values of all that one is ranked among, the least first; put in order once for all of them."""
        at = (term, self.groups[scope] if term.within and not term.rivals else "")
        if at not in self._ladders:
            values = (self.figure(name, term.of).value for name in self.rivals(term, scope))
            self._ladders[at] = sorted(value for value in values if value is not None)
        return self._ladders[at]


def ranked(scopes: Iterable[Scope], office: Office) -> dict[str, str]:
    """The scopes that have a rank, with their 考核类别."""
    return {scope.name: office.category(scope.value) for scope in scopes if scope.kind in (*RANKED, *CHAINS)}


def _without(missing: int) -> str:
    return f"不含没有填报的{missing}个项目" if missing else ""
