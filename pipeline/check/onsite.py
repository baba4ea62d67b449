"""现场督查记录 judged against what was reported of the same projects: money and state that contradict it are clues."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.judge import Judge, amount, building, day, subject
from pipeline.model import Finding, Row
from pipeline.rules.spelling import folded
from pipeline.rules.started import started

FORM = "现场督查记录表"


def visits(judge: Judge) -> Iterator[Finding]:
    """每条现场督查记录与该项目的填报数核对；本期没有的项目只提示。"""
    for visit in judge.tables.forms[FORM]:
        at = judge.known.place(visit)
        if at is None:
            place = {name: visit[name] for name in ("file", "sheet", "sender")}
            where = {"cell": judge.tables.cell(visit, "name"), "field": judge.title("name"), "value": visit["name"]}
            yield judge.law.finding("onsite-project-unknown", **place, **where, subject=subject(visit))
            continue
        yield from _money(judge, judge.projects[at], visit)
        yield from _state(judge, judge.projects[at], visit)


def _money(judge: Judge, row: Row, visit: Row) -> Iterator[Finding]:
    """核实投资 that is neither 本年完成 nor 自开工累计, within the tolerance for money."""
    verified, cum = visit["verified"], _cumulated(row)
    told = [value for value in (row["ytd_done"], cum) if value is not None]
    if verified is None or not told:
        return
    if min(abs(verified - value) for value in told) > judge.limit("money_tolerance"):
        said = {"money": amount(verified), "ytd": amount(row["ytd_done"]), "cum": amount(cum)}
        key = "ytd_done" if row["ytd_done"] is not None else "cum_done"
        yield judge.finding("onsite-money-differs", row, key, amount(row[key]), day=day(visit["visited"]), **said)


def _cumulated(row: Row) -> int | None:
    """自开工累计, or what 上年末累计 and 本年完成 make."""
    if row["cum_done"] is not None or None in (row["prior_done"], row["ytd_done"]):
        return None if row["cum_done"] is None else int(row["cum_done"])
    return int(row["prior_done"] + row["ytd_done"])


def _state(judge: Judge, row: Row, visit: Row) -> Iterator[Finding]:
    """A site that was not begun though started by the report, or that has stopped though 在建."""
    idle = judge.law.supervision.onsite.idle(folded(visit["scene"] or ""))
    running = started(row, judge.law, judge.period.as_of)
    if (idle == "未开工" and running) or (idle == "停工" and running and building(row, judge)):
        stage = row["stage"] or "已开工"
        said = {"stage": stage, "scene": visit["scene"], "day": day(visit["visited"])}
        yield judge.finding("onsite-stage-differs", row, "stage" if row["stage"] else "name", stage, **said)
