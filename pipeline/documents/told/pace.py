"""Projects with their places come in; 十快十慢 go out, each project with the reasons and, of the slow, with what is to
be asked of whom."""

from __future__ import annotations

from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.asking import Standing, asked, merits, reasons
from pipeline.documents.told.rows import Row, project_rows
from pipeline.model import Kind, Origin

RULES = Origin(Kind.FIELD, field="快慢")


def pace(ground: Ground) -> dict[str, Any]:
    """``快慢``: 十快 and 十慢 in their order with 快慢名次, 时序差额, 月均需完成 and 原因, 十慢 also with 提问 (对象
    and 内容 of each); 名额 is how many each list holds, 每镇街名额 how many of one 镇街 (0: as many as there are)."""
    rules = ground.law.figures["pace"]
    return {
        "快慢": {
            SOURCE: RULES,
            "十快": _rows(ground, "fast"),
            "十慢": _rows(ground, "slow"),
            "名额": Quantity(rules["most"], "个"),
            "每镇街名额": Quantity(rules["per_town"], "个"),
        }
    }


def _rows(ground: Ground, end: str) -> list[Row]:
    measured = ground.measured
    listed = [(at, row) for at, row in enumerate(measured.projects) if row[f"is_{end}"]]
    listed.sort(key=lambda pair: pair[1][f"{end}_place"])
    rows = project_rows(tuple(row for _, row in listed), ground.law, measured.period)
    return [{**row, **_more(Standing(ground, at, record), end)} for (at, record), row in zip(listed, rows, strict=True)]


def _more(standing: Standing, end: str) -> Row:
    record = standing.record
    found: Row = {
        "快慢名次": Quantity(record[f"{end}_place"], "名"),
        "时序差额": Quantity(record["time_gap"], "元"),
        "月均需完成": Quantity(record["needed_a_month"], "元"),
        "原因": "；".join(merits(standing) if end == "fast" else reasons(standing)),
    }
    return found if end == "fast" else {**found, "提问": asked(standing)}
