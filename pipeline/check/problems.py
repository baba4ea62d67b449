"""Problems of 要素保障问题清单 judged by themselves: how far up they have gone, and what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.check.judge import Judge, subject
from pipeline.model import Finding, Row
from pipeline.model.terms import PROBLEMS


def tiers(judge: Judge) -> Iterator[Finding]:
    """当前层级写了字而看不出是哪一级。"""
    for row in judge.tables.forms[PROBLEMS]:
        if row["tier"] and not judge.law.elements.tier(row["tier"]):
            yield _finding(judge, "tier-unknown", row, "tier", tiers="、".join(judge.law.elements.tiers))


def requests(judge: Judge) -> Iterator[Finding]:
    """未办结的问题要提请市级协调，没有写提请什么。"""
    rules = judge.law.elements
    for row in judge.tables.forms[PROBLEMS]:
        asks = row["escalate"] or rules.reached(rules.tier(row["tier"]), rules.submission.tier)
        if asks and not row["request"] and row["status"] != "已办结":
            yield _finding(judge, "request-blank", row, "request", detail=row["detail"])


def _finding(judge: Judge, code: str, row: Row, key: str, **blanks: Any) -> Finding:
    place = {name: row[name] for name in ("file", "sheet", "sender")}
    cell = judge.tables.cell(row, key) or judge.tables.cell(row, "name")
    told = {"field": judge.law.forms[PROBLEMS].fields[key].title, "value": row[key], "project": row["name"]}
    return judge.law.finding(code, **place, cell=cell, subject=subject(row), **told, **blanks)


CHECKS = (tiers, requests)
