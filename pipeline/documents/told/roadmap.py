"""Nodes come in; 时间表、路线图 goes out: a row for each node, with a sign in every month and week that it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.told.rows import Row
from pipeline.documents.told.week import node_rows

PLANNED, DONE, LATE, WAITING, TODAY = "○", "●", "▲", "—", "｜"
BEFORE, AFTER = 8, 17  # weeks about that of 数据截止日
MARK = "▼"
WEEK = timedelta(days=7)
STATES = (("已完成", "已完成"), ("逾期", "逾期"), ("七天内到期", "7天内到期"), ("三十天内到期", "30天内到期"))


def roadmap(ground: Ground) -> dict[str, Any]:
    """``路线图``: 各月 and 各周 (the columns: of the year, and of eight weeks before 数据截止日 to seventeen after it),
    节点 (project by project, each with 状态 and, under 月 and 周, its signs) and 近期 (those that touch the weeks)."""
    as_of = ground.measured.period.as_of
    rows = _in_order(ground)
    months, weeks = _months(as_of, rows), _weeks(as_of)
    drawn = [
        {
            **row,
            "状态": _state(row),
            "天气": "※" if row["受天气影响"] else "",
            "月": months.signs(row),
            "周": weeks.signs(row),
        }
        for row in rows
    ]
    return {
        "路线图": {
            "各月": months.columns,
            "各周": weeks.columns,
            "节点": drawn,
            "近期": [row for row in drawn if row["逾期"] or weeks.touched(row)],
        }
    }


def _in_order(ground: Ground) -> list[Row]:
    """By 镇街 and project as projects are listed, each project's nodes by their days."""
    towns = {name: at for at, name in enumerate(ground.office.town_names)}
    known = {(row["town"], row["name"]): at for at, row in enumerate(ground.measured.projects)}
    rows = node_rows(ground.measured.nodes, ground.law)

    def place(row: Row) -> tuple[int, int, str]:
        town, name = row["镇街"], row["项目名称"]
        return towns.get(town, len(towns)), known.get((town, name), len(known)), str(name)

    return sorted(rows, key=place)


def _state(row: Row) -> str:
    return next((word for flag, word in STATES if row[flag]), "未到期")


@dataclass(frozen=True)
class Stretch:
    """One column of the time line: its key, which sorts as time goes, its heading and the one above it."""

    key: str
    title: str
    group: str


@dataclass(frozen=True)
class Axis:
    """The time line: ``key_of`` gives the key of the column that a day lies in."""

    stretches: Sequence[Stretch]
    key_of: Callable[[date], str]
    as_of: date

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(stretch.key for stretch in self.stretches)

    @property
    def columns(self) -> list[Row]:
        today = self.key_of(self.as_of)
        return [
            {"名称": f"{MARK}{one.title}" if one.key == today else one.title, "键": one.key, "分组": one.group}
            for one in self.stretches
        ]

    def signs(self, row: Row) -> dict[str, str]:
        """○ where it was planned, ● where it was done, ▲ where it should have been and is not, — while it is or was
        late, ｜ for today."""
        told = dict(self._told(row))
        return {key: told.get(key, "") for key in self.keys}

    def _told(self, row: Row) -> Iterator[tuple[str, str]]:
        planned, done, today = self._day(row["计划完成时间"]), self._done(row), self.key_of(self.as_of)
        until = done or (today if row["逾期"] else "")
        if planned and until:
            yield from ((key, WAITING) for key in self.keys if planned < key < until)
        yield today, TODAY
        if planned:
            yield planned, LATE if row["逾期"] else PLANNED
        if done:
            yield done, DONE

    def _done(self, row: Row) -> str:
        return self._day(row["实际完成时间"]) if row["已完成"] else ""

    def _day(self, told: Any) -> str:
        return "" if told is None else self.key_of(told.day)

    def touched(self, row: Row) -> bool:
        return bool({self._day(row["计划完成时间"]), self._done(row)}.intersection(self.keys))


def _months(as_of: date, rows: Iterable[Row]) -> Axis:
    """The months of the year, and a column at either end for what lies beyond it."""
    year = as_of.year
    days = [row[name].day for row in rows for name in ("计划完成时间", "实际完成时间") if row[name]]
    within = [Stretch(f"{year}-{month:02}", f"{month}", f"{year}年各月") for month in range(1, 13)]
    first = [Stretch(str(year - 1), "以前", "")] if any(day.year < year for day in days) else []
    last = [Stretch(str(year + 1), "以后", "")] if any(day.year > year for day in days) else []

    def key_of(day: date) -> str:
        return f"{day:%Y-%m}" if day.year == year else str(year + 1 if day.year > year else year - 1)

    return Axis([*first, *within, *last], key_of, as_of)


def _weeks(as_of: date) -> Axis:
    """Weeks under their Monday."""
    now = _monday(as_of)
    days = [now + WEEK * at for at in range(-BEFORE, AFTER + 1)]
    return Axis(
        [Stretch(day.isoformat(), f"{day.day}", f"{day.month}月") for day in days],
        lambda day: _monday(day).isoformat(),
        as_of,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
