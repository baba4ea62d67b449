"""The problems of a period with their facts: open, solved, overdue, to be escalated, and each one's project."""

from __future__ import annotations

from typing import Any

from pipeline.measure.moves import month_moves, solved_then
from pipeline.model import Period, Row, Table, Tables, table
from pipeline.rules import Law
from pipeline.rules.elements import Criteria, Elements
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded

FORM = "要素保障问题清单"


def problem_facts(tables: Tables, period: Period, law: Law, base: Tables | None = None) -> Table:
    """要素保障问题清单 when the period has one, else the problem columns of 项目进度表 (each problem open). ``base`` is
    the month just before, for what is new and what was solved since."""
    owners, then = Owners(tables.projects), None if base is None else solved_then(problem_rows(base, law))
    rows = ({**row, **_facts(row, period, law), "project": owners.of(row)} for row in problem_rows(tables, law))
    return tuple({**row, **_course(row, period, law), **month_moves(row, then, period)} for row in rows)


def problem_rows(tables: Tables, law: Law) -> Table:
    """The problems of a period, wherever they are written."""
    return tables.forms[FORM] or _from_projects(tables.projects, law)


def _facts(row: Row, period: Period, law: Law) -> dict[str, Any]:
    solved = row["status"] == "已办结"
    overdue = not solved and row["due"] is not None and row["due"] < period.as_of
    days = (period.as_of - row["due"]).days if overdue else 0
    flagged = bool(row["escalate"])
    return {
        "counted": True,
        "is_solved": solved,
        "is_open": not solved,
        "is_overdue": overdue,
        "overdue_days": days,
        "needs_escalation": not solved and (flagged or days > law.figures["escalate_after_days"]),
    }


def _course(row: Row, period: Period, law: Law) -> dict[str, Any]:
    """How long an open problem has been open, how far up it has gone, and where it goes next."""
    raised, rules = row["raised"], law.elements
    dated = row["is_open"] and raised is not None and raised <= period.as_of
    days = (period.as_of - raised).days if dated else None
    tier = rules.tier(row["tier"])
    return {
        "open_days": days,
        "is_dated": dated,
        "is_undated": row["is_open"] and not dated,
        "tier_at": tier,
        **{name: row["is_open"] and _taken(row, days, tier, rules, of) for name, of in _criteria(rules).items()},
    }


def _criteria(rules: Elements) -> dict[str, Criteria]:
    return {"for_agenda": rules.agenda, "for_submission": rules.submission}


def _taken(row: Row, days: int | None, tier: str, rules: Elements, of: Criteria) -> bool:
    """Whether an open problem meets any of the conditions."""
    return (
        (of.escalated and row["needs_escalation"])
        or (of.flagged and bool(row["escalate"]))
        or rules.reached(tier, of.tier)
        or 0 < of.overdue_days < row["overdue_days"]
        or 0 < of.open_days < (days or 0)
    )


def _from_projects(projects: Table, law: Law) -> Table:
    kept = ("code", "name", "town", "id", "file", "sheet", "row", "sender", "block", "remedy", "solver", "due")
    told = [row for row in projects if row["problem"]]
    rows = [{**{name: row[name] for name in kept}, "detail": row["problem"], "status": "未办结"} for row in told]
    return table(rows, law.types[FORM])


class Owners:
    """Finds the project of a problem: by 项目代码, by 镇街 and 项目名称, or by a name that only one project has."""

    def __init__(self, projects: Table) -> None:
        rows = list(enumerate(projects))
        self._known = Identities.of(projects)
        self._names: dict[str, list[int]] = {}
        for at, row in rows:
            self._names.setdefault(folded(row["name"]), []).append(at)

    def of(self, problem: Row) -> int:
        """The project's place among the projects, -1 when there is none."""
        found = self._known.place(problem)
        if found is not None:
            return found
        same_name = self._names.get(folded(problem["name"] or ""), [])
        return same_name[0] if not problem["town"] and len(same_name) == 1 else -1
