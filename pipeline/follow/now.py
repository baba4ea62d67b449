"""What every step of following works with: the period, the law, the office, the calendar; events and findings made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.model import Event, Finding, Item, Period, Row, Step, Tables
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar
from pipeline.rules.schedule import making_day
from pipeline.rules.supervising import Supervision

_INNER = str.maketrans("“”", "‘’")


@dataclass(frozen=True)
class Now:
    """A period as it is followed: 数据截止日 judges, never the clock."""

    tables: Tables
    period: Period
    law: Law
    office: Office
    calendar: Calendar

    @property
    def as_of(self) -> date:
        return self.period.as_of

    @cached_property
    def start(self) -> date:
        """The day from which a unit's time is counted: when the period's documents are made, else 数据截止日."""
        return making_day(self.period, self.office, self.calendar) or self.as_of

    @property
    def rules(self) -> Supervision:
        return self.law.supervision

    def event(self, step: Step, day: date | None = None, **said: Any) -> Event:
        """A step of this period, on 数据截止日 unless a day is given."""
        return Event(step, self.period.text, self.as_of, day or self.as_of, **said)

    def deadline(self, given: date | None, start: date, days: int) -> date:
        """The 时限: the one given, on the working day before it where it is a day off, else so many working days on."""
        if given is None:
            return self.calendar.after(start, days)
        return given if self.calendar.works(given) else self.calendar.before(given)

    def place(self, row: Row, *keys: str) -> str:
        """Where a row stands, at the first of the columns that its sheet has: file｜sheet｜cell."""
        return "｜".join((row["file"] or "", row["sheet"] or "", self._cell(row, keys) or ""))

    def finding(self, code: str, row: Row, key: str, form: str, value: Any, **blanks: Any) -> Finding:
        """A finding at a row's field; ``value`` is what stands there."""
        place = {name: row[name] for name in ("file", "sheet", "sender")}
        where = {"cell": self._cell(row, (key,)), "field": self.law.forms[form].fields[key].title}
        return self.law.finding(code, **{**place, "value": value, **where, **blanks})

    def _cell(self, row: Row, keys: Sequence[str]) -> str | None:
        found = (self.tables.cell(row, key) for key in (*keys, "number", "matter"))
        return next(filter(None, found), None)


def told(item: Item) -> str:
    """How a sentence names an item: 督2026-001“加快……”, quotes within it single."""
    return f"{item.number}“{item.matter.translate(_INNER)}”"


def day_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
