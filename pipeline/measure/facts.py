"""Accepted project rows → the same rows with what the figures count: started, due, lights, where permits are stuck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from pipeline.measure.duties import duty_facts
from pipeline.measure.moves import project_moves
from pipeline.model import Period, Row, Table, Tables
from pipeline.rules import Law, Office
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded
from pipeline.rules.started import started

SEVERITY = {"红灯": 3, "黄灯": 2, "绿灯": 1}
Facts = dict[str, Any]


def project_facts(
    tables: Tables, period: Period, law: Law, office: Office, last: Tables | None, base: Tables | None
) -> Table:
    """The projects with their facts. ``last`` is the last period (for new starts), ``base`` the month just before
    (for 当月完成投资). Flags are false on rows that do not stand for a project (parts of a 打包项目)."""
    looking = Looking(period, law, office, Then.of(last), Then.of(base))
    running = [started(row, law, period.as_of) for row in tables.projects]
    counted, paid = packages(tables.projects, running)
    rows = zip(tables.projects, duty_facts(tables), counted, paid, running, strict=True)
    return tuple({**row, **duty, **looking.facts({**row, **duty}, *flags)} for row, duty, *flags in rows)


@dataclass(frozen=True)
class Then:
    """The projects of an earlier period, to be found again."""

    rows: Table
    known: Identities

    @classmethod
    def of(cls, tables: Tables | None) -> Then | None:
        if tables is None:
            return None
        return cls(tables.projects, Identities.of(tables.projects))

    def find(self, row: Row) -> Row | None:
        at = self.known.place(row)
        return None if at is None else self.rows[at]


def packages(rows: Table, running: list[bool]) -> tuple[list[bool], list[bool]]:
    """打包项目与子项：打包项目本身在报的，子项不计个数和资金；没有的，同一打包项目的子项合计一个，资金照计。"""
    counted, paid = [True] * len(rows), [True] * len(rows)
    names = {folded(row["name"]) for row in rows}
    groups: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row["parent"] and folded(row["parent"]) != folded(row["name"]):
            groups[folded(row["parent"])].append(at)
    for parent, parts in groups.items():
        stands_for_all = next((at for at in parts if running[at]), parts[0])
        for at in parts:
            counted[at] = parent not in names and at == stands_for_all
            paid[at] = parent not in names
    return counted, paid


@dataclass(frozen=True)
class Looking:
    """The period as facts are judged in it, with the last period and the month just before."""

    period: Period
    law: Law
    office: Office
    last: Then | None
    base: Then | None

    def facts(self, row: Row, counted: bool, paid: bool, running: bool) -> Facts:
        facts: Facts = {"counted": counted, "paid": paid}
        facts |= self._states(row, counted, running)
        facts |= {f"no_{name}": counted and not row[f"duty.{name}"] for name in ("section", "person")}
        facts |= self._money(row, paid)
        facts |= self._lights(row, facts) | self._moves(row, facts)
        return facts | self._permits(row, facts)

    def _moves(self, row: Row, facts: Mapping[str, Any]) -> Facts:
        """What moved since last week; nothing is said of months, or where there is no last week."""
        if not self.period.weekly or self.last is None:
            return {}
        return project_moves({**row, **facts}, self.last.find(row), self.period, self.law.permits)

    def _states(self, row: Row, counted: bool, running: bool) -> Facts:
        as_of, planned, figures = self.period.as_of, row["plan_start"], self.law.figures
        waiting, due = counted and not running, counted and planned is not None and planned <= as_of
        soon = as_of + timedelta(days=figures["starting_soon_days"])
        return {
            "is_started": counted and running,
            "is_waiting": waiting,
            "is_due": due,
            "is_late_start": due and waiting,
            "is_due_started": due and running,
            "is_finished": counted and row["stage"] in figures["finished_stages"],
            "is_producing": counted and row["stage"] in figures["producing_stages"],
            "starts_soon": waiting and planned is not None and as_of < planned <= soon,
            "is_new_start": counted and running and self._new_start(row),
            "is_in_stats": counted and bool(row["in_stats"]),
        }

    def _new_start(self, row: Row) -> bool:
        as_of = self.period.as_of
        in_month = row["start"] is not None and as_of.replace(day=1) <= row["start"] <= as_of
        if self.last is None:
            return in_month
        then = self.last.find(row)
        if then is None:
            return in_month if self.period.month == 1 else True
        return not started(then, self.law, self.period.previous.as_of)

    def _money(self, row: Row, paid: bool) -> Facts:
        has_plan = paid and bool(row["plan"]) and not self.office.plan_may_wait(self.period.as_of)
        before, flow = self._month_flow(row)
        known = row["cum_done"]
        if known is None and None not in (row["prior_done"], row["ytd_done"]):
            known = row["prior_done"] + row["ytd_done"]
        flags = {"has_plan": has_plan, "no_plan": paid and not has_plan}
        return flags | {"last_ytd": before, "month_flow": flow, "cum_known": known}

    def _month_flow(self, row: Row) -> tuple[int | None, int | None]:
        if self.period.month == 1:
            return None, row["ytd_done"]
        if self.base is None:
            return None, row["month_done"]
        then = self.base.find(row)
        before = then["ytd_done"] if then else None
        return before, None if row["ytd_done"] is None else row["ytd_done"] - (before or 0)

    def _lights(self, row: Row, facts: Mapping[str, Any]) -> Facts:
        invest = self._invest_light(row) if self._shines(row, facts) else None
        start = self._start_light(row["plan_start"]) if facts["is_late_start"] else None
        lit = [light for light in (invest, start) if light]
        worst = max(lit, key=SEVERITY.__getitem__) if lit else "未亮灯"
        light = worst if facts["counted"] else None
        lights = {f"light.{name}": light == name for name in (*SEVERITY, "未亮灯")}
        return {"invest_light": invest, "start_light": start, "light": light, **lights}

    def _shines(self, row: Row, facts: Mapping[str, Any]) -> bool:
        """Whether the row has an 投资灯 at all."""
        silent = self.period.as_of.month in self.law.light(self.period).silent_months or not self.period.elapsed
        planned = row["plan_start"]
        later = facts["is_waiting"] and planned is not None and planned > self.period.as_of
        return facts["has_plan"] and facts["counted"] and not later and not silent and row["ytd_done"] is not None

    def _invest_light(self, row: Row) -> str:
        """投资灯：竣工、投产为绿；其余按完成率与时序进度之比（或之差）。"""
        light, time = self.law.light(self.period), Fraction(self.period.elapsed, 12)
        if row["stage"] in self.law.figures["finished_stages"]:
            return "绿灯"
        rate = Fraction(row["ytd_done"], row["plan"])
        if light.by == "ratio":
            return "绿灯" if rate / time >= light.green else "黄灯" if rate / time >= light.yellow else "红灯"
        gap = (rate - time) * 100
        return "绿灯" if gap > light.green else "黄灯" if gap >= light.yellow else "红灯"

    def _start_light(self, planned: date) -> str:
        """开工灯：应开未开为黄，计划开工月起满三个月为红。"""
        months = (self.period.as_of.year - planned.year) * 12 + self.period.as_of.month - planned.month
        return "红灯" if months >= self.law.light(self.period).start_red_after_months else "黄灯"

    def _permits(self, row: Row, facts: Mapping[str, Any]) -> Facts:
        """未开工项目中，首个既未办结又非不涉及的手续为卡点。"""
        states = {permit: row[f"permit.{permit}"] for permit in self.law.permits}
        undone = [permit for permit, state in states.items() if state in ("办理中", "未启动")]
        stuck = undone[0] if undone and facts["is_waiting"] else None
        made: Facts = {"blocked_at": stuck}
        for permit, state in states.items():
            made[f"done.{permit}"] = facts["counted"] and state == "办结"
            made[f"needed.{permit}"] = facts["counted"] and (state == "办结" or permit in undone)
            made[f"open.{permit}"] = facts["is_waiting"] and permit in undone
            made[f"blocked.{permit}"] = stuck == permit
        return made | self._departments(stuck, undone if facts["is_waiting"] else [])

    def _departments(self, stuck: str | None, undone: Iterable[str]) -> Facts:
        """Who holds the first permit that an unstarted project lacks, and who holds any that it lacks."""
        holders = self.law.elements.holders
        waiting = {holders[permit] for permit in undone}
        holder = holders[stuck] if stuck else None
        first = {f"blocked_by.{name}": name == holder for name in self.law.elements.departments}
        return first | {f"open_by.{name}": name in waiting for name in self.law.elements.departments}
