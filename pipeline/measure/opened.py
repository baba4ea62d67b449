"""Measured figures come in; one of them goes out opened: its operands, their rows, the cells of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from pipeline.measure.evaluate import Book, ranked
from pipeline.measure.evidence import Evidence
from pipeline.measure.scopes import Scope, scopes
from pipeline.model import Count, Literal, Measured, Minus, Place, Ratio, Ref, Row, Sum, Table, Term
from pipeline.model.explained import Basis, Branch, Number
from pipeline.model.terms import (
    ADJUSTMENTS,
    FLOW,
    INSPECTIONS,
    ITEMS,
    LEADS,
    NODES,
    PROBLEMS,
    PROJECTS,
    RESERVES,
    Mean,
    Scored,
    operands,
)
from pipeline.rules import Office
from pipeline.rules.numerals import plain
from pipeline.rules.scores import told

UNIT = "承办单位"
THINGS = {PROJECTS: "项目", PROBLEMS: "问题", LEADS: "招引项目", RESERVES: "储备项目", NODES: "节点",
          INSPECTIONS: "督查记录", ITEMS: "督办事项", FLOW: "项目", ADJUSTMENTS: "事项"}  # fmt: skip
Titles = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Opener:
    """A period's figures with everything needed to open one; ``titles`` names the columns of each table."""

    measured: Measured
    office: Office
    evidence: Evidence
    titles: Titles

    @cached_property
    def scopes(self) -> Mapping[str, Scope]:
        """Every scope with its rows, as measure found them."""
        tables = self.tables
        towns, chains = self.office.town_names, self.office.chains
        found = {scope.name: scope for scope in scopes(tables, towns, chains)}
        units = dict.fromkeys(row["unit"] for row in self.measured.items)
        for unit in units:
            rows = [row for row in self.measured.items if row["unit"] == unit]
            found[f"{UNIT}:{unit}"] = Scope(f"{UNIT}:{unit}", {ITEMS: rows})
        return {name: self._given(scope) for name, scope in found.items()}

    def _given(self, scope: Scope) -> Scope:
        """The same with the points that a person gave."""
        given = self.measured.assessed.adjustments if self.measured.assessed else ()
        rows = [row for row in given if row["scope"] == scope.name]
        return replace(scope, rows={**scope.rows, ADJUSTMENTS: rows}) if rows else scope

    @property
    def tables(self) -> Mapping[str, Table]:
        made = self.measured
        return {PROJECTS: made.projects, PROBLEMS: made.problems, LEADS: made.leads, RESERVES: made.reserves,
                NODES: made.nodes, INSPECTIONS: made.inspections, ITEMS: made.items, FLOW: made.flow}  # fmt: skip

    @cached_property
    def book(self) -> Book:
        trees = {(f.scope, f.name): f.term for f in self.measured.figures if f.term is not None}
        return Book(self.scopes, trees, ranked(self.scopes.values(), self.office))

    def rows(self, scope: str, term: Count | Sum) -> list[Row]:
        """The rows of a scope that a term counts or adds up."""
        return [row for row in self.scopes[scope].rows.get(term.table, ()) if row[term.flag]]

    def figure(self, scope: str, name: str) -> Branch:
        """A figure opened down to its cells."""
        figure = self.measured.index[scope, name]
        inner = self._branch(figure.term, scope) if figure.term else Branch(name, figure.value, figure.unit)
        named = replace(inner, title=name, value=figure.value, unit=figure.unit)
        return replace(named, definition=figure.definition, note=figure.note)

    def _branch(self, term: Term, scope: str) -> Branch:
        value = self.book.evaluate(term, scope).value
        match term:
            case Count() | Sum():
                return self._leaf(term, scope, value)
            case Ratio():
                return self._pair(term.part, term.whole, scope, value, "%", ("÷", term.tail))
            case Minus():
                return self._pair(term.left, term.right, scope, value, "个百分点", ("－", ""))
            case Ref():
                return self.figure(term.scope or scope, term.name)
            case Place():
                return self._place(term, scope, value)
            case Literal():
                return Branch(term.source, value, "%", words=f"给定值，来源：{term.source}")
            case _:
                return self._scored(term, scope, value)

    def _leaf(self, term: Count | Sum, scope: str, value: Number) -> Branch:
        thing, flag = THINGS[term.table], self.title(term.table, term.flag)
        which = thing if term.flag == "counted" else f"“{flag}”的{thing}"
        note = self.book.evaluate(term, scope).note
        rows = tuple(self._bases(term, self.rows(scope, term)))
        if isinstance(term, Count):
            return Branch(f"{which}个数", value, "个", f"{which}个数", note=note, rows=rows)
        title = f"{which}的{self.title(term.table, term.column)}之和"
        return Branch(title, value, term.unit, title, note=note, rows=rows)

    def _bases(self, term: Count | Sum, rows: Sequence[Row]) -> list[Basis]:
        if isinstance(term, Count):
            return [self.evidence.basis(term.table, row, term.flag) for row in rows]
        made = [self.evidence.basis(term.table, row, term.column, row[term.column]) for row in rows]
        return sorted(made, key=lambda basis: -(basis.value or 0))

    def _pair(self, left: Term, right: Term, scope: str, value: Number, unit: str, joints: tuple[str, str]) -> Branch:
        parts = self._branch(left, scope), self._branch(right, scope)
        joint, tail = joints
        words = f"{_named(left, parts[0])}{joint}{_named(right, parts[1])}{tail}"
        numbers = f"{_said(parts[0])}{joint}{_said(parts[1])}{tail}＝{_plain(value)}"
        return Branch(words, value, unit, words, numbers, parts=parts)

    def _scored(self, term: Scored, scope: str, value: Number) -> Branch:
        """A score with the branches of its parts; a mean with the values that it is of."""
        if isinstance(term, Mean):
            rows = tuple(self._rated(part, scope) for part in term.parts)
            return Branch(told(term, str), value, "", told(term, str), rows=rows)
        parts = {part: self._branch(part, scope) for part in operands(term)}
        words, numbers = told(term, lambda part: _named(part, parts[part])), told(term, lambda part: _said(parts[part]))
        return Branch(words, value, "分", words, f"{numbers}＝{_plain(value)}", parts=tuple(parts.values()))

    def _rated(self, part: Term, scope: str) -> Basis:
        owner = (part.scope if isinstance(part, Ref) else "") or scope
        return Basis(owner.partition(":")[2], "", self.book.evaluate(part, scope).value, ())

    def _place(self, term: Place, scope: str, value: Number) -> Branch:
        """The rank with everyone it was taken among, the best first."""
        rated = [(name, self.book.figure(name, term.of).value) for name in self.book.rivals(term, scope)]
        rated.sort(key=lambda pair: (pair[1] is None, -(pair[1] or 0)))
        among = f"同一{term.within}的" if term.within else ""
        words = f"{among}{len(rated)}个{term.among}按{term.of}由高到低的名次"
        rows = tuple(Basis(name.partition(":")[2], "", rate, ()) for name, rate in rated)
        own = self.figure(scope, term.of)
        ranked = Branch(f"{among}各{term.among}的{term.of}", None, own.unit, rows=rows)
        return Branch(words, value, "名", words, parts=(own, ranked))

    def title(self, table: str, key: str) -> str:
        """What people call a column."""
        return self.titles.get((table, key), key)


def _named(term: Term, branch: Branch) -> str:
    return term.name if isinstance(term, Ref) else branch.title


def _said(branch: Branch) -> str:
    """The value in a formula; money in 万元."""
    if branch.unit != "元" or branch.value is None:
        return _plain(branch.value)
    return f"{plain(Fraction(branch.value) / 10**4)}万元"


def _plain(value: Number) -> str:
    return "（无此数）" if value is None else plain(value)
