"""The rows of 节点计划表 come in; the same rows with what is done, overdue and due in the next days go out."""

from __future__ import annotations

from typing import Any

from pipeline.model import Period, Row, Table
from pipeline.model.tables import Tables
from pipeline.model.terms import NODES

SOON, LATER = 7, 30  # days after 数据截止日


def node_facts(tables: Tables, period: Period) -> Table:
    """A node is done when its 实际完成时间 is not after 数据截止日; one due on that very day is not overdue yet."""
    return tuple({**row, **_facts(row, period)} for row in tables.forms[NODES])


def _facts(row: Row, period: Period) -> dict[str, Any]:
    done = row["actual"] is not None and row["actual"] <= period.as_of
    waiting = not done and row["planned"] is not None
    left = (row["planned"] - period.as_of).days if waiting else 0
    return {
        "counted": True,
        "is_done": done,
        "is_overdue": waiting and left < 0,
        "overdue_days": max(-left, 0),
        "in_7_days": waiting and 0 <= left <= SOON,
        "in_30_days": waiting and 0 <= left <= LATER,
    }
