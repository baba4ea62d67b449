"""Who and what should be here: the register against the reports, the senders that must report, and their deadlines."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pipeline.check.judge import GONE, Judge, amount, day, project_key, resembling, subject
from pipeline.model import Finding, Row
from pipeline.rules.calendar import Calendar
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded


def register(judge: Judge) -> Iterator[Finding]:
    """填报值与清单不同的（以清单为准），不在清单的项目（打包项目在清单中的，其子项不算）。"""
    if not judge.tables.register:
        return
    governed = [field for field in judge.law.forms["项目进度表"].fields.values() if field.register]
    packages, missed = {folded(row["name"]) for row in judge.tables.register}, list(absent(judge))
    for row in judge.projects:
        if not row["in_register"] and folded(row["parent"] or "") not in packages:
            like = resembling("清单中未报的项目名称相近的有", row, missed)
            yield judge.finding("not-in-register", row, "name", row["name"], like=like)
        for field in governed if row["in_register"] else ():
            if _differs(row, field.key):
                sent, standing = _shown(row[f"sent.{field.key}"], field.type), _shown(row[field.key], field.type)
                yield judge.finding("register-differs", row, field.key, sent, standing=standing)


def repeated(judge: Judge) -> Iterator[Finding]:
    """清单中同一项目列了两次：有不同的为阻断，前一行为准。"""
    governed = [field for field in judge.law.forms["项目进度表"].fields.values() if field.register]
    known, rows = Identities(), judge.tables.register
    for at, row in enumerate(rows):
        if (first := known.find(project_key(row))) is None:
            known.add(project_key(row), str(at))
            continue
        standing = rows[int(first)]
        titles = "、".join(field.title for field in governed if row[field.key] != standing[field.key])
        other = f"{standing['file']}第{standing['row']}行"
        code = "duplicate-differs" if titles else "duplicate"
        yield judge.finding(code, row, "name", titles or row["name"], other=other)


def _differs(row: Row, name: str) -> bool:
    sent, standing = row[f"sent.{name}"], row[name]
    if sent is None or standing is None:
        return False
    if isinstance(sent, str):
        return folded(sent) != folded(standing)
    if name == "plan_start" and (row["sent.plan_start.month"] or row["plan_start.month"]):
        return bool((sent.year, sent.month) != (standing.year, standing.month))
    return bool(sent != standing)


def _shown(value: Any, kind: str) -> str:
    if kind == "money":
        return amount(value)
    if kind == "date":
        return day(value)
    return {True: "是", False: "否"}.get(value, value) if kind == "bool" else str(value)


def missing(judge: Judge, senders: Collection[str]) -> Iterator[Finding]:
    """必须报送而没有报送的单位，清单内没有报送的项目（所在镇街整体未报的，只列单位）。"""
    units = (*judge.office.towns, *judge.office.senders)
    silent = [unit.name for unit in units if unit.reports_in(judge.period) and unit.name not in senders]
    missed, unlisted = list(absent(judge)), [row for row in judge.projects if not row["in_register"]]
    for name in silent:
        count = sum(row["town"] == name for row in missed)
        yield judge.law.finding("sender-silent", sender=name, count=count)
    for row in missed:
        if row["town"] not in silent:
            blanks: dict[str, Any] = {"town": row["town"] or "责任单位", "subject": subject(row)}
            blanks |= {"file": row["file"], "sheet": row["sheet"], "cell": judge.tables.cell(row, "name")}
            blanks |= {"field": judge.title("name"), "value": row["name"], "sender": row["town"]}
            blanks |= {"like": resembling("所报的清单外项目名称相近的有", row, unlisted), "project": row["name"]}
            yield judge.law.finding("not-reported", **blanks)


def absent(judge: Judge) -> Iterator[Row]:
    """Projects of the register that nobody reported, neither whole nor by the parts of a 打包项目."""
    unread = Identities.of(judge.tables.unread)
    packages = {folded(row["parent"]) for row in judge.projects if row["parent"]}
    for row in judge.tables.register:
        sent = any(known.place(row) is not None for known in (judge.known, unread)) or folded(row["name"]) in packages
        if not sent and row["town"] not in judge.unread and not judge.changed(row, *GONE):
            yield row


def problems(judge: Judge) -> Iterator[Finding]:
    """要素保障问题清单中找不到所属项目的问题。"""
    for row in judge.tables.forms["要素保障问题清单"]:
        if judge.known.place(row) is None and (row["town"] or folded(row["name"]) not in judge.names):
            place = {name: row[name] for name in ("file", "sheet", "sender")}
            where = {"cell": judge.tables.cell(row, "name"), "field": judge.title("name"), "value": row["detail"]}
            yield judge.law.finding("problem-without-project", **place, **where, subject=subject(row))


def late(judge: Judge, calendar: Calendar) -> Iterator[Finding]:
    """报送日期晚于时限：数据截止日后第若干个工作日。"""
    deadline = calendar.deadline(judge.office, judge.period.cadence, judge.period)
    if deadline is None:
        return
    for reported in (reported for reported in judge.tables.reported if reported.day > deadline):
        place = {name: getattr(reported, name) for name in ("file", "sheet", "cell", "sender")}
        yield judge.law.finding(
            "reported-late", **place, field="报送日期", value=day(reported.day), deadline=day(deadline)
        )
    for year in sorted(calendar.guessed):
        yield judge.law.finding("calendar-unknown", value=str(year))
