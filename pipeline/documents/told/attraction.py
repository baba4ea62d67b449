"""招引 of a ground come in; its projects, what became of them since last month and whence they come go out."""

from __future__ import annotations

from typing import Any

from pipeline.documents.ground import CITY, Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.told.context import scoped
from pipeline.documents.told.rows import Row, field_rows, text
from pipeline.model import Kind, Origin
from pipeline.model.terms import FLOW, LEADS

MOVES = {"新增": "is_new", "转签约": "newly_signed", "转落地": "newly_landed", "退回": "fell_back"}
GROUPS = ("来源区域", "招引方式", "镇街", "产业链")


def attraction(ground: Ground) -> dict[str, Any]:
    """``招引``: ``项目``, of them ``新增`` ``转签约`` ``转落地`` ``退回`` (to an earlier stage), ``退出`` (no longer
    listed), and of the whole city a row a member of each of GROUPS that has any."""
    leads = ground.measured.leads
    rows = [
        {**row, "上期阶段": text(record["before"]), **{name: bool(record[flag]) for name, flag in MOVES.items()}}
        for record, row in zip(leads, field_rows(leads, LEADS, ground.law), strict=True)
    ]
    moved = {name: [row for row in rows if row[name]] for name in MOVES}
    return {"招引": {"项目": rows, **moved, "退出": _gone(ground), **grouped(ground, GROUPS, "招引总数")}}


def _gone(ground: Ground) -> list[Row]:
    return [
        {
            "项目名称": text(row["name"]),
            "镇街": text(row["town"]),
            "产业链": text(row["chain"]),
            "上期阶段": text(row["before"]),
            SOURCE: Origin(Kind.FIELD, form=FLOW, row=str(row["id"] or "")),
        }
        for row in ground.measured.flow
        if row["lead_gone"]
    ]


def grouped(ground: Ground, kinds: tuple[str, ...], figure: str) -> dict[str, list[Row]]:
    """The scopes of each kind of which a figure is not 0, in their official order; nothing of a member, whose figures
    are not those of the groups."""
    if ground.scope != CITY:
        return {}
    scopes = scoped(ground.measured.figures)
    return {
        kind: [row for name, row in scopes.items() if name.startswith(f"{kind}:") and row[figure]] for kind in kinds
    }
