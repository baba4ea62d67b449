"""A month with the one before comes in; what moved since then, and what each department has in hand, go out for the
dispatch meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.context import scoped
from pipeline.documents.told.past import month_row
from pipeline.documents.told.rows import Row, problem_rows, project_rows
from pipeline.model import Row as Record

RED = "红灯"


def meeting(ground: Ground) -> dict[str, Any]:
    """``调度会``: 上月 (its 全市, {} where it is not known), 新开工, 新亮红灯 and 脱红 (projects against last month),
    部门 (those with open problems, the most overdue first) and 需提级 (the problems to be escalated)."""
    problems = problem_rows(ground.measured.problems, ground.law)
    return {
        "调度会": {
            "上月": _last(ground),
            "新开工": _projects(ground, lambda row: bool(row["is_new_start"])),
            "新亮红灯": _projects(ground, lambda row: row["light"] == RED and _before(row) not in ("", RED)),
            "脱红": _projects(ground, lambda row: row["light"] != RED and _before(row) == RED),
            "部门": _departments(ground),
            "需提级": [row for row in problems if row["需提级"]],
        }
    }


def _before(row: Record) -> str:
    return str(row.get("light_before") or "")


def _last(ground: Ground) -> dict[str, Any]:
    past, before = ground.measured.past, ground.measured.period.previous
    return month_row(past[-1], ground.scope)["全市"] if past and past[-1].period == before else {}


def _projects(ground: Ground, moved: Callable[[Record], bool]) -> list[Row]:
    measured = ground.measured
    chosen = tuple(row for row in measured.projects if row["counted"] and moved(row))
    return project_rows(chosen, ground.law, measured.period)


def _departments(ground: Ground) -> list[Row]:
    rows = [row for name, row in scoped(ground.measured.figures).items() if name.startswith("部门:")]
    busy = [row for row in rows if row["未解决数"] > 0]
    return sorted(busy, key=lambda row: (-_number(row["逾期数"]), -_number(row["未解决数"])))


def _number(quantity: Quantity) -> int:
    return int(quantity.value or 0)
