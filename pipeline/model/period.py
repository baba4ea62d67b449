"""Time as the office counts it: months and ISO weeks with their 数据截止日, and dates as they were meant."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.model.judgement import PipelineError


@dataclass(frozen=True, order=True)
class Period:
    """A month ``2026-05`` or an ISO week ``2026-W21``; ``as_of`` is its 数据截止日 (last day, or Sunday)."""

    text: str
    as_of: date

    @classmethod
    def parse(cls, text: str, as_of: date | None = None) -> Period:
        """Read a folder name; raises PipelineError when it is neither a month nor an ISO week."""
        if match := re.fullmatch(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])", text):
            year, month = int(match[1]), int(match[2])
            return cls(text, as_of or date(year, month, calendar.monthrange(year, month)[1]))
        if match := re.fullmatch(r"((?:19|20)[0-9]{2})-W([0-9]{2})", text):
            try:
                return cls(text, as_of or date.fromisocalendar(int(match[1]), int(match[2]), 7))
            except ValueError:
                pass
        raise PipelineError(f"“{text}”不是期间：应为月份（如2026-05）或ISO周（如2026-W21）。")

    @property
    def weekly(self) -> bool:
        return "W" in self.text

    @property
    def cadence(self) -> str:
        """Its key in [deadlines] of office.toml."""
        return "weekly" if self.weekly else "monthly"

    @property
    def year(self) -> int:
        """The year whose plan and progress this period reports."""
        return int(self.text[:4]) if not self.weekly else self.as_of.year

    @property
    def month(self) -> int:
        """The month of a month; of a week the month its Sunday lies in."""
        return int(self.text[5:]) if not self.weekly else self.as_of.month

    @property
    def elapsed(self) -> int:
        """Complete months of the year for 时序进度: of a month itself, of a week the last complete one."""
        if not self.weekly:
            return self.month
        return self.month if (self.as_of + timedelta(days=1)).month != self.month else self.month - 1

    @property
    def previous(self) -> Period:
        """The month just before, or the week just before."""
        if self.weekly:
            monday = date.fromisocalendar(int(self.text[:4]), int(self.text[6:]), 1)
            year, week, _ = (monday - timedelta(days=7)).isocalendar()
            return Period.parse(f"{year}-W{week:02d}")
        year, month = (self.year, self.month - 1) if self.month > 1 else (self.year - 1, 12)
        return Period.parse(f"{year}-{month:02d}")

    @property
    def next(self) -> Period:
        """The month or the week just after."""
        if self.weekly:
            monday = date.fromisocalendar(int(self.text[:4]), int(self.text[6:]), 1)
            year, week, _ = (monday + timedelta(days=7)).isocalendar()
            return Period.parse(f"{year}-W{week:02d}")
        year, month = (self.year, self.month + 1) if self.month < 12 else (self.year + 1, 1)
        return Period.parse(f"{year}-{month:02d}")

    @property
    def name(self) -> str:
        """How sentences and sheets name the period itself: ``2026年5月``, ``2026年第21周``."""
        return self.label if self.weekly else f"{self.year}年{self.month}月"

    @property
    def label(self) -> str:
        """How titles name the span: ``2026年1—5月``, ``2026年1月``, ``2026年第21周``."""
        if self.weekly:
            return f"{self.text[:4]}年第{int(self.text[6:])}周"
        return f"{self.year}年1—{self.month}月" if self.month > 1 else f"{self.year}年1月"


def period_folders(folder: Path) -> list[Period]:
    """The periods that have a folder in input/, months and weeks, oldest first."""
    names = (place.name for place in folder.iterdir() if place.is_dir()) if folder.is_dir() else ()
    return sorted(filter(None, map(_period, names)), key=lambda period: (period.as_of, period.weekly))


def _period(name: str) -> Period | None:
    try:
        return Period.parse(name)
    except PipelineError:
        return None


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it was meant: ``month_only`` when only a month was given, which agrees with any day in it."""

    day: date
    month_only: bool = False

    def agrees(self, other: Day) -> bool:
        if self.month_only or other.month_only:
            return (self.day.year, self.day.month) == (other.day.year, other.day.month)
        return self.day == other.day
