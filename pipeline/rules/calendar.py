"""Working days: the clerk's input/日历.toml first, then the published holidays, then Monday to Friday and a warning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pipeline.model import Period, PipelineError
from pipeline.rules.mishap import said
from pipeline.rules.office import Office
from pipeline.rules.toml import read_toml

OFF, ON = "放假", "调休上班"


@dataclass
class Calendar:
    """Days off and days worked as the clerk set them; ``guessed`` collects the years that nothing is known of."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    guessed: set[int] = field(default_factory=set)

    def works(self, day: date) -> bool:
        """Whether the office works that day."""
        if day in self.on or day in self.off:
            return day in self.on
        try:
            import chinese_calendar

            return bool(chinese_calendar.is_workday(day))
        except (NotImplementedError, ImportError):
            self.guessed.add(day.year)
            return day.weekday() < 5

    def after(self, day: date, working_days: int) -> date:
        """The n-th working day after a day."""
        while working_days:
            day += timedelta(days=1)
            working_days -= self.works(day)
        return day

    def before(self, day: date) -> date:
        """The last working day before a day."""
        return self.up_to(day - timedelta(days=1))

    def up_to(self, day: date) -> date:
        """The day itself, or on a day off the working day before it."""
        while not self.works(day):
            day -= timedelta(days=1)
        return day

    def deadline(self, office: Office, kind: str, period: Period) -> date | None:
        """The day that [deadlines] of office.toml sets for a kind, in working days after 数据截止日; None: not set."""
        days = office.deadlines.get(kind)
        return self.after(period.as_of, days) if days else None


def load_calendar(path: Path) -> Calendar:
    """Read 日历.toml (``放假`` and ``调休上班``, lists of days); an absent file is an empty one."""
    try:
        table = read_toml(path, path.read_bytes())
    except FileNotFoundError:
        return Calendar()
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{said(error)}。") from None
    for key in table.keys() - {OFF, ON}:
        raise PipelineError(f"{path}：{key} 不是已知的配置项；已知的有：{OFF}、{ON}。")
    off, on = _days(path, table, OFF), _days(path, table, ON)
    for day in sorted(off & on):
        raise PipelineError(f"{path}：{day} 既在{OFF}又在{ON}。")
    return Calendar(off, on)


def _days(path: Path, table: dict[str, object], key: str) -> frozenset[date]:
    days = table.get(key, [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise PipelineError(f"{path}：{key} 应为日期的列表，如 [2027-01-01, 2027-01-02]。")
    return frozenset(days)
