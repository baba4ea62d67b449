"""A day, the office's facts and how its periods stand come in; what the calendar says is to be made goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from pipeline.model import Item, Period
from pipeline.rules.calendar import Calendar
from pipeline.rules.office import Office
from pipeline.rules.shape import WEEKDAYS

NAMED = 5  # senders that a sentence names, the rest counted


class Task(StrEnum):
    """What the calendar asks for."""

    COLLECT = "报送"
    MAKE = "成文"
    FOLLOW = "督办"


class Ripeness(StrEnum):
    """How far a thing that is due has come."""

    AHEAD = "未到期"
    READY = "可成文"
    MADE = "已成文"
    MISSING = "缺报"
    BLOCKED = "阻断"
    COMPLETE = "已报齐"
    SOON = "临期"
    OVERDUE = "逾期"


@dataclass(frozen=True)
class Stand:
    """How a period stands today: whether anything was ``sent``, how many 阻断 findings its data have, who must still
    report (``silent``) or mend (``returned``), and what became of the last run on this very input (``status`` as in
    the manifest, "" when there was none or what it made is no longer whole)."""

    period: Period
    sent: bool = False
    blocked: int = 0
    silent: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    status: str = ""

    @property
    def settled(self) -> bool:
        """Whether a run would only do once more what was done already."""
        return not self.sent or self.status == ("blocked" if self.blocked else "made")


@dataclass(frozen=True)
class Due:
    """One line of the calendar: a task on its day. ``run``: to be made now, for nothing was yet made of this input."""

    task: Task
    period: Period | None
    day: date
    what: str
    state: Ripeness
    words: str = ""
    run: bool = False


def plan(
    today: date,
    office: Office,
    calendar: Calendar,
    folders: Sequence[Period],
    stand: Callable[[Period], Stand],
    cadences: Iterable[str] = ("monthly", "weekly"),
    items: Iterable[Item] = (),
    soon: int = 0,
) -> tuple[Due, ...]:
    """What is due by a day: the months, the weeks, then the 督办事项 whose 时限 is past or within ``soon`` working
    days. ``folders`` are the periods in input/, oldest first; weeks are asked for only where there is a folder of one
    or [schedule] says when."""
    planner = _Planner(today, office, calendar, tuple(folders), cache(stand))
    periods = [period for cadence in cadences for period in planner.periods(cadence == "weekly")]
    lines = [line for period in periods for line in planner.lines(period)]
    return (*lines, *planner.items(items, soon))


def making_day(period: Period, office: Office, calendar: Calendar) -> date | None:
    """When the documents of a period are made: the n-th working day after 数据截止日 by [schedule], else the one on
    which the data must be in; of a week also a weekday, on a day off the working day before. None: not set."""
    asked = office.schedule.get(period.cadence)
    if isinstance(asked, str):
        day = calendar.up_to(period.as_of + timedelta(days=1 + WEEKDAYS.index(asked)))
        return day if day > period.as_of else calendar.after(period.as_of, 1)
    days = asked or office.deadlines.get(period.cadence)
    return calendar.after(period.as_of, days) if days else None


@dataclass(frozen=True)
class _Planner:
    today: date
    office: Office
    calendar: Calendar
    folders: tuple[Period, ...]
    stand: Callable[[Period], Stand]

    def periods(self, weekly: bool) -> Iterator[Period]:
        """The last period whose day has come, unless the office began after it, and the next one."""
        mine = [period for period in self.folders if period.weekly == weekly]
        if weekly and not mine and "weekly" not in self.office.schedule:
            return
        reached = next(period for period in self._before(_containing(self.today, weekly)) if self._comes(period))
        if not mine or mine[0] <= reached:
            yield reached
        yield self._after(reached)

    def _comes(self, period: Period) -> bool:
        return self.works(period) and self.day(period) <= self.today

    def _before(self, period: Period) -> Iterator[Period]:
        while True:
            period = period.previous
            yield period

    def _after(self, period: Period) -> Period:
        period = period.next
        return period if self.works(period) else self._after(period)

    def works(self, period: Period) -> bool:
        """A week without working days is not due."""
        sunday = period.as_of
        return not period.weekly or any(self.calendar.works(sunday - timedelta(days=back)) for back in range(7))

    def day(self, period: Period) -> date:
        """When the documents of a period are made; the first working day where the office has not said."""
        return making_day(period, self.office, self.calendar) or self.calendar.after(period.as_of, 1)

    def lines(self, period: Period) -> Iterator[Due]:
        if limit := self.calendar.deadline(self.office, period.cadence, period):
            yield self._collecting(period, limit)
        yield self._making(period)

    def _collecting(self, period: Period, limit: date) -> Due:
        stand = self.stand(period)
        late = Ripeness.MISSING if limit < self.today else Ripeness.AHEAD
        state = Ripeness.COMPLETE if stand.sent and not stand.silent else late
        begun = stand.sent or period.as_of < self.today
        return Due(Task.COLLECT, period, limit, f"{period.name}数据", state, _unsent(stand) if begun else "")

    def _making(self, period: Period) -> Due:
        day, what = self.day(period), f"{period.name}文件"
        if self.today < day:
            return Due(Task.MAKE, period, day, what, Ripeness.AHEAD)
        stand = self.stand(period)
        return Due(Task.MAKE, period, day, what, *_made(stand), run=not stand.settled)

    def items(self, items: Iterable[Item], soon: int) -> Iterator[Due]:
        """The open items whose 时限 is past or within a few working days, the most urgent first; a 时限 on a day off
        is the working day before it."""
        dated = [(self.calendar.up_to(item.deadline), item) for item in items if item.is_open and item.deadline]
        last = self.calendar.after(self.today, soon)
        for day, item in sorted(dated, key=lambda found: (found[0], found[1].number)):
            if day <= last:
                yield self._item(item, day)

    def _item(self, item: Item, day: date) -> Due:
        state = Ripeness.OVERDUE if day < self.today else Ripeness.SOON
        return Due(Task.FOLLOW, None, day, item.number, state, f"{item.unit}：{item.matter}")


def _containing(day: date, weekly: bool) -> Period:
    year, week, _ = day.isocalendar()
    return Period.parse(f"{year}-W{week:02d}" if weekly else f"{day:%Y-%m}")


def _made(stand: Stand) -> tuple[Ripeness, str]:
    if not stand.sent:
        return Ripeness.MISSING, f"文件夹 {stand.period.text} 中没有报送的工作簿。"
    if stand.blocked:
        told = f"{stand.blocked}处阻断问题。{_unsent(stand)}{_named('待重报', stand.returned)}"
        return (Ripeness.MISSING if stand.silent else Ripeness.BLOCKED), told
    return (Ripeness.MADE if stand.settled else Ripeness.READY), ""


def _unsent(stand: Stand) -> str:
    return _named("未报", stand.silent) if stand.sent else "尚未收到报送的工作簿。"


def _named(title: str, names: Sequence[str]) -> str:
    rest = "等" if len(names) > NAMED else ""
    return f"{title}{len(names)}家：{'、'.join(names[:NAMED])}{rest}。" if names else ""
