"""核稿本: the document as it is, and beside each number where it comes from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document

from pipeline.documents import prepare
from pipeline.documents.engine.engine import Template
from pipeline.documents.engine.places import body_of
from pipeline.documents.engine.spans import texts_of
from pipeline.documents.printing import Prepared
from pipeline.documents.review.comments import AUTHOR, Comment, commented
from pipeline.documents.review.review import review_copy, review_files
from pipeline.model import TEMPLATES, Measured, Period, Tables
from tests.documents.following import followed, supervised
from tests.documents.month import HEAD, LAW, ROWS, SOLVING, a_month, office
from tests.documents.word import template
from tests.tables import PROBLEMS, sheet, tables

MAY = Period.parse("2026-05")
WORDS = {"下步要求": ("完成率要达到50%以上。",)}


def a_prepared(month: Measured, key: str = "bulletin", carrier: str = "公文") -> Prepared:
    facts = office(carrier=carrier)
    return prepare(key, month, WORDS, facts, LAW, TEMPLATES, followed=followed())[0]


def read(rows: str = ROWS) -> Tables:
    return tables(sheet(HEAD + rows), sheet(SOLVING, form=PROBLEMS, sender="市发改局"), period=MAY)


def cells(month: Measured) -> Mapping[tuple[str, str], str]:
    return {place: f"指标!E{at}" for at, place in enumerate(month.index, 5)}


def reviewed(key: str = "bulletin", carrier: str = "公文") -> tuple[bytes, bytes]:
    """The clean copy and the one for review."""
    month = supervised()
    one = a_prepared(month, key, carrier)
    return one.printed(), review_copy(one, month, read(), LAW, cells(month))


def said(data: bytes) -> list[str]:
    return [comment.text for comment in Document(io.BytesIO(data)).comments]


def about(data: bytes, words: str) -> str:
    (one,) = [text for text in said(data) if text.startswith(words)][:1]
    return one


def test_a_figure_in_the_text_tells_its_definition_its_formula_its_rows_and_its_cell() -> None:
    month = supervised()
    told = about(reviewed()[1], "全市 年度投资完成率：38.3%").split("\n")
    assert told[1] == f"口径：{month.index['全市', '年度投资完成率'].definition}"
    assert told[2].endswith("×100＝11100万元÷29000万元×100＝38.275862%")
    assert told[3] == f"所依据的行：4行；底稿：{cells(month)['全市', '年度投资完成率']}"


def test_a_difference_tells_both_of_its_numbers() -> None:
    assert "＝38.275862%−41.666667%＝-3.390805个百分点" in about(reviewed()[1], "全市 时序差：低于")


def test_a_row_of_a_table_has_one_comment_with_its_source_cells() -> None:
    told = [text for text in said(reviewed()[1]) if text.startswith("来源：城关街道.xlsx｜Sheet1｜项目名称 A2")]
    assert told[0] == (
        "来源：城关街道.xlsx｜Sheet1｜项目名称 A2、镇街 B2、建设性质 C2、产业链 D2、总投资 H2、年度计划投资 I2、"
        "本年完成投资 K2、形象进度 P2"
    )
    assert any(text.startswith("镇街:城关街道，底稿：名次 指标!E") for text in said(reviewed()[1]))


def test_a_row_of_totals_has_a_comment_on_each_figure() -> None:
    told = said(reviewed()[1])
    assert [text for text in told if text.startswith("全市 总投资：67000\n")]
    assert [text for text in told if text.startswith("全市 年度投资完成率：38.3\n")]


def test_a_project_named_in_the_text_tells_its_cells() -> None:
    assert "来源：城关街道.xlsx｜Sheet1｜本年完成投资 K3、年度计划投资 I3" in about(
        reviewed()[1], "年度投资完成率：22.5%"
    )


def test_dates_words_of_people_and_numbering_have_no_comment() -> None:
    data = reviewed()[1]
    heads = {text.split("\n")[0] for text in said(data)}
    assert not [head for head in heads if "50%" in head or "截止日" in head or "年5月" in head or "附件" in head]


@pytest.mark.parametrize("carrier", ["公文", "简报"])
@pytest.mark.parametrize("key", ["bulletin", "supervision", "notice", "confirmation"])
def test_the_words_are_those_of_the_clean_copy_which_has_no_comment(tmp_path: Path, key: str, carrier: str) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    clean, data = reviewed(key, carrier)
    assert texts_of(body_of(clean)) == texts_of(body_of(data))
    assert "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(clean)).namelist()
    plain, path = tmp_path / "清稿.docx", tmp_path / "核稿.docx"
    plain.write_bytes(clean)
    path.write_bytes(data)
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert [*map(str, integrity.check(path))] == [*map(str, integrity.check(plain))]


def test_the_same_document_has_the_same_comments_of_the_same_author_and_day() -> None:
    assert reviewed()[1] == reviewed()[1]
    comments = list(Document(io.BytesIO(reviewed()[1])).comments)
    assert {comment.author for comment in comments} == {AUTHOR}
    assert {str(comment.timestamp)[:10] for comment in comments} == {"2026-05-31"}


def test_three_hundred_rows_have_a_comment_each_and_no_more() -> None:
    rows = "\n" + "".join(ROWS.strip().splitlines()[0].replace("甲项目", f"项目{at}") + "\n" for at in range(300))
    month = a_month(rows, "")
    data = review_copy(a_prepared(month), month, tables(sheet(HEAD + rows)), LAW, cells(month))
    listed = [text for text in said(data) if "总投资 H" in text]
    assert len(listed) == 300 and len(said(data)) < 400


def test_what_takes_a_number_has_a_sheet_to_be_signed_beside_it() -> None:
    month = supervised()
    keys = ("bulletin", "confirmation")
    made = {key: review_files(a_prepared(month, key), "名", month, read(), LAW, {}) for key in keys}
    assert list(made["bulletin"]) == ["名（核稿）.docx", "名（发文稿纸）.docx"]
    assert list(made["confirmation"]) == ["名（核稿）.docx"]


def test_a_telephone_number_in_a_file_s_name_is_masked() -> None:
    month, named = supervised(), tables(sheet(HEAD + ROWS, file="张三13800138000.xlsx"), period=MAY)
    data = review_copy(a_prepared(month), month, named, LAW, {})
    assert "13800138000" not in "".join(said(data)) and "来源：张三***.xlsx" in "".join(said(data))


@pytest.mark.parametrize(("start", "length"), [(0, 2), (1, 2), (2, 3), (5, 1), (0, 6), (3, 3)])
def test_any_piece_of_a_paragraph_can_have_a_comment(tmp_path: Path, start: int, length: int) -> None:
    data = Template(template(tmp_path / "模板.docx", "甲\t{{ 名 }}戊己")).render({"名": "乙\n丁"})
    before = texts_of(body_of(data))
    after = commented(data, [Comment(1, start, length, ("一", "二"))], MAY.as_of)
    assert texts_of(body_of(after)) == before == ["甲\t乙\n丁戊己"]
    (one,) = Document(io.BytesIO(after)).comments
    assert one.text == "一\n二"
    assert _between(after) == before[0][start : start + length]


def _between(data: bytes) -> str:
    root = body_of(data)
    paragraph = next(node for node in root.iter() if str(node.tag).endswith("}p"))
    tags = [str(node.tag).rpartition("}")[2] for node in paragraph]
    first, last = tags.index("commentRangeStart"), tags.index("commentRangeEnd")
    for at, node in enumerate(list(paragraph)):
        if not first < at < last:
            paragraph.remove(node)
    return texts_of(root)[0]
