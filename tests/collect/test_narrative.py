"""文字材料.docx: headings name blocks, paragraphs are their words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx

from tests.collect.conftest import Gather, codes
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


def test_a_narrative_with_entities_or_without_end_is_refused(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN)
    body = "<w:document><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
    for text in ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + body % "甲", body % ("长" * 2_100_000)):
        with zipfile.ZipFile(month / "文字材料.docx", "w") as archive:
            archive.writestr("word/document.xml", text)
        assert codes(gather()) == ["file-unreadable"]


def test_words_in_tables_and_words_struck_out_are_no_paragraphs(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN)
    said = (
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>下步要求</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>表内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>抓紧</w:t><w:tab/></w:r><w:ins><w:r><w:t>开工</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>缓</w:t></w:r>"
        "</w:moveFrom></w:p>"
    )
    with zipfile.ZipFile(month / "文字材料.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:document><w:body>{said}</w:body></w:document>")
    assert gather().narrative == {"下步要求": ("抓紧 开工",)}
