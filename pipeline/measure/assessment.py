"""Measured figures and the rules of 考核 come in; the scores and ranks of 镇街 and 部门 go out, each with the tree that
computes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from pipeline.measure.elements import department_metrics
from pipeline.measure.evaluate import Book, Evaluated
from pipeline.measure.metrics import all_metrics
from pipeline.measure.scopes import Scope
from pipeline.measure.sensitivity import sways
from pipeline.measure.supervision import BEFORE, UNIT, supervision_metrics
from pipeline.model import Figure, Literal, Measured, Place, Ratio, Ref, Row, Sum, Table, Term
from pipeline.model.assessment import Adjustment, Assessed, Assessment, Category, Indicator
from pipeline.model.terms import ADJUSTMENTS, Addition, Award, Mean, Pooled, Score
from pipeline.rules import Law, Office
from pipeline.rules.assessing import category_of
from pipeline.rules.assessment import DEPARTMENT, OF_CATEGORY, OF_CITY, TIME, TOWN
from pipeline.rules.numerals import plain

CITY, GROUP = "全市", "考核类别"
VALUE, TARGET, POINTS, GIVEN = "考核值", "考核目标", "考核", "考核加减分"
BASE, PLUS, LESS, SCORE, RANK = "考核指标得分", "考核加分", "考核减分", "考核得分", "考核名次"
MARKS = "分"
RULES = "考核办法"


def judgeable(law: Law) -> Mapping[str, tuple[str, ...]]:
    """The figures by which 镇街 and 部门 may be judged."""
    known = [metric for metric in all_metrics(law.permits).values() if not metric.weekly]
    supervised = tuple(name for name in supervision_metrics() if not name.startswith(BEFORE))
    kinds = {kind: [metric.name for metric in known if kind in metric.scopes] for kind in (TOWN, DEPARTMENT)}
    return {TOWN: (*kinds[TOWN], *supervised), DEPARTMENT: (*kinds[DEPARTMENT], *supervised, *_held(law))}


def _held(law: Law) -> tuple[str, ...]:
    """The figures of the city that are told apart by department: 卡点部门."""
    return tuple(dict.fromkeys(_kind(name) for name in department_metrics(law.elements.departments)))


def assessed(measured: Measured, rules: Assessment, office: Office, law: Law, given: Table) -> Measured:
    """The same with the figures of 考核; ``given`` are the rows of 考核加减分表."""
    court = _Court(measured, rules, office, law, tuple(_addressed(row, office) for row in given))
    figures = court.figures()
    absent = tuple(town.name for town in office.towns if town.stands_in(measured.period) and court.lacks(town.name))
    found = Assessed(rules.since, court.groups, absent, court.given)
    whole = replace(measured, figures=(*measured.figures, *figures), assessed=found)
    return replace(whole, assessed=replace(found, sways=tuple(sways(whole, found.groups))))


def _addressed(row: Row, office: Office) -> Row:
    """Points under the official name of their unit, with what counts them."""
    unit = office.unit(row["unit"]) or row["unit"]
    town = unit if unit in office.town_names else None
    sides = {"counted": True, "is_plus": row["points"] > 0, "is_minus": row["points"] < 0}
    scope, named = (
        f"{TOWN if town else DEPARTMENT}:{unit}",
        {"id": f"{unit}/第{row['row']}行", "unit": unit, "name": unit},
    )
    return {**row, **named, "town": town, "solver": None if town else unit, "scope": scope, **sides}


@dataclass(frozen=True)
class _Made:
    """A figure before it is evaluated."""

    unit: str
    definition: str
    term: Term


@dataclass
class _Court:
    """A period with everything that its scores rest on."""

    measured: Measured
    rules: Assessment
    office: Office
    law: Law
    given: Table
    made: dict[tuple[str, str], _Made] = field(default_factory=dict)

    @cached_property
    def groups(self) -> tuple[tuple[Category, tuple[str, ...]], ...]:
        """The categories with the scopes of their members; a 镇街 that handles a problem is no department."""
        towns = self.measured.scopes(f"{TOWN}:")
        departments = [
            scope for scope in self.measured.scopes(f"{DEPARTMENT}:") if _name(scope) not in self.office.town_names
        ]
        judged = {
            scope: category_of(self.rules, _name(scope), _kind(scope), self.office) for scope in (*towns, *departments)
        }
        return tuple(
            (category, tuple(scope for scope, own in judged.items() if own == category))
            for category in self.rules.categories
        )

    def lacks(self, town: str) -> bool:
        return all(f"{TOWN}:{town}" not in scopes for _, scopes in self.groups)

    def figures(self) -> tuple[Figure, ...]:
        for category, scopes in self.groups:
            self._category(category, scopes)
        book = self._book()
        return tuple(_figure(at, made, book.figure(*at)) for at, made in self.made.items())

    def _book(self) -> Book:
        """What is known stays known; only the scores are to be worked out."""
        known = {(one.scope, one.name): Evaluated(one.value) for one in self.measured.figures}
        trees = {at: made.term for at, made in self.made.items()}
        return Book({scope: self._rows(scope) for _, scopes in self.groups for scope in scopes}, trees, {}, known)

    def _rows(self, scope: str) -> Scope:
        return Scope(scope, {ADJUSTMENTS: [row for row in self.given if row["scope"] == scope]})

    def _category(self, category: Category, scopes: tuple[str, ...]) -> None:
        for scope in scopes:
            for each in category.indicators:
                self._value(each, scope)
        for each in category.indicators:
            self._target(each, category, scopes)
        for scope in scopes:
            self._unit(category, scope, scopes)

    def _value(self, each: Indicator, scope: str) -> None:
        if each.over:
            words = f"{each.figure}÷{each.over}。"
            term = Ratio(self._ref(each.figure, scope), self._ref(each.over, scope))
            self.made[scope, f"{VALUE}:{each.name}"] = _Made("%", words, term)

    def _ref(self, name: str, scope: str) -> Term:
        """A figure of the unit: its own, else that of the 督办 items that it answers for, else the city's of it."""
        unit = _name(scope)
        places = ((scope, name), (f"{UNIT}:{unit}", name), (CITY, self._held.get((name, unit), "")))
        found = next((place for place in places if place in self.measured.index), None)
        if found is None:
            return Literal(None, "本期没有这个数")
        return Ref(found[1], "" if found[0] == scope else found[0])

    @cached_property
    def _held(self) -> Mapping[tuple[str, str], str]:
        """The figures of the city that tell of one department (卡点部门:发展改革部门), by their name and its own."""
        parted = ((name, *name.split(":", 1)) for scope, name in self.measured.index if scope == CITY and ":" in name)
        return {(head, self.office.unit(holder) or holder): name for name, head, holder in parted}

    def _judged(self, each: Indicator, scope: str) -> Term:
        """The value of an indicator, seen from its unit."""
        return Ref(f"{VALUE}:{each.name}") if each.over else self._ref(each.figure, scope)

    def _target(self, each: Indicator, category: Category, scopes: Sequence[str]) -> None:
        unit = "%" if each.over else self._unit_of(each.figure)
        self.made[f"{GROUP}:{category.name}", f"{TARGET}:{each.name}"] = _Made(unit, *self._aim(each, category, scopes))

    def _unit_of(self, name: str) -> str:
        known = {**all_metrics(self.law.permits), **supervision_metrics()}
        return known[name].unit if name in known else "个"

    def _aim(self, each: Indicator, category: Category, scopes: Sequence[str]) -> tuple[str, Term]:
        if each.target == TIME:
            return "时序进度。", Ref(TIME, CITY)
        if each.target == OF_CATEGORY:
            return f"同一{GROUP}各单位{each.name}的平均。", Mean(tuple(self._seen(each, scope) for scope in scopes))
        if each.target == OF_CITY:
            rivals = [scope for kin, own in self.groups if kin.units == category.units for scope in own]
            words = f"全市各{category.units}{each.name}的平均。"
            return words, Mean(tuple(self._seen(one, scope) for scope in rivals for one in self._same(each, scope)))
        return f"{RULES}规定的目标。", Literal(Fraction(each.target), RULES)

    def _same(self, each: Indicator, scope: str) -> Iterator[Indicator]:
        """The indicator of this name that another unit is judged by."""
        own = next(category for category, scopes in self.groups if scope in scopes)
        yield from (other for other in own.indicators if other.name == each.name)

    def _seen(self, each: Indicator, scope: str) -> Term:
        """The value of an indicator, seen from elsewhere."""
        term = self._judged(each, scope)
        return replace(term, scope=term.scope or scope) if isinstance(term, Ref) else term

    def _unit(self, category: Category, scope: str, rivals: tuple[str, ...]) -> None:
        for each in category.indicators:
            self.made[scope, f"{POINTS}:{each.name}"] = self._score(each, category, scope)
        for one in category.adjustments:
            self.made[scope, f"{GIVEN}:{one.name}"] = self._award(one, scope)
        parts = tuple((Ref(f"{POINTS}:{each.name}"), each.weight) for each in category.indicators)
        least = plain(category.least)
        words = f"各指标得分之和；没有数的指标，权重由其他指标按比例分摊；有数的指标权重合计不足{least}的不计分。"
        self.made[scope, BASE] = _Made(MARKS, words, Pooled(parts, category.least))
        self.made[scope, PLUS] = self._side(category, "is_plus", 1, "加分")
        self.made[scope, LESS] = self._side(category, "is_minus", -1, "减分")
        self.made[scope, SCORE] = _Made(
            MARKS, f"{BASE}＋{PLUS}＋{LESS}（减分为负数）。", Addition((Ref(BASE), Ref(PLUS), Ref(LESS)))
        )
        words = f"同一{GROUP}内按{SCORE}由高到低的名次，相同的并列。"
        self.made[scope, RANK] = _Made("名", words, Place(SCORE, GROUP, category.units, rivals))

    def _score(self, each: Indicator, category: Category, scope: str) -> _Made:
        target = Ref(f"{TARGET}:{each.name}", f"{GROUP}:{category.name}")
        way = "目标值÷完成值" if each.lower else "完成值÷目标值"
        words = f"{plain(each.weight)}×{way}，最高为目标的{plain(each.cap)}倍，最低为0。"
        term = Score(self._judged(each, scope), target, each.weight, each.cap, each.lower, each.present)
        return _Made(MARKS, words, term)

    def _award(self, one: Adjustment, scope: str) -> _Made:
        words = f"{one.reason}：按{one.figure}，每个{plain(one.each)}分，最多{plain(one.most)}分。"
        return _Made(MARKS, words, Award(self._ref(one.figure, scope), one.each, one.most))

    def _side(self, category: Category, flag: str, sign: int, word: str) -> _Made:
        rules = tuple(Ref(f"{GIVEN}:{one.name}") for one in category.adjustments if one.each * sign > 0)
        term = Addition((Sum("points", flag, table=ADJUSTMENTS, unit="分"), *rules))
        return _Made(MARKS, f"按{RULES}和《考核加减分》表的{word}之和。", term)


def _figure(at: tuple[str, str], made: _Made, found: Evaluated) -> Figure:
    return Figure(*at, found.value, made.unit, made.definition, found.ids, found.note, made.term)


def _kind(scope: str) -> str:
    return scope.partition(":")[0]


def _name(scope: str) -> str:
    return scope.partition(":")[2]
