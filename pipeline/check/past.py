"""This period judged against the snapshots of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.judge import GONE, Judge, amount, below, building, paired, resembling, subject
from pipeline.model import Finding, Row, Table, Tables
from pipeline.rules.identity import Identities


def progress(judge: Judge) -> Iterator[Finding]:
    """本年完成投资比上期减少（备注或更正表有说明的为提示），或不等于上期加本月。"""
    if not judge.same_year:
        return
    for row, last in judge.pairs:
        blanks = {"ytd": amount(row["ytd_done"]), "last": amount(last["ytd_done"]), "month": amount(row["month_done"])}
        if below(row["ytd_done"], last["ytd_done"]):
            reason = judge.reason(row, "ytd_done") or row["remark"]
            code = "ytd-falls-with-reason" if reason else "ytd-falls"
            yield judge.finding(code, row, "ytd_done", blanks["ytd"], **blanks, reason=reason)
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
            adjusted = name == "plan" and judge.changed(row, "计划调整")
            if known and row[name] != last[name] and (judge.same_year or name == "total") and not adjusted:
                now = amount(row[name])
                yield judge.finding(code, row, name, now, last=amount(last[name]), now=now)
        if row["image"] and row["image"] == last["image"] and building(row, judge):
            yield judge.finding("image-unchanged", row, "image", row["image"])


def comings(judge: Judge) -> Iterator[Finding]:
    """上期在报、本期没有（清单也没有）的项目；本期新增的项目。"""
    if not judge.last or not judge.same_year:
        return
    fresh = [row for row in _missing(judge.projects, judge.last.projects) if not judge.changed(row, "调入", "拆分")]
    for row in fresh:
        yield judge.finding("project-new", row, "name", row["name"])
    listed = Identities.of(judge.tables.register)
    for row in (row for row in vanished(judge) if listed.place(row) is None):
        place = {"field": judge.title("name"), "value": row["name"], "sender": row["sender"], "project": row["name"]}
        like = resembling("本期新增的项目中名称相近的有", row, fresh)
        yield judge.law.finding("project-vanished", **place, subject=subject(row), like=like)


def vanished(judge: Judge) -> list[Row]:
    """Last period's projects of this year that nobody sent now and no 清单变动 explains."""
    if not judge.last or not judge.same_year:
        return []
    gone = _missing(judge.last.projects, judge.projects, judge.tables.unread)
    known = (row for row in gone if not {row["sender"], row["town"]} & set(judge.unread))
    return [row for row in known if not judge.changed(row, *GONE)]


def _missing(rows: Table, *among: Table) -> list[Row]:
    known = [Identities.of(table) for table in among]
    return [row for row in rows if all(table.place(row) is None for table in known)]


def stalled(judge: Judge) -> Iterator[Finding]:
    """在建项目的本年完成投资与前三期都相等，即连续三个月无进展。"""
    past = _earlier(judge)
    if len(past) < judge.limit("stalled_periods") - 1:
        return
    still = tuple(row for row in judge.projects if building(row, judge))
    for tables in past:
        still = tuple(row for row, then in paired(still, tables.projects) if _same_done(row, then))
    for row in still:
        ytd = amount(row["ytd_done"])
        yield judge.finding("stalled", row, "ytd_done", ytd, ytd=ytd)


def _same_done(row: Row, then: Row) -> bool:
    """Whether 本年完成 was reported, not carried over, and is the same."""
    return row["ytd_done"] == then["ytd_done"] and not then.get("stand_in")


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
