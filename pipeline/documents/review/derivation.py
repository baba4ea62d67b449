"""A figure comes in with what was measured; how it comes about, in words and numbers, goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.model import Count, Figure, Literal, Measured, Minus, Place, Ratio, Ref, Row, Sum, Table, Term
from pipeline.model.terms import ADJUSTMENTS, FLOW, INSPECTIONS, LEADS, NODES, PROBLEMS, PROJECTS, RESERVES, Scored
from pipeline.rules import Law
from pipeline.rules.numerals import plain
from pipeline.rules.scores import told

FLAGS: Mapping[str, str] = {
    "has_plan": "有年度计划的项目",
    "is_due_started": "应开工已开工的项目",
    "paid": "计入资金的项目",
    "is_settled": "现处签约、落地阶段的招引项目",
}
PERMITS: Mapping[str, str] = {"done": "{}已办结的项目", "needed": "涉及{}的项目"}
NOTHING = "（无此数）"


@dataclass(frozen=True)
class Derivation:
    """Tells of one figure; ``law`` gives the titles of its columns."""

    figure: Figure
    measured: Measured
    law: Law

    @property
    def sentence(self) -> str:
        """年度投资完成率＝本年完成投资之和÷年度计划投资之和×100＝11100万元÷29000万元×100＝38.275862%."""
        term, value = self.figure.term, amount(self.figure.value, self.figure.unit)
        if term is None or isinstance(term, Literal):
            source = term.source if isinstance(term, Literal) else "按办理记录逐项统计"
            return f"{self.figure.name}＝{value}（{source}）"
        numbers = self._numbers(term) if isinstance(term, Ratio | Minus | Scored) else ""
        return "＝".join(filter(None, (self.figure.name, self._words(term), numbers, value)))

    def _words(self, term: Term) -> str:
        match term:
            case Count():
                return f"{_flagged(term.flag) or f'《{term.table}》中符合口径的行'}数"
            case Sum():
                return f"{_flagged(term.flag)}的{self._title(term.table, term.column)}之和"
            case Ratio():
                return f"{self._words(term.part)}÷{self._words(term.whole)}{term.tail}"
            case Minus():
                return f"{self._words(term.left)}−{self._words(term.right)}"
            case Ref():
                return term.name
            case Place():
                return f"{f'同一{term.within}的' if term.within else ''}各{term.among}按{term.of}由高到低的名次"
            case Literal():
                return term.source
            case _:
                return told(term, self._words)

    def _numbers(self, term: Term) -> str:
        match term:
            case Ratio():
                return f"{self._numbers(term.part)}÷{self._numbers(term.whole)}{term.tail}"
            case Minus():
                return f"{self._numbers(term.left)}−{self._numbers(term.right)}"
            case Ref():
                other = self.measured.index.get((term.scope or self.figure.scope, term.name))
                return amount(other.value, other.unit) if other else NOTHING
            case Sum():
                return amount(sum(row[term.column] or 0 for row in self._rows(term)), term.unit)
            case Count():
                return f"{sum(1 for _ in self._rows(term))}个"
            case Literal():
                return amount(term.value, "%")
            case Place():
                return ""
            case _:
                return told(term, self._numbers)

    def _rows(self, term: Sum | Count) -> Iterator[Row]:
        behind = set(self.figure.rows)
        return (row for row in _tables(self.measured)[term.table] if row["id"] in behind and row[term.flag])

    def _title(self, table: str, column: str) -> str:
        field = self.law.forms[table].fields.get(column)
        return field.title if field else self.figure.name


def _flagged(flag: str) -> str:
    """The rows that have a flag, where a person may not guess them from the 口径."""
    kind, _, permit = flag.partition(".")
    return PERMITS[kind].format(permit) if kind in PERMITS else FLAGS.get(flag, "")


def _tables(measured: Measured) -> Mapping[str, Table]:
    return {
        PROJECTS: measured.projects,
        PROBLEMS: measured.problems,
        LEADS: measured.leads,
        RESERVES: measured.reserves,
        NODES: measured.nodes,
        INSPECTIONS: measured.inspections,
        FLOW: measured.flow,
        ADJUSTMENTS: measured.assessed.adjustments if measured.assessed else (),
    }


def amount(value: int | Fraction | None, unit: str) -> str:
    """A value with its unit, exact to six decimals: 11100万元, 38.275862%."""
    if value is None:
        return NOTHING
    return f"{plain(Fraction(value, 10**4))}万元" if unit == "元" else f"{plain(value)}{unit}"
