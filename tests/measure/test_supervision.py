"""The figures of 督办, each counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from pipeline.measure.supervision import supervised, supervision_metrics
from pipeline.model import Event, Followed, Item, Measured, Period, Step

MAY, JAN = Period.parse("2026-05"), Period.parse("2026-01")


def event(step: Step, day: str, deadline: str = "", known: str = "") -> Event:
    when, as_of = date.fromisoformat(day), date.fromisoformat(known or day)
    return Event(step, f"{as_of:%Y-%m}", as_of, when, deadline=date.fromisoformat(deadline) if deadline else None)


def item(unit: str, *events: Event) -> Item:
    return Item("", f"{unit}{len(events)}{events[0].day}", "甲", "规则", "", "事", unit, events=events)


def done(day: str, known: str) -> tuple[Event, ...]:
    return event(Step.DONE, day, known=known), event(Step.CLOSED, known)


ITEMS = (
    item("城关街道", event(Step.RAISED, "2026-04-30", "2026-05-15"), *done("2026-05-15", "2026-05-31")),  # in time
    item("城关街道", event(Step.RAISED, "2026-03-31", "2026-04-15"), event(Step.YELLOW, "2026-04-30", "2026-06-30"),
         *done("2026-04-20", "2026-05-31")),  # late, for the yellow card came after it was done
    item("城关街道", event(Step.RAISED, "2026-04-30", "2026-05-31")),  # due today, not overdue
    item("石磨镇", event(Step.RAISED, "2026-04-30", "2026-05-15")),  # overdue
    item("石磨镇", event(Step.RAISED, "2026-05-31", "2026-06-15")),  # raised now, not due
    item("石磨镇", event(Step.RAISED, "2026-02-28", "2026-03-15"), event(Step.ESCALATED, "2026-05-31", "2026-06-05")),
    # due since March, and not overdue again before 5 June
    item("石磨镇", event(Step.RAISED, "2026-02-28", "2026-03-15"), event(Step.DROPPED, "2026-05-31")),
    item("石磨镇", event(Step.RAISED, "2025-02-28", "2025-03-15"), *done("2025-03-01", "2025-03-31")),  # of last year
)  # fmt: skip


def followed(period: Period = MAY) -> Measured:
    before = [replace(each, events=tuple(event for event in each.events if event.as_of <= period.previous.as_of))
              for each in ITEMS]  # fmt: skip
    made = Followed(period, ITEMS, tuple(each for each in before if each.events))
    return supervised(Measured(period, (), (), (), (), ()), made)


def values(found: Measured, scope: str, lead: str = "") -> list[int | Fraction | None]:
    names = ("事项数", "新立项数", "应办结数", "办结数", "按时办结数", "未办结数", "逾期数", "提级数", "撤项数")
    return [found.index[scope, f"{lead}督办{name}"].value for name in names]


def test_every_count_is_what_a_person_counts() -> None:
    found = followed()
    assert values(found, "全市") == [7, 1, 5, 2, 1, 4, 1, 1, 1]
    assert values(found, "承办单位:城关街道") == [3, 0, 3, 2, 1, 1, 0, 0, 0]
    assert values(found, "承办单位:石磨镇") == [4, 1, 2, 0, 0, 3, 1, 1, 1]


def test_last_periods_stand_beside() -> None:
    assert values(followed(), "全市", "上期") == [6, 3, 3, 0, 0, 6, 2, 0, 0]


def test_a_colour_gives_no_more_time_and_a_granted_one_does() -> None:
    raised, yellow = event(Step.RAISED, "2026-03-31", "2026-04-15"), event(Step.YELLOW, "2026-04-30", "2026-05-12")
    longer = event(Step.EXTENDED, "2026-04-30", "2026-05-12")
    for given, in_time in ((yellow, 0), (longer, 1)):
        made = Followed(MAY, (item("城关街道", raised, given, *done("2026-05-10", "2026-05-31")),))
        found = supervised(Measured(MAY, (), (), (), (), ()), made)
        assert found.index["全市", "督办按时办结数"].value == in_time and found.index["全市", "督办办结数"].value == 1


def test_rates_are_exact_and_nothing_where_nothing_is_due() -> None:
    found = followed()
    assert found.index["全市", "督办办结率"].value == 40
    assert found.index["承办单位:城关街道", "督办按时率"].value == Fraction(100, 3)
    assert found.index["承办单位:石磨镇", "督办办结率"].value == 0
    empty = supervised(Measured(MAY, (), (), (), (), ()), Followed(MAY, ()))
    assert empty.index["全市", "督办办结率"].value is None and empty.index["全市", "督办事项数"].value == 0


def test_the_counts_add_up_over_units_and_over_what_became_of_the_items() -> None:
    found = followed()
    for name in supervision_metrics():
        figure = found.index["全市", name]
        parts = [found.index[scope, name].value for scope in found.scopes("承办单位:")]
        assert figure.unit == "%" or figure.value == sum(part or 0 for part in parts)
    whole = {name: found.index["全市", f"督办{name}"].value or 0 for name in ("事项数", "办结数", "撤项数", "未办结数")}
    assert whole["事项数"] == whole["办结数"] + whole["撤项数"] + whole["未办结数"]


def test_every_figure_has_its_definition_and_nothing_is_left_out() -> None:
    found = followed()
    assert {figure.name for figure in found.figures} == set(supervision_metrics())
    assert all(figure.definition.endswith("。") and figure.term for figure in found.figures)
