"""Old items, lights, feedback and decisions of a period come in; what becomes of every item goes out, with proposals.

Pure: no storage, no files, no clock. 数据截止日 judges what is overdue, and a period that is followed again gives what
it gave the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.follow import known as kept
from pipeline.follow.candidates import Scout
from pipeline.follow.claims import claims
from pipeline.follow.machine import Course
from pipeline.follow.now import Now
from pipeline.follow.orders import Orders, orders
from pipeline.follow.raising import Register
from pipeline.follow.subjects import Projects
from pipeline.follow.verdicts import verdict
from pipeline.model import Finding, Followed, Item, Measured, Period, Proposal, Step, Tables
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
    scout, decided = Scout(now, measured, findings, projects), orders(now)
    items = [_answered(projects.renamed(item), now) for item in kept.standing(known, period)]
    register = Register(now, projects, scout.candidates(), items, kept.numbers(known, period))
    for order in decided.raising:
        register.obey(order)
    courses, wrong = _courses(register, decided, scout)
    further = [proposal for course in courses for proposal in course.proposals()]
    fresh = [each.proposal for each in register.candidates if register.open_to(each.proposal, each.project)]
    return Followed(
        period=period,
        items=tuple(kept.acts_last(item, period) for item in kept.in_order(register.items)),
        before=kept.before(known, register.items, period),
        proposals=(*further, *fresh),
        findings=tuple(wrong),
        soon=tuple(_soon(register.items, now)),
    )


def numbered(followed: Followed, numbers: Mapping[str, str]) -> Followed:
    """The same with the numbers that the ledger gave to new items, by their keys."""

    def item(known: Item) -> Item:
        return known if known.number else replace(known, number=numbers.get(known.key, ""))

    def proposal(made: Proposal) -> Proposal:
        return (
            made
            if made.number
            else replace(made, number=numbers.get(made.code.rpartition("/")[0].replace("/", "|", 1), ""))
        )

    items, soon = tuple(map(item, followed.items)), tuple(map(item, followed.soon))
    return replace(followed, items=items, soon=soon, proposals=tuple(map(proposal, followed.proposals)))


def _courses(register: Register, decided: Orders, scout: Scout) -> tuple[list[Course], list[Finding]]:
    """Every item through the period, the register's left as they are after it; and all that is wrong."""
    now = register.now
    said, by_item = claims(register.items, now), decided.by_item(register.items, now)
    courses = [Course(item, now, lambda each: verdict(each, scout)) for item in register.items]
    for course in courses:
        key = course.item.key
        course.run(said.by_item.get(key, ()), by_item.get(key, ()))
    register.items = [course.item for course in courses]
    found = [finding for course in courses for finding in course.findings]
    return courses, [*found, *said.findings, *decided.findings, *register.findings]


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
