"""Cleaned rows judged against themselves, each other, the register and earlier periods; no row is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipeline.check import nodes, onsite, past, points, problems, roll, slips, twice, within
from pipeline.check.judge import Judge
from pipeline.check.quality import quality
from pipeline.check.release import release
from pipeline.check.reminders import reminders
from pipeline.check.returns import returns
from pipeline.model import Finding, Intervention, Period, Row, Tables
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

__all__ = ["Verdict", "check", "quality", "reminders", "returns"]


EXAMINED = (
    *within.CHECKS,
    *slips.CHECKS,
    twice.similar,
    *past.CHECKS,
    roll.register,
    roll.repeated,
    roll.problems,
    *problems.CHECKS,
    *nodes.CHECKS,
    onsite.visits,
    points.units,
)


@dataclass(frozen=True)
class Verdict:
    """What a period's rows are worth: the findings, the places of project rows that repeat another and so do not count,
    the rows that stand in for projects that nobody sent, and each use of 放行."""

    findings: tuple[Finding, ...]
    repeated: tuple[int, ...]
    stand_ins: tuple[Row, ...] = ()
    uses: tuple[Intervention, ...] = ()


def check(
    tables: Tables,
    period: Period,
    law: Law,
    office: Office,
    *,
    history: Mapping[str, Tables],
    senders: Collection[str],
    calendar: Calendar,
    unread: Collection[str] = (),
) -> Verdict:
    """Judge a period; ``history`` are the standing snapshots of earlier periods, ``senders`` who sent a workbook and
    ``unread`` those of them with a file that could not be opened, whose projects are not called unreported."""
    everything = Judge(tables, period, law, office, history, unread)
    findings, refused = twice.duplicates(everything)
    judge = Judge(tables.without(refused), period, law, office, history, unread)
    for examine in EXAMINED:
        findings += examine(judge)
    findings += roll.missing(judge, senders)
    findings += roll.late(judge, calendar)
    released = release(judge, findings)
    return Verdict(tuple(released.findings), tuple(refused), tuple(released.rows), tuple(released.uses))
