"""现场督查 records and their photographs come in; the rows, pictures and captions that templates print go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.documents.engine.photographs import Photograph
from pipeline.documents.origins import SOURCE
from pipeline.documents.told.rows import Row, field_rows, text
from pipeline.documents.wording import month_and_day
from pipeline.model import Row as Record
from pipeline.model import Table
from pipeline.model.terms import INSPECTIONS
from pipeline.rules import Law
from pipeline.rules.photographs import photographs_of


def scenes(records: Table, photos: Mapping[str, Photograph], law: Law) -> dict[str, Any]:
    """``现场督查`` (the records, as they came), ``现场照片`` (each with its 题注, two to a row by ``|batch(2)``) and
    ``照片缺`` (a sentence for each that is missing or broken)."""
    rows = field_rows(records, INSPECTIONS, law)
    named = [(record, row, photographs_of(record)) for record, row in zip(records, rows, strict=True)]
    return {
        "现场督查": rows,
        "现场照片": [
            {"图": photos[name], "题注": _caption(row), SOURCE: row[SOURCE]}
            for _, row, names in named
            for name in names
            if name in photos
        ],
        "照片缺": [
            _lacking(record, written)
            for record, _, names in named
            for name, written in names.items()
            if name not in photos
        ],
    }


def _caption(row: Row) -> str:
    """项目（5月20日）：现场进度."""
    seen = f"：{row['现场进度']}" if row["现场进度"] else ""
    return f"{row['镇街']}{row['项目名称']}（{month_and_day(row['日期'])}）{seen}"


def _lacking(record: Record, written: str) -> str:
    return f"{text(record['name'])}：{text(written)}"
