"""What is in which batch, and was, comes in; the moves from batch to batch, each with its projects, go out."""

from __future__ import annotations

from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.told.attraction import grouped
from pipeline.documents.told.rows import Row, text
from pipeline.model import Kind, Measured, Origin
from pipeline.model import Row as Record
from pipeline.model.terms import BATCHES, FLOW

ENTERED, LEFT = "新入库", "退出"


def rolling(ground: Ground) -> dict[str, Any]:
    """``流转``: ``变动`` (each pair of 上期 and 本期 that differ, with its 项目, in the order of the batches) and, of
    the whole city, a row for each 镇街 and 产业链 that has any in a batch."""
    order = {name: place for place, name in enumerate(ground.office.town_names)}
    rows = (row for row in ground.measured.flow if not row["lead_gone"])
    known = sorted(rows, key=lambda row: order.get(row["town"], len(order)))
    groups = grouped(ground, ("镇街", "产业链"), "名称")
    filled = {kind: [row for row in rows if any(row[batch] for batch in BATCHES)] for kind, rows in groups.items()}
    return {"流转": {"变动": _moves(known) if _compared(ground.measured) else [], **filled}}


def _compared(measured: Measured) -> bool:
    """Nothing is compared across 31 December."""
    return measured.previous is not None and measured.previous.year == measured.period.year


def _moves(rows: list[Record]) -> list[Row]:
    """None before the first batch, None after the last."""
    pairs: dict[tuple[int, int], list[Record]] = {}
    for row in rows:
        if row["before"] != row["now"]:
            pairs.setdefault((_place(row["before"], -1), _place(row["now"], len(BATCHES))), []).append(row)
    return [
        {
            "上期": BATCHES[before] if before >= 0 else ENTERED,
            "本期": BATCHES[now] if now < len(BATCHES) else LEFT,
            "项目": [_row(one) for one in pairs[before, now]],
        }
        for before, now in sorted(pairs)
    ]


def _place(batch: str | None, otherwise: int) -> int:
    return BATCHES.index(batch) if batch else otherwise


def _row(row: Record) -> Row:
    return {
        "项目名称": text(row["name"]),
        "镇街": text(row["town"]),
        "产业链": text(row["chain"]),
        "项目阶段": text(row["stage"]),
        SOURCE: Origin(Kind.FIELD, form=FLOW, row=str(row["id"] or "")),
    }
