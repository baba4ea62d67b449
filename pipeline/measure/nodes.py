"""The rows of 节点计划表 come in; the same rows with what is done, late and due in the next days go out, and what their
projects have spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.measure.problems import Owners
from pipeline.model import Period, Row, Table
from pipeline.model.tables import Tables
from pipeline.model.terms import NODES
from pipeline.rules import Law, Office
from pipeline.rules.spelling import departments

SOON, LATER = 7, 30  # days after 数据截止日


def node_facts(tables: Tables, projects: Table, period: Period, law: Law, office: Office) -> Table:
    """A node is done when its 实际完成时间 is not after 数据截止日; one due on that very day is not overdue yet, and
    counts among 应完成 only once it is done. ``project`` is the place of its project, -1 when there is none;
    ``solver`` the departments that answer for it; ``window`` the risk window that it is still to be done in."""
    owners = Owners(tables.projects)
    return tuple(
        _node({**row, "project": owners.of(row)}, projects, period, law, office) for row in tables.forms[NODES]
    )


def add_spent(projects: Sequence[dict[str, Any]], nodes: Table) -> None:
    """Adds to the projects ``has_nodes``; where nodes carry 计划投资, also with ``node_ytd`` (本年完成投资),
    ``node_due`` (what the nodes planned until now) and ``node_gap`` (the first less the second)."""
    told: dict[int, list[Row]] = defaultdict(list)
    for row in nodes:
        told[row["project"]].append(row)
    for at, row in enumerate(projects):
        row |= _spent(row, told.get(at, ()))


def _spent(project: Row, nodes: Sequence[Row]) -> dict[str, Any]:
    done = project["ytd_done"] if any(row["is_paying"] for row in nodes) else None
    due = None if done is None else sum(row["invest"] for row in nodes if row["is_payable"])
    gap = None if done is None or due is None else done - due
    return {"has_nodes": bool(nodes) and project["counted"], "node_ytd": done, "node_due": due, "node_gap": gap}


def _node(row: Row, projects: Table, period: Period, law: Law, office: Office) -> Row:
    facts = _facts(row, period)
    permit = law.nodes.is_permit(row["node"] or "")
    return {
        **row,
        **facts,
        "is_permit": permit,
        "is_permit_overdue": permit and facts["is_overdue"],
        **_money(row, projects, period),
        **_charged(row, office),
        **_risk(row, period, law),
    }


def _facts(row: Row, period: Period) -> dict[str, Any]:
    done, planned = _done(row, period.as_of), row["planned"]
    waiting = not done and planned is not None
    left = (planned - period.as_of).days if waiting else 0
    overdue = waiting and left < 0
    return {
        "counted": True,
        "is_done": done,
        "is_overdue": overdue,
        "overdue_days": max(-left, 0),
        "in_7_days": waiting and 0 <= left <= SOON,
        "in_30_days": waiting and 0 <= left <= LATER,
        "is_due": overdue or (done and planned is not None and planned <= period.as_of),
        "is_on_time": done and planned is not None and planned <= period.as_of and _late_by(row) == 0,
        "late_by": _late_by(row) if done else None,
    }


def _done(row: Row, as_of: date) -> bool:
    """A date that names only its month is any day in it."""
    if row["actual"] is None:
        return False
    return bool((row["actual"].replace(day=1) if row["actual.month"] else row["actual"]) <= as_of)


def _late_by(row: Row) -> int:
    """Days between plan and deed, 0 when it was in time, or in the month that was planned and none knows the day."""
    planned, actual = row["planned"], row["actual"]
    if (
        planned is None
        or actual is None
        or (row["actual.month"] and (planned.year, planned.month) == (actual.year, actual.month))
    ):
        return 0
    return max(int((actual - planned).days), 0)


def _money(row: Row, projects: Table, period: Period) -> dict[str, Any]:
    """``is_paying``: its 计划投资 is held against what its project has spent, ``is_payable``: by now."""
    at, planned = row["project"], row["planned"]
    paying = row["invest"] is not None and at >= 0 and bool(projects[at]["paid"]) and planned is not None
    this_year = paying and planned.year == period.as_of.year
    return {"is_paying": this_year, "is_payable": this_year and planned <= period.as_of}


def _charged(row: Row, office: Office) -> Mapping[str, Any]:
    """The departments among 责任单位, by their official names; a 镇街 has its own scope."""
    named = [office.unit(name) or name for name in departments(row["unit"])]
    return {"solver": "、".join(name for name in dict.fromkeys(named) if name not in office.town_names) or None}


def _risk(row: Row, period: Period, law: Law) -> dict[str, Any]:
    window = None if _done(row, period.as_of) else law.nodes.window(row, period.as_of)
    return {"window": window.name if window else None, "is_at_risk": window is not None}
