"""Cleaned rows judged against themselves, each other, the register and earlier periods; no row is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.check import past, roll, slips, twice, within
from pipeline.check.judge import Judge
from pipeline.check.reminders import reminders
from pipeline.check.returns import returns
from pipeline.model import Finding, Period, Tables
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

__all__ = ["check", "reminders", "returns"]


def check(
    tables: Tables,
    period: Period,
    law: Law,
    office: Office,
    *,
    history: Mapping[str, Tables],
    senders: Collection[str],
    calendar: Calendar,
) -> tuple[tuple[Finding, ...], tuple[int, ...]]:
    """Judge a period; ``history`` are the standing snapshots of earlier periods, ``senders`` who sent a workbook.

    Returns the findings and the places of project rows that repeat another and so do not count.
    """
    everything = Judge(tables, period, law, office, history)
    findings, refused = twice.duplicates(everything)
    judge = Judge(tables.without(refused), period, law, office, history)
    for examine in (
        *within.CHECKS,
        *slips.CHECKS,
        twice.similar,
        *past.CHECKS,
        roll.register,
        roll.repeated,
        roll.problems,
    ):
        findings += examine(judge)
    findings += roll.missing(judge, senders)
    findings += roll.late(judge, calendar)
    return tuple(findings), tuple(refused)
