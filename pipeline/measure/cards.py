"""A month with the earlier months of its year and with 督办 comes in; 红黄牌 go out with it: who has one now, and whose
was taken off since last month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile

from pipeline.measure.lasting import adjoining, lasting
from pipeline.measure.supervision import BEFORE, UNIT
from pipeline.model import Card, Measured, Row
from pipeline.rules import Law, Office
from pipeline.rules.carding import (
    AGAINST_TIME,
    DEPARTMENT,
    LAST,
    PROBLEMS,
    PROJECT,
    RED_LIGHT,
    SUPERVISED,
    TOWN,
    CardRule,
)
from pipeline.rules.numerals import fixed
from pipeline.rules.spelling import masked, visible

CITY, RATE, TIME, GAP, PLACE = "全市", "年度投资完成率", "时序进度", "时序差", "类别名次"
OVERDUE_ITEMS, OVERDUE = "督办逾期数", "逾期数"
Number = Fraction | int | None
Key = tuple[str, str]


@dataclass(frozen=True)
class Subject:
    """Who may get a card: a 镇街, a department or, with its ``row``, a project."""

    kind: str
    id: str
    name: str
    town: str = ""
    row: Row | None = None


@dataclass(frozen=True)
class Board:
    """A month, the earlier months that adjoin it, the last first, and what cards are given by."""

    months: Sequence[Measured]
    law: Law
    office: Office

    @property
    def now(self) -> Measured:
        return self.months[0]

    def value(self, scope: str, name: str, back: int = 0) -> Number:
        figure = self.months[back].index.get((scope, name))
        return figure.value if figure else None

    def silent(self, back: int = 0) -> bool:
        """Whether it is too early in the year to look at 时序."""
        period = self.months[back].period
        return period.as_of.month in self.law.light(period).silent_months

    def subjects(self) -> dict[Key, Subject]:
        """Everybody."""
        towns = [Subject(TOWN, name, name) for name in _names(self.now, TOWN)]
        units = dict.fromkeys((*_names(self.now, DEPARTMENT), *_names(self.now, UNIT)))
        others = [Subject(DEPARTMENT, name, name) for name in units if name not in set(self.office.town_names)]
        order = {name: place for place, name in enumerate(self.office.town_names)}
        rows = sorted(self.now.projects, key=lambda row: order.get(row["town"], len(order)))
        projects = [_project(row) for row in rows if row["counted"]]
        return {(one.kind, one.id): one for one in (*towns, *others, *projects)}

    def met_time(self, one: Subject) -> bool:
        if one.row is not None:
            return bool(one.row["is_on_time"])
        gap = self.value(f"{one.kind}:{one.id}", GAP) if one.kind == TOWN else None
        return gap is not None and gap >= 0 and not self.silent()

    def rules(self, one: Subject) -> list[CardRule]:
        """What holds of somebody, the gravest first; nothing of those who met 时序."""
        if self.met_time(one):
            return []
        return [rule for rule in self.law.cards if rule.of == one.kind and rule.holds(SEEN[rule.by](self, one))]

    def held(self) -> dict[Key, str]:
        """The colours of all cards."""
        found = ((key, self.rules(one)) for key, one in self.subjects().items())
        return {key: rules[0].card for key, rules in found if rules}


def carded(measured: Measured, law: Law, office: Office) -> Measured:
    """The same with its cards; the red ones first, those that were taken off last. Needs the facts of lasting."""
    now, before = Board([measured, *adjoining(measured)], law, office), _last_month(measured, law, office)
    subjects, held, then = now.subjects(), now.held(), before.held() if before else {}
    gone = [key for key in then if key not in held and key in subjects]
    cards = [_card(now, subjects[key], held[key], then.get(key, "")) for key in held]
    taken = [_card(now, subjects[key], "", then[key]) for key in gone]
    return replace(measured, cards=(*sorted(cards, key=lambda card: card.colour != "红"), *taken))


def _last_month(measured: Measured, law: Law, office: Office) -> Board | None:
    """The board of the month before, with what was overdue in 督办 then; None where there is no such month."""
    months = list(adjoining(measured))
    if not months:
        return None
    overdue = [figure for figure in measured.figures if figure.name == BEFORE + OVERDUE_ITEMS]
    figures = (replace(figure, name=OVERDUE_ITEMS) for figure in overdue)
    last = lasting(replace(months[0], past=tuple(reversed(months[1:]))))
    return Board([replace(last, figures=(*last.figures, *figures)), *months[1:]], law, office)


def _card(board: Board, one: Subject, colour: str, before: str) -> Card:
    reasons = _reasons(board, one) if colour else [_stands(board, one)]
    return Card(one.kind, one.id, one.name, one.town, colour, before, tuple(reasons))


def _names(month: Measured, kind: str) -> list[str]:
    return [scope.partition(":")[2] for scope in month.scopes(f"{kind}:")]


def _project(row: Row) -> Subject:
    return Subject(PROJECT, row["id"], masked(visible(row["name"] or "")), row["town"] or "", row)


def _against_time(board: Board, one: Subject) -> Number:
    rate, time = board.value(f"{one.kind}:{one.id}", RATE), board.value(CITY, TIME)
    return None if rate is None or not time or board.silent() else Fraction(rate) * 100 / time


def _last_in_category(board: Board, one: Subject) -> Number:
    """For how many months in a row it was the last of its category and behind 时序."""
    return len(list(takewhile(lambda back: _is_last(board, one, back), range(len(board.months)))))


def _is_last(board: Board, one: Subject, back: int) -> bool:
    category = board.office.category(one.name)
    towns = [town.name for town in board.office.towns if town.category == category]
    places = {name: board.value(f"{TOWN}:{name}", PLACE, back) for name in towns}
    known, gap = [place for place in places.values() if place is not None], board.value(f"{TOWN}:{one.id}", GAP, back)
    behind = gap is not None and gap < 0 and not board.silent(back)
    return behind and len(known) > 1 and places.get(one.id) == max(known)


SEEN: Mapping[str, Callable[[Board, Subject], Number]] = {
    AGAINST_TIME: _against_time,
    LAST: _last_in_category,
    RED_LIGHT: lambda _, one: one.row["red_months"] if one.row else None,
    SUPERVISED: lambda board, one: board.value(f"{UNIT}:{one.id}", OVERDUE_ITEMS),
    PROBLEMS: lambda board, one: board.value(f"{one.kind}:{one.id}", OVERDUE),
}


def _reasons(board: Board, one: Subject) -> Iterator[str]:
    """One for each thing that is seen, that of the gravest rule."""
    gravest: dict[str, CardRule] = {}
    for rule in board.rules(one):
        gravest.setdefault(rule.by, rule)
    for by, rule in gravest.items():
        value = _said(SEEN[by](board, one), "%" if by == AGAINST_TIME else "")
        yield rule.reason.format(value=value, **_blanks(board, one))


def _blanks(board: Board, one: Subject) -> dict[str, str]:
    scope = f"{one.kind}:{one.id}"
    gap = board.value(scope, GAP)
    return {
        "rate": _said(board.value(scope, RATE) if one.row is None else _rate(one.row), "%"),
        "time": _said(board.value(CITY, TIME), "%"),
        "gap": _said(None if gap is None else max(gap, -gap), "个百分点"),
        "category": board.office.category(one.name) or CITY,
    }


def _rate(row: Row) -> Number:
    return Fraction(row["ytd_done"] * 100, row["plan"]) if row["time_gap"] is not None else None


def _said(value: Number, unit: str) -> str:
    if value is None:
        return "—"
    return f"{fixed(value, 1 if unit else 0)}{unit}"


def _stands(board: Board, one: Subject) -> str:
    """How things stand of what was taken off."""
    if one.row is not None:
        return f"本期{one.row['light']}"
    if one.kind == DEPARTMENT:
        found = {"督办事项": SEEN[SUPERVISED](board, one), "问题": SEEN[PROBLEMS](board, one)}
        return "，".join(f"逾期未办结的{name}{_said(value or 0, '')}个" for name, value in found.items())
    told = _blanks(board, one)
    return f"年度投资完成率{told['rate']}，时序进度{told['time']}"
