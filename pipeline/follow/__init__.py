"""Old items, lights, feedback and decisions of a period come in; what becomes of every item goes out, with proposals.

Pure: no storage, no files, no clock. 数据截止日 judges what is overdue, and a period that is followed again gives what
it gave the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.follow import known as kept
from pipeline.follow.candidates import Scout
from pipeline.follow.claims import claims
from pipeline.follow.machine import Course
from pipeline.follow.now import Now
from pipeline.follow.orders import orders
from pipeline.follow.raising import Register
from pipeline.follow.subjects import Projects
from pipeline.follow.verdicts import verdict
from pipeline.model import Finding, Followed, Item, Measured, Period, Step, Tables
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

__all__ = ["follow", "numbered"]


def follow(
    tables: Tables,
    measured: Measured,
    findings: Sequence[Finding],
    known: Sequence[Item],
    period: Period,
    law: Law,
    office: Office,
    calendar: Calendar,
) -> Followed:
    """Follow every item through a period. ``known`` are all items of the ledger with all their standing events; those
    of this period that no act of the office recorded, and those of later periods, are left out. ``findings`` are those
    of the checks, for the rules that propose. New items have no number unless the period was run before."""
    now, projects = Now(tables, period, law, office, calendar), Projects(measured)
    scout = Scout(now, measured, findings, projects)
    items = [_answered(projects.renamed(item), now) for item in kept.standing(known, period)]
    said, decided = claims(items, now), orders(items, now)
    courses = [
        Course(item, now, lambda each: verdict(each, scout)).run(
            said.by_item[item.key], decided.by_item.get(item.key, ())
        )
        for item in items
    ]
    register = Register(now, projects, scout.candidates(), [course.item for course in courses], _numbers(known, period))
    for order in decided.raising:
        register.obey(order)
    further = [proposal for course in courses for proposal in course.proposals()]
    fresh = [each.proposal for each in register.candidates if register.open_to(each.proposal, each.project)]
    wrong = [*said.findings, *decided.findings, *register.findings]
    return Followed(
        period=period,
        items=tuple(kept.acts_last(item, period) for item in kept.in_order(register.items)),
        before=kept.before(known, register.items, period),
        proposals=(*further, *fresh),
        findings=(*(finding for course in courses for finding in course.findings), *wrong),
        soon=tuple(_soon(register.items, now)),
    )


def numbered(followed: Followed, numbers: Mapping[str, str]) -> Followed:
    """The same with the numbers that the ledger gave to new items, by their keys."""

    def named(item: Item) -> Item:
        return item if item.number else replace(item, number=numbers.get(item.key, ""))

    return replace(followed, items=tuple(map(named, followed.items)), soon=tuple(map(named, followed.soon)))


def _numbers(known: Iterable[Item], period: Period) -> Callable[[str], str]:
    given = kept.numbers(known, period)
    return lambda key: given.get(key, "")


def _answered(item: Item, now: Now) -> Item:
    """The item with the unit that answers for it now; a merger is told in its trail."""
    unit = now.office.answering(item.unit, now.period)
    if unit == item.unit or not item.is_open:
        return item
    note = kept.MOVED.format(old=item.unit, new=unit)
    return replace(item, unit=unit).with_events([now.event(Step.MOVED, note=note)])


def _soon(items: Iterable[Item], now: Now) -> list[Item]:
    """Open items whose 时限 falls on 数据截止日 or within the next few working days, the nearest first."""
    last = now.calendar.after(now.as_of, now.rules.due_soon)
    due = [item for item in items if item.is_open and item.deadline and now.as_of <= item.deadline <= last]
    return sorted(due, key=lambda item: (item.deadline or last, item.number))
