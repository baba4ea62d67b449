"""A week's projects and nodes come in; what moved, what is due and what is overdue, as templates name it, go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.documents.quantity import Quantity
from pipeline.documents.told.rows import Row, field_rows, problem_rows, project_rows, text
from pipeline.model import Measured, Table
from pipeline.model.terms import NODES
from pipeline.rules import Law


def week(measured: Measured, law: Law) -> dict[str, Any]:
    """``有上期`` (whether there is a period just before), ``本周进展`` (the projects that moved, those with the largest
    本周完成投资 first), ``本周解决问题`` and the nodes: ``节点``, ``七天节点``, ``三十天节点`` (with those of the seven
    days), ``后续节点`` (without them), ``逾期节点``."""
    nodes = node_rows(measured.nodes, law)
    moved = [record for record in measured.projects if record.get("moved")]
    rows = [{**row, **_moves(record)} for record, row in zip(moved, _rows(tuple(moved), measured, law), strict=True)]
    solved = tuple(row for row in measured.problems if row.get("newly_solved"))
    return {
        "有上期": measured.previous is not None,
        "本周进展": sorted(rows, key=lambda row: -(row["本周完成投资"].value or 0)),
        "本周解决问题": problem_rows(solved, law),
        "节点": nodes,
        "七天节点": [row for row in nodes if row["七天内到期"]],
        "三十天节点": [row for row in nodes if row["三十天内到期"]],
        "后续节点": [row for row in nodes if row["三十天内到期"] and not row["七天内到期"]],
        "逾期节点": [row for row in nodes if row["逾期"]],
    }


def _rows(moved: Table, measured: Measured, law: Law) -> list[Row]:
    return project_rows(moved, law, measured.period)


def _moves(record: Mapping[str, Any]) -> Row:
    flow = record["week_flow"]
    return {
        "本周完成投资": Quantity(None if flow is None else int(flow), "元"),
        "上期阶段": text(record["stage_before"]) if record["stage_changed"] else "",
        "本周新开工": bool(record["is_new_start"]),
        "本周办结手续": [str(permit) for permit in record["gained"]],
    }


def node_rows(nodes: Table, law: Law) -> list[Row]:
    """By their days, the earliest first."""
    ordered = tuple(sorted(nodes, key=lambda row: (row["planned"] is None, row["planned"], row["id"] or "")))
    rows = field_rows(ordered, NODES, law)
    return [{**row, **_due(record)} for record, row in zip(ordered, rows, strict=True)]


def _due(record: Mapping[str, Any]) -> Row:
    overdue = record["overdue_days"] if record["is_overdue"] else None
    return {
        "已完成": bool(record["is_done"]),
        "逾期": bool(record["is_overdue"]),
        "逾期天数": Quantity(overdue, "天"),
        "七天内到期": bool(record["in_7_days"]),
        "三十天内到期": bool(record["in_30_days"]),
        "晚于计划天数": Quantity(record["late_by"] or None, "天"),
        "手续": bool(record["is_permit"]),
        "风险时段": text(record["window"]),
    }
