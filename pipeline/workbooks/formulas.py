"""A figure's tree and its scope come in; the Excel formula over the detail sheets that computes it goes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pipeline.model import Count, Figure, Literal, Minus, Place, Ratio, Ref, Sum, Term
from pipeline.model.terms import ADJUSTMENTS, FLOW, INSPECTIONS, ITEMS, LEADS, NODES, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules.spelling import folded
from pipeline.workbooks.columns import OWNER, SOLVER_KEY, SUMMED
from pipeline.workbooks.details import Detail
from pipeline.workbooks.literals import quoted, shown
from pipeline.workbooks.scores import placed, scored

SCOPES = ("镇街", "建设性质", "产业链", "级别", "批次", "拟观摩")
SCOPE_KEYS = dict(zip(SCOPES, OWNER, strict=True))
SUPPLIED = {"镇街": "town", "产业链": "chain"}
OWNED = {**{kind: f"owner.{key}" for kind, key in SCOPE_KEYS.items()}, "部门": SOLVER_KEY}
SCOPE_COLUMNS: Mapping[str, Mapping[str, str]] = {
    PROJECTS: {**SCOPE_KEYS, "部门": SOLVER_KEY},
    PROBLEMS: {**OWNED, "问题类别": "category"},
    LEADS: {**SUPPLIED, "来源区域": "region", "招引方式": "way"},
    RESERVES: {**SUPPLIED, "资金渠道": "channel"},
    FLOW: SUPPLIED,
    NODES: OWNED,
    INSPECTIONS: {},
    ITEMS: {"承办单位": "unit"},
    ADJUSTMENTS: {"镇街": "town", "部门": SOLVER_KEY},
}
EXACT_DIGITS = 10**15  # Excel reads no more digits of a number
_PLAIN = re.compile(r"[\u4e00-\u9fff][\w（）()·\-—]{0,99}")  # no operator, wildcard, number or date to COUNTIFS


@dataclass(frozen=True)
class Condition:
    """One condition on rows: as COUNTIFS takes it, and as an array of yes and no where COUNTIFS would misread it
    (it takes ``>5``, ``1*`` and ``2026-1`` for more than text, and A for a)."""

    column: str
    criterion: str
    array: str
    plain: bool = True


@dataclass(frozen=True)
class Grid:
    """Where each figure stands in 指标: ``rows`` counted from 1, ``value`` and ``group`` the letters of its columns."""

    figures: Mapping[tuple[str, str], Figure]
    rows: Mapping[tuple[str, str], int]
    value: str
    group: str
    groups: Mapping[str, str]  # 镇街 → 考核类别

    def cell(self, scope: str, name: str) -> str:
        return f"{self.value}{self.rows[scope, name]}"

    @cached_property
    def spans(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """By kind of scope and figure, its first and last row; the scopes of one kind stand together."""
        rows: dict[tuple[str, str], list[int]] = {}
        for (scope, name), row in self.rows.items():
            rows.setdefault((scope.partition(":")[0], name), []).append(row)
        return {at: (min(found), max(found)) for at, found in rows.items()}

    @cached_property
    def spellings(self) -> Mapping[tuple[str, str], int]:
        """How many scopes of a kind read alike to Excel, which knows no case."""
        scopes = [scope.partition(":") for scope in dict.fromkeys(scope for scope, _ in self.rows)]
        return Counter((kind, folded(value)) for kind, _, value in scopes)


@dataclass(frozen=True)
class Translator:
    """Writes figures as formulas over the detail sheets."""

    details: Mapping[str, Detail]
    grid: Grid

    def formula(self, figure: Figure) -> str | None:
        """The formula without its sign of equality; None where the workbook lacks what it would need."""
        term = figure.term
        if term is None or (isinstance(term, Place) and term.within and not (term.rivals or self.grid.groups)):
            return None
        return self._write(term, figure.scope)

    def used(self) -> dict[str, tuple[str, str]]:
        """The names that formulas may use: name → table and column."""
        keys = {(name, column.key) for name, detail in self.details.items() for column in detail.columns}
        wanted = [(table, key) for table, columns in SCOPE_COLUMNS.items() for key in columns.values()]
        kinds = ("flag", *SUMMED)
        wanted += [(name, c.key) for name, detail in self.details.items() for c in detail.columns if c.kind in kinds]
        return {self.details[table].names[key]: (table, key) for table, key in wanted if (table, key) in keys}

    def _write(self, term: Term, scope: str) -> str:
        match term:
            case Count():
                tests = self._tests(term.table, term.flag, scope)
                return "0" if tests is None else _counted(tests)
            case Sum():
                return self._sum(term, scope)
            case Ratio():
                return self._ratio(term, scope)
            case Minus():
                return self._minus(term, scope)
            case Ref():
                return self.grid.cell(term.scope or scope, term.name)
            case Place():
                return self._place(term, scope)
            case Literal():
                return _literal(term.value)
            case _:
                return scored(term, lambda part: self._write(part, scope))

    def _tests(self, table: str, flag: str, scope: str) -> tuple[Condition, ...] | None:
        """The conditions on a table's rows; None when no row of it can be in the scope."""
        detail, (kind, _, value) = self.details.get(table), scope.partition(":")
        key = SCOPE_COLUMNS[table].get(kind, "")
        if detail is None or (kind != "全市" and not key):
            return None
        name = detail.names[flag]
        flagged = Condition(name, "1", f"({name}=1)")
        return (flagged,) if kind == "全市" else (flagged, self._within(detail.names[key], kind, value or "是"))

    def _within(self, column: str, kind: str, value: str) -> Condition:
        text, alike = shown(value), self.grid.spellings[kind, folded(value)]
        plain = bool(_PLAIN.fullmatch(text)) and alike <= 1
        if kind == "部门":
            found = f"ISNUMBER(FIND({quoted(f'、{text}、')},{column}))"
            return Condition(column, quoted(f"*、{text}、*"), found, plain)
        return Condition(column, quoted(text), f"EXACT({column},{quoted(text)})", plain)

    def _sum(self, term: Sum, scope: str) -> str:
        """Unknown values are left out; none at all where all (``complete``: any) of the rows' values are unknown."""
        tests = self._tests(term.table, term.flag, scope)
        if tests is None:
            return "0"
        detail = self.details[term.table]
        column = detail.names[term.column]
        if not detail.lacks(term.column, term.flag):
            return _summed(column, tests)
        rows, known = _counted(tests), _counted((*tests, Condition(column, '"<>"', f"ISNUMBER({column})")))
        nothing = f"{known}<{rows}" if term.complete else f"AND({rows}>0,{known}=0)"
        return f'IF({nothing},"",{_summed(column, tests)})'

    def _ratio(self, term: Ratio, scope: str) -> str:
        part, whole = self._operand(term.part, scope), self._operand(term.whole, scope)
        nothing = f"N({whole})=0" if self._may_lack(term.whole, scope) else f"{whole}=0"
        if self._may_lack(term.part, scope):
            nothing = f"OR({nothing},NOT(ISNUMBER({part})))"
        scale = "" if term.scale == 1 else f"*{term.scale}"
        return f'IF({nothing},"",{part}{scale}/{whole})'

    def _minus(self, term: Minus, scope: str) -> str:
        sides = [(side, self._operand(side, scope)) for side in (term.left, term.right)]
        known = ",".join(f"ISNUMBER({written})" for side, written in sides if self._may_lack(side, scope))
        less = "-".join(written for _, written in sides)
        known = f"AND({known})" if "," in known else known
        return f'IF({known},{less},"")' if known else less

    def _operand(self, term: Term, scope: str) -> str:
        written = self._write(term, scope)
        return f"({written})" if isinstance(term, Minus | Literal) else written

    def _may_lack(self, term: Term | None, scope: str) -> bool:
        """Whether the term can come to nothing, which its formula then shows as an empty text."""
        match term:
            case Count():
                return False
            case Sum():
                detail = self.details.get(term.table)
                return detail is not None and detail.lacks(term.column, term.flag)
            case Ref():
                return self._may_lack(self.grid.figures[term.scope or scope, term.name].term, term.scope or scope)
            case Minus():
                return self._may_lack(term.left, scope) or self._may_lack(term.right, scope)
            case Literal():
                return term.value is None
        return True

    def _place(self, term: Place, scope: str) -> str:
        grid, own = self.grid, self.grid.cell(scope, term.of)
        if term.rivals:
            return placed(own, (grid.cell(rival, term.of) for rival in term.rivals))
        first, last = grid.spans[term.among, term.of]
        rivals = f"{grid.value}${first}:{grid.value}${last}"
        better = f"ISNUMBER({rivals})*({rivals}>{own})"
        if term.within:
            row = grid.rows[scope, term.of]
            better += f"*({grid.group}${first}:{grid.group}${last}={grid.group}{row})"
        return f'IF(ISNUMBER({own}),1+SUMPRODUCT({better}),"")'


def _counted(tests: Iterable[Condition]) -> str:
    tests = tuple(tests)
    if all(test.plain for test in tests):
        return f"COUNTIFS({_pairs(tests)})"
    return f"SUMPRODUCT({'*'.join(test.array for test in tests)})"


def _summed(column: str, tests: tuple[Condition, ...]) -> str:
    if all(test.plain for test in tests):
        return f"SUMIFS({column},{_pairs(tests)})"
    return f"SUMPRODUCT({'*'.join(test.array for test in tests)},{column})"


def _pairs(tests: Iterable[Condition]) -> str:
    return ",".join(f"{test.column},{test.criterion}" for test in tests)


def _literal(value: int | Fraction | None) -> str:
    """The exact value where Excel can read all its digits: 125/3."""
    if value is None:
        return '""'
    exact = Fraction(value)
    if max(abs(exact.numerator), exact.denominator) >= EXACT_DIGITS:
        return repr(float(exact))
    return f"{exact.numerator}" if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"
