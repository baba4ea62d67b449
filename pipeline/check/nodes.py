"""节点计划 judged against the projects and the period: whose node it is, and what is done before its day has come."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.judge import Judge, day, subject
from pipeline.model import Finding, Row
from pipeline.model.terms import NODES
from pipeline.rules.spelling import folded


def owners(judge: Judge) -> Iterator[Finding]:
    """节点计划表中找不到所属项目的节点，只计入全市。"""
    for row in judge.tables.forms[NODES]:
        if judge.known.place(row) is None and (row["town"] or folded(row["name"]) not in judge.names):
            yield _told(judge, "node-project-unknown", row, "name")


def ahead(judge: Judge) -> Iterator[Finding]:
    """实际完成时间晚于数据截止日的节点，不算已完成；只写到月的，看该月第一天。"""
    for row in judge.tables.forms[NODES]:
        actual = row["actual"]
        if actual and (actual.replace(day=1) if row["actual.month"] else actual) > judge.period.as_of:
            yield _told(judge, "node-done-ahead", row, "actual", actual=day(actual), as_of=day(judge.period.as_of))


def _told(judge: Judge, code: str, row: Row, key: str, **blanks: str) -> Finding:
    place = {name: row[name] for name in ("file", "sheet", "sender")} | {"project": row["name"]}
    field = judge.law.forms[NODES].fields[key].title
    cell = judge.tables.cell(row, key) or judge.tables.cell(row, "name")
    said = {"value": row["node"], "subject": subject(row), "node": row["node"], **blanks}
    return judge.law.finding(code, **place, cell=cell, field=field, **said)


CHECKS = (owners, ahead)
