"""文字材料.docx: headings name blocks, paragraphs are their words."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.collect.conftest import Gather
from tests.workbook import workbook

PLAIN = "项目名称|年度计划投资|本年完成投资\n甲项目|100|50"


def test_headings_name_the_blocks_of_words(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN)
    document = docx.Document()
    document.add_paragraph("标题之前的话不属于任何一块")
    document.add_heading("五、下步\u200b要求", level=1)
    document.add_paragraph(" 抓紧开工。\n再接再厉 ")
    document.add_paragraph("")
    document.add_paragraph("逐项销号。")
    document.add_heading("原因分析", level=2)
    document.save(str(month / "文字材料.docx"))
    collected = gather()
    assert collected.narrative == {"下步要求": ("抓紧开工。 再接再厉", "逐项销号。"), "原因分析": ()}
    assert [file.path for file in collected.inputs] == ["城关.xlsx", "文字材料.docx"]
    assert [(finding.code, finding.value) for finding in collected.findings] == [
        ("narrative-without-heading", "标题之前的话不属于任何一块")
    ]


def test_a_broken_narrative_is_a_finding(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN)
    (month / "文字材料.docx").write_bytes(b"not a document")
    collected = gather()
    assert [(finding.level, finding.code, finding.file) for finding in collected.findings] == [
        ("阻断", "file-unreadable", "文字材料.docx")
    ]
    assert collected.narrative == {}
