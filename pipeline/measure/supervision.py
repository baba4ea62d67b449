"""Followed 督办事项 come in; the figures of 督办 go out, of the city and of each 承办单位, last period's beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.measure.metric import Metric
from pipeline.model import Count, Event, Figure, Followed, Item, Measured, Period, Ratio, Ref, Step, Table
from pipeline.model.terms import ITEMS

CITY, UNIT = "全市", "承办单位"
SCOPES = (CITY, UNIT)
BEFORE = "上期"
PLACE = ("file", "sheet", "row", "block")
GRANTED = (Step.RAISED, Step.EXTENDED)


@dataclass(frozen=True)
class Case:
    """An item that was in force this year, as it stood on a day."""

    item: Item
    period: Period

    @property
    def as_of(self) -> date:
        return self.period.as_of

    @property
    def done(self) -> date | None:
        """办结日, None while it is not done."""
        return self.item.day(Step.DONE)

    @property
    def dropped(self) -> bool:
        return self.item.day(Step.DROPPED) is not None

    @property
    def in_time(self) -> bool:
        """Done on or before the 时限."""
        return self.done is not None and self.limit is not None and self.done <= self.limit

    @property
    def limit(self) -> date | None:
        """The 时限 that the item was given, or was granted before it was done; that of a colour or of an escalation is
        a last warning, which makes nothing less late."""
        done = self.done or self.as_of
        known = [event for event in self.item.events if event.deadline and event.step in GRANTED]
        held = [event.deadline for at, event in enumerate(known) if at == 0 or event.day <= done]
        return held[-1] if held else None

    def happened(self, step: Step, since: date) -> bool:
        """Whether a step was taken after a day, by the period that knew of it."""
        return any(event.step is step and event.as_of > since for event in self.item.events)


TESTS: dict[str, tuple[Callable[[Case], bool], str]] = {}


def counted(name: str) -> Callable[[Callable[[Case], bool]], None]:
    """Register a count of items under its official name; the function's docstring is its 口径."""

    def register(test: Callable[[Case], bool]) -> None:
        TESTS[name] = test, " ".join((test.__doc__ or "").split())

    return register


@counted("督办事项数")
def in_force(_case: Case) -> bool:
    """本年在办过的督办事项个数，包括上年结转和本年立项的，办结、撤项的也在内。"""
    return True


@counted("督办新立项数")
def new(case: Case) -> bool:
    """本期立项的督办事项个数。"""
    return case.happened(Step.RAISED, case.period.previous.as_of)


@counted("督办应办结数")
def due(case: Case) -> bool:
    """督办事项中，时限（立项时定的，批准延期的为延期后的）不晚于数据截止日的和提前办结的个数，不含撤项。"""
    return not case.dropped and (case.done is not None or (case.limit is not None and case.limit <= case.as_of))


@counted("督办办结数")
def done(case: Case) -> bool:
    """督办事项中，经核查属实、已办结销号的个数。"""
    return case.done is not None


@counted("督办按时办结数")
def done_in_time(case: Case) -> bool:
    """办结日不晚于时限的督办事项个数；转黄、转红、提级另定的时限不计。"""
    return case.in_time


@counted("督办未办结数")
def still_open(case: Case) -> bool:
    """督办事项中，至数据截止日既未办结也未撤项的个数。"""
    return case.item.is_open


@counted("督办逾期数")
def overdue(case: Case) -> bool:
    """未办结且现行时限（含转黄、转红、提级另定的）早于数据截止日的督办事项个数。"""
    return case.item.overdue(case.as_of)


@counted("督办提级数")
def escalated(case: Case) -> bool:
    """本年内提级过的督办事项个数。"""
    return case.happened(Step.ESCALATED, date(case.period.year - 1, 12, 31))


@counted("督办撤项数")
def dropped(case: Case) -> bool:
    """本年在办过、后经批准撤项的督办事项个数；督办事项数＝办结数＋撤项数＋未办结数。"""
    return case.dropped


RATES = {
    "督办办结率": ("督办办结数", "督办应办结数", "督办办结数÷督办应办结数。"),
    "督办按时率": ("督办按时办结数", "督办应办结数", "督办按时办结数÷督办应办结数。"),
}


