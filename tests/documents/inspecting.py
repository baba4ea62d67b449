"""Records of 现场督查 typed in a test come in; a month that holds them, and photographs to go with them, go out."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image

from pipeline.documents.engine.photographs import photographs
from pipeline.model import Finding, Followed, Measured
from tests.documents.following import followed, supervised
from tests.documents.making import make
from tests.documents.month import HEAD, LAW, ROWS, SOLVING, TEMPLATES, office
from tests.tables import PROBLEMS, measured, sheet

INSPECTED = """
日期|项目名称|镇街|现场进度|核实投资|评价|照片
2026-05-20|甲项目|城关街道|主体三层施工|5800|进度正常|甲1.jpg、甲2.jpg
2026-05-21|丙项目|石磨镇|未开工，场地未平整|0|进度滞后|丙.png；缺.jpg
"""
FORM = "现场督查记录表"


def photograph(size: tuple[int, int] = (300, 200), kind: str = "JPEG", **options: Any) -> bytes:
    """A picture whose left half is black and whose right half is white."""
    image, out = Image.new("RGB", size, "white"), io.BytesIO()
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    image.save(out, kind, **options)
    return out.getvalue()


FOUND = {"督查/甲1.jpg": photograph(), "督查/甲2.jpg": photograph((200, 300)), "督查/丙.png": photograph(kind="PNG")}


def inspected(records: str = INSPECTED, rows: str = ROWS, problems: str = SOLVING) -> Measured:
    blocks = [sheet(HEAD + rows)] if rows.strip() else []
    blocks += [sheet(problems, form=PROBLEMS, sender="市发改局")] if problems else []
    blocks += [sheet(records, form=FORM, sender="市工信局", file="督查/记录.xlsx")] if records else []
    return measured(*blocks)


def report(
    month: Measured | None = None,
    of: Followed | None = None,
    found: Mapping[str, bytes] = FOUND,
    findings: Sequence[Finding] = (),
    narrative: Mapping[str, tuple[str, ...]] | None = None,
    **issuer: Any,
) -> bytes:
    """The 督查报告 of a month in which these items were followed and these photographs lay beside the records."""
    month, of = month or inspected(), of or followed()
    photos, _ = photographs(month.inspections, found, LAW)
    made = make(
        "supervision",
        supervised(month, of),
        narrative or {},
        office(**issuer),
        LAW,
        TEMPLATES,
        followed=of,
        photos=photos,
        findings=findings,
    )
    return made["督查报告.docx"]
