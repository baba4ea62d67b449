"""This period judged against the snapshots of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.judge import Judge, amount, below, building, identities, paired, project_key, resembling, subject
from pipeline.model import Finding, Row, Table, Tables


def progress(judge: Judge) -> Iterator[Finding]:
    """本年完成投资比上期减少（备注有说明的为提示），或不等于上期加本月。"""
    if not judge.same_year:
        return
    for row, last in judge.pairs:
        blanks = {"ytd": amount(row["ytd_done"]), "last": amount(last["ytd_done"]), "month": amount(row["month_done"])}
        if below(row["ytd_done"], last["ytd_done"]):
            code = "ytd-falls-with-reason" if row["remark"] else "ytd-falls"
            yield judge.finding(code, row, "ytd_done", blanks["ytd"], **blanks, reason=row["remark"])
        elif _gap(row, last) > judge.limit("money_tolerance") and not judge.period.weekly:
            yield judge.finding("ytd-not-last-plus-month", row, "ytd_done", blanks["ytd"], **blanks)


def _gap(row: Row, last: Row) -> int:
    ytd, before, month = row["ytd_done"], last["ytd_done"], row["month_done"]
    return 0 if None in (ytd, before, month) else abs(ytd - before - month)


def changes(judge: Judge) -> Iterator[Finding]:
    """年度计划投资（同一年内）、总投资与上期不同；在建项目的形象进度与上期一字不差。"""
    for row, last in judge.pairs:
        for name, code in (("plan", "plan-changed"), ("total", "total-changed")):
            known = row[name] is not None and last[name] is not None
            if known and row[name] != last[name] and (judge.same_year or name == "total"):
                now = amount(row[name])
                yield judge.finding(code, row, name, now, last=amount(last[name]), now=now)
        if row["image"] and row["image"] == last["image"] and building(row, judge):
            yield judge.finding("image-unchanged", row, "image", row["image"])


def comings(judge: Judge) -> Iterator[Finding]:
    """上期在报、本期没有（清单也没有）的项目；本期新增的项目。"""
    if not judge.last or not judge.same_year:
        return
    fresh = _missing(judge.projects, judge.last.projects)
    for row in fresh:
        yield judge.finding("project-new", row, "name", row["name"])
    for row in _missing(judge.last.projects, judge.projects, judge.tables.unread, judge.tables.register):
        place = {"field": judge.title("name"), "value": row["name"], "sender": row["sender"]}
        like = resembling("本期新增的项目中名称相近的有", row, fresh)
        yield judge.law.finding("project-vanished", **place, subject=subject(row), like=like)


def _missing(rows: Table, *among: Table) -> list[Row]:
    known = [identities(table) for table in among]
    return [row for row in rows if all(table.find(project_key(row)) is None for table in known)]


def stalled(judge: Judge) -> Iterator[Finding]:
    """在建项目的本年完成投资与前三期都相等，即连续三个月无进展。"""
    past = _earlier(judge)
    if len(past) < judge.limit("stalled_periods") - 1:
        return
    still = tuple(row for row in judge.projects if building(row, judge))
    for tables in past:
        still = tuple(row for row, then in paired(still, tables.projects) if row["ytd_done"] == then["ytd_done"])
    for row in still:
        ytd = amount(row["ytd_done"])
        yield judge.finding("stalled", row, "ytd_done", ytd, ytd=ytd)


def _earlier(judge: Judge) -> list[Tables]:
    """The snapshots of the three months just before, of this year; fewer when one is missing."""
    past: list[Tables] = []
    period = judge.period.previous
    while len(past) < judge.limit("stalled_periods") - 1 and period.year == judge.period.year and not period.weekly:
        if period.text not in judge.history:
            break
        past.append(judge.history[period.text])
        period = period.previous
    return past


CHECKS = (progress, changes, comings, stalled)