def supervision_metrics() -> Mapping[str, Metric]:
    """Every figure of 督办 by its name, and last period's of each."""
    made = [Metric(name, "个", definition, Count(name, ITEMS), SCOPES) for name, (_, definition) in TESTS.items()]
    made += [
        Metric(name, "%", definition, Ratio(Ref(part), Ref(whole)), SCOPES)
        for name, (part, whole, definition) in RATES.items()
    ]
    past = [replace(each, name=BEFORE + each.name, definition=f"{each.name}至上期末的数。") for each in made]
    return {each.name: each for each in (*made, *past)}


def supervised(measured: Measured, followed: Followed) -> Measured:
    """The same with the figures of 督办: of 全市 and of each 承办单位 that had an item this year."""
    now, then = _cases(followed.items, followed.period), _cases(followed.before, followed.period.previous)
    units = sorted({case.item.unit for case in (*now, *then)})
    figures = list(_figures(CITY, now, then))
    for unit in units:
        own = (tuple(case for case in cases if case.item.unit == unit) for cases in (now, then))
        figures += _figures(f"{UNIT}:{unit}", *own)
    return replace(measured, figures=(*measured.figures, *figures), items=_rows(now, then))


def _rows(now: Iterable[Case], then: Iterable[Case]) -> Table:
    """Every item of the year with what counts it, now and at the end of the last period, under its unit at the time."""
    flags = dict.fromkeys(lead + name for lead in ("", BEFORE) for name in TESTS)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for lead, cases in (("", now), (BEFORE, then)):
        for case in cases:
            row = rows.setdefault((case.item.key, case.item.unit), {**_told(case), **dict.fromkeys(flags, False)})
            row |= {lead + name: test(case) for name, (test, _) in TESTS.items()}
    return tuple(rows.values())


def _told(case: Case) -> dict[str, Any]:
    item = case.item
    named = {"id": item.number or item.key, "name": item.matter, "project": item.name, "town": item.town or None}
    dates = {"raised": item.day(Step.RAISED), "deadline": item.deadline, "done": case.done}
    return {**dict.fromkeys(PLACE), **named, "unit": item.unit, **dates, "stage": item.stage.value}


def renumbered(measured: Measured, numbers: Mapping[str, str]) -> Measured:
    """The same with the numbers that new items were given, by their keys."""

    def named(figure: Figure) -> Figure:
        return replace(figure, rows=tuple(numbers.get(row, row) for row in figure.rows))

    is_ours = supervision_metrics().keys()
    figures = tuple(named(figure) if figure.name in is_ours else figure for figure in measured.figures)
    items = tuple({**row, "id": numbers.get(row["id"], row["id"])} for row in measured.items)
    return replace(measured, figures=figures, items=items)


def _cases(items: Iterable[Item], period: Period) -> tuple[Case, ...]:
    """The items that were in force in the period's year: those that had not ended before it began."""
    began = date(period.year, 1, 1)
    ends = ((item, _end(item)) for item in items)
    return tuple(Case(item, period) for item, end in ends if end is None or end.as_of >= began)


def _end(item: Item) -> Event | None:
    ends = (event for event in reversed(item.events) if event.step in (Step.CLOSED, Step.DROPPED))
    return None if item.is_open else next(ends, None)


def _figures(scope: str, now: Sequence[Case], then: Sequence[Case]) -> Iterable[Figure]:
    metrics = supervision_metrics()
    for lead, cases in (("", now), (BEFORE, then)):
        counts = {name: [case for case in cases if test(case)] for name, (test, _) in TESTS.items()}
        for name, found in counts.items():
            metric, ids = metrics[lead + name], tuple(case.item.number or case.item.key for case in found)
            term = Count(metric.name, ITEMS)
            yield Figure(scope, metric.name, len(found), metric.unit, metric.definition, ids, term=term)
        for name, (part, whole, _) in RATES.items():
            metric = metrics[lead + name]
            yield _rate(
                scope, metric, len(counts[part]), len(counts[whole]), Ratio(Ref(lead + part), Ref(lead + whole))
            )


def _rate(scope: str, metric: Metric, part: int, whole: int, term: Ratio) -> Figure:
    value = Fraction(part * 100, whole) if whole else None
    return Figure(scope, metric.name, value, metric.unit, metric.definition, term=term)
