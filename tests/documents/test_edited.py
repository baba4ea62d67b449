"""A leader's edited file: its difference is told, its number and date go in, other people's numbers are refused."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from pipeline.documents import prepare
from pipeline.documents.review.edited import differences, issued_file
from pipeline.model import TEMPLATES, PipelineError
from tests.documents.dump import dumped
from tests.documents.month import LAW, a_month, office

NUMBER, DAY = "示推办〔2026〕12号", "2026年6月8日"


def made() -> bytes:
    (one,) = prepare("bulletin", a_month(), {}, office(), LAW, TEMPLATES)
    return one.printed()


def edited(change: tuple[str, str] | None = None, *, cut: bool = False) -> bytes:
    """The made file, opened and saved by another program, with words changed or its number cut into runs."""
    document = Document(io.BytesIO(made()))
    for paragraph in document.paragraphs:
        if change and change[0] in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(*change)
            for run in paragraph.runs[1:]:
                run.text = ""
        if cut and "〔2026〕" in paragraph.text:
            text = paragraph.text
            paragraph.runs[0].text = text[:3]
            for piece in (text[3:7], text[7:9], text[9:]):
                paragraph.add_run(piece)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_file_saved_again_says_nothing_differently() -> None:
    assert differences(made(), edited(), "改.docx") == ()


def test_what_a_leader_changed_is_told_line_by_line() -> None:
    (line,) = differences(made(), edited(("一、总体情况", "一、总的情况")), "改.docx")
    assert str(line) == "原：一、总体情况；改：一、总的情况"


def test_lines_that_were_added_or_struck_out_are_told() -> None:
    (line,) = differences(made(), edited(("一、总体情况", "")), "改.docx")
    assert str(line) == "原：一、总体情况；改：（空）"


@pytest.mark.parametrize("cut", [False, True])
def test_number_and_date_go_into_the_places_left_open(cut: bool) -> None:
    text = dumped(issued_file(edited(cut=cut), "示推办", NUMBER, DAY, "改.docx"))
    assert NUMBER in text and DAY in text
    assert "〔2026〕　号" not in text


def test_the_number_only_changes_its_own_line() -> None:
    whole = issued_file(edited(), "示推办", NUMBER, DAY, "改.docx")
    (one,) = prepare("bulletin", a_month(), {}, office(), LAW, TEMPLATES)
    assert differences(one.numbered(12, date(2026, 6, 8)).printed(), whole, "改.docx") == ()


def test_another_number_in_the_file_is_refused() -> None:
    with pytest.raises(PipelineError, match="已写有文号“示推办〔2026〕9号”"):
        issued_file(edited(("　号", "9号")), "示推办", NUMBER, DAY, "改.docx")


def test_a_body_that_cites_an_earlier_number_is_no_number_of_its_own() -> None:
    cited = edited(("一、总体情况", f"一、总体情况（前期通报见示推办〔2026〕3号，{'说明' * 20}）"))
    assert NUMBER in dumped(issued_file(cited, "示推办", NUMBER, DAY, "改.docx"))


def test_a_number_that_the_leader_already_wrote_is_kept() -> None:
    assert NUMBER in dumped(issued_file(edited(("　号", "12号")), "示推办", NUMBER, DAY, "改.docx"))


def test_a_file_without_a_place_for_the_number_is_refused() -> None:
    with pytest.raises(PipelineError, match="找不到发文字号"):
        issued_file(edited(("示推办〔2026〕　号", "")), "示推办", NUMBER, DAY, "改.docx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip"])
def test_what_is_no_docx_is_told(data: bytes) -> None:
    with pytest.raises(PipelineError, match="不是完好的"):
        differences(made(), data, "改.docx")
