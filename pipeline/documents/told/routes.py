"""Measured nodes come in; who keeps to 时间表、路线图, which nodes a risk window threatens and which projects spend too
little for their nodes, go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.context import scoped
from pipeline.documents.told.rows import Row, project_rows
from pipeline.documents.told.week import node_rows
from pipeline.documents.wording import month_and_day
from pipeline.model import Kind, Origin
from pipeline.rules.nodes import Window

RULES = Origin(Kind.FIELD, field="风险时段")


def routes(ground: Ground) -> dict[str, Any]:
    """``节点进度``: 镇街, 部门 and 产业链 that have nodes (their figures, the best 节点按期完成率 first), 风险时段
    (each with 名称, 起, 止, the 节点 still to be done in it and their 项目) and 投资落后: the projects that spent less
    than their nodes planned, with 节点应完成投资 and 计划进度差, the farthest behind first."""
    return {
        "节点进度": {
            **{kind: _scopes(ground, kind) for kind in ("镇街", "部门", "产业链")},
            "风险时段": [_window(ground, window) for window in ground.law.nodes.windows],
            "投资落后": _behind(ground),
        }
    }


def _scopes(ground: Ground, kind: str) -> list[Row]:
    """Those that have a node, the best rate first; of equal rates the one with fewer overdue ones."""
    named = scoped(figure for figure in ground.measured.figures if figure.scope.startswith(f"{kind}:"))
    return sorted((row for row in named.values() if row["节点总数"]), key=_order)


def _order(row: Row) -> tuple[bool, Any, Any]:
    rate = row["节点按期完成率"].value
    return rate is None, -(rate or 0), row["逾期节点数"].value


def _window(ground: Ground, window: Window) -> Row:
    nodes = [row for row in node_rows(ground.measured.nodes, ground.law) if row["风险时段"] == window.name]
    return {
        "名称": window.name,
        "起": _day(window.start),
        "止": _day(window.end),
        "节点": nodes,
        "项目": list({(row["镇街"], row["项目名称"]): row for row in nodes}.values()),
        SOURCE: RULES,
    }


def _day(told: str) -> str:
    return month_and_day(date.fromisoformat(f"2000-{told}"))


def _behind(ground: Ground) -> list[Row]:
    measured = ground.measured
    late = [row for row in measured.projects if row["node_gap"] is not None and row["node_gap"] < 0]
    late.sort(key=lambda row: row["node_gap"])
    return [{**row, **_gap(record)} for record, row in zip(late, _rows(ground, late), strict=True)]


def _rows(ground: Ground, projects: Sequence[Any]) -> list[Row]:
    return project_rows(tuple({**row, "counted": True} for row in projects), ground.law, ground.measured.period)


def _gap(record: Any) -> Row:
    return {"节点应完成投资": Quantity(record["node_due"], "元"), "计划进度差": Quantity(record["node_gap"], "元")}
