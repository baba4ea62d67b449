"""Every value that a document prints is known by its place and its origin; a number without one is no document."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.documents import again, prepare
from pipeline.documents.engine.accounts import account, agree, own_numbers
from pipeline.documents.engine.engine import Properties, Template, TemplateError
from pipeline.documents.engine.finishing import by_docxtpl
from pipeline.documents.engine.places import body_of
from pipeline.documents.engine.spans import Span, Value, spans_of, texts_of
from pipeline.documents.origins import SOURCE
from pipeline.documents.printing import Prepared
from pipeline.documents.quantity import Quantity
from pipeline.documents.wording import FILTERS
from pipeline.model import TEMPLATES, Kind, Made, Origin, Printed
from tests.documents.following import followed, supervised
from tests.documents.month import LAW, a_month, office
from tests.documents.word import template

DIGITS = re.compile("[0-9]+")
WORDS = {"下步要求": ("完成率要达到50%以上。",)}
CITY = {"项目总数": Quantity(4, "个"), SOURCE: Origin(Kind.FIGURE, "全市")}
TOWN = {"项目总数": Quantity(3, "个"), SOURCE: Origin(Kind.FIGURE, "镇街:城关街道")}


def the_bulletin() -> Prepared:
    (one,) = prepare("bulletin", a_month(), WORDS, office(), LAW, TEMPLATES)
    return one


def found(printed: tuple[Printed, ...], text: str) -> Printed:
    return next(one for one in printed if one.text == text)


def rendered(path: Path, *blocks: Any, **context: Any) -> tuple[Span, ...]:
    return Template(template(path / "模板.docx", *blocks)).finished(context).spans


def origins(spans: tuple[Span, ...]) -> list[Origin | None]:
    return [span.value.origin for span in spans]


def test_every_value_stands_where_the_document_says_it_does() -> None:
    data, printed = the_bulletin().proved()
    texts = texts_of(body_of(data))
    assert len(printed) > 200
    for one in printed:
        assert one.context == texts[one.paragraph - 1]
        assert one.context[one.start : one.start + len(one.text)] == one.text


def test_every_figure_of_the_text_has_the_origin_of_a_figure_that_was_measured() -> None:
    month = a_month()
    (one,) = prepare("bulletin", month, WORDS, office(), LAW, TEMPLATES)
    figures = [printed for printed in one.proved()[1] if printed.origin.kind is Kind.FIGURE]
    assert len(figures) > 80
    assert all((printed.origin.scope, printed.origin.name) in month.index for printed in figures)
    text = [printed for printed in figures if printed.place.startswith("第")]
    rate = next(one for one in text if one.origin.name == "年度投资完成率" and one.origin.scope == "全市")
    assert rate.text == "38.3%" and rate.context[: rate.start].endswith("年度投资完成率")


@pytest.mark.parametrize("key", ["bulletin", "supervision", "notice", "confirmation"])
def test_every_number_but_the_template_s_own_is_one_of_the_printed(key: str) -> None:
    documents = prepare(key, supervised(), WORDS, office(), LAW, TEMPLATES, followed=followed())
    for one in documents:
        data, printed = one.proved()
        held = {(piece.paragraph, at) for piece in printed for at in range(piece.start, piece.start + len(piece.text))}
        own = "0123456789"
        for number, text in enumerate(texts_of(body_of(data)), 1):
            rest = [at for at, sign in enumerate(text) if sign in own and (number, at) not in held]
            assert len(rest) <= 4, (text, rest)


def test_a_row_knows_its_form_and_its_project() -> None:
    printed = the_bulletin().proved()[1]
    stage = found(printed, "主体施工")
    assert stage.origin == Origin(Kind.FIELD, form="项目进度表", row=stage.origin.row, field="形象进度")
    assert stage.place.startswith("表") and stage.origin.row


def test_dates_numbering_words_and_the_letterhead_are_told_apart() -> None:
    printed = the_bulletin().proved()[1]
    assert found(printed, "2026年5月31日").origin == Origin(Kind.DATE, field="截止日")
    assert found(printed, "完成率要达到50%以上。").origin == Origin(Kind.TEXT, field="材料.下步要求")
    assert found(printed, "示推办〔2026〕　号").origin == Origin(Kind.FIELD, field="发文.字号")
    assert Kind.ORDER in {one.origin.kind for one in printed}


def test_the_count_of_a_list_is_of_the_list() -> None:
    printed = the_bulletin().proved()[1]
    town = next(one for one in printed if one.context[one.start + len(one.text) :].startswith("个镇街中"))
    assert town.origin == Origin(Kind.FIELD, field="参排镇街")


def test_origins_survive_in_what_the_ledger_keeps() -> None:
    one = the_bulletin()
    made = Made("2026-05", one.name, one.document, one.title, 1, "", "", "", one.series, one.kept())
    assert again(made, TEMPLATES).proved() == one.proved()


@pytest.mark.parametrize(
    ("expression", "origin"),
    [
        ("{{ 全市.项目总数 }}", Origin(Kind.FIGURE, "全市", "项目总数")),
        ("{{ 全市['项目总数']|个数 }}", Origin(Kind.FIGURE, "全市", "项目总数")),
        ("{{ 全市.三十天内拟开工数 }}", Origin(Kind.FIGURE, "全市", "30天内拟开工数")),
        ("{{ 全市.卡点.土地 }}", Origin(Kind.FIGURE, "全市", "卡点:土地")),
        ("{% for 名, 数 in 全市.卡点.items() %}{{ 数 }}{% endfor %}", Origin(Kind.FIGURE, "全市", "卡点:土地")),
        ("{{ 全市.备注.总投资|括注 }}", Origin(Kind.FIGURE, "全市", "总投资")),
        ("{{ 名单|map(attribute='镇街')|顿号 }}", Origin(Kind.FIELD, field="名单")),
        ("{{ 名单|length|个数 }}", Origin(Kind.FIELD, field="名单")),
        ("{{ 名单|selectattr('没有')|list|个数 }}", Origin(Kind.FIELD, field="名单")),
        ("{{ 名单[:1]|个数 }}", Origin(Kind.FIELD, field="名单")),
        ("{% set 块 %}{{ 全市.项目总数 }}{% endset %}{{ 块 }}", Origin(Kind.FIGURE, "全市", "项目总数")),
        ("{{ 全市.没有值|缺省('无') }}", Origin(Kind.FIGURE, "全市", "没有值")),
        ("{{ 材料.段|first|upper }}", Origin(Kind.TEXT, field="材料.段")),
        ("{{ 材料.段|first|e }}", Origin(Kind.TEXT, field="材料.段")),
        ("{{ (名单|length + 1)|序号 }}", Origin(Kind.ORDER)),
    ],
)
def test_a_value_keeps_its_origin_on_every_way_to_the_paper(tmp_path: Path, expression: str, origin: Origin) -> None:
    count = Quantity(2, "个")
    city = {**CITY, "三十天内拟开工数": count, "卡点": {"土地": count}, "备注": {"总投资": "不含1个"}}
    city["没有值"] = Quantity(None, "个")
    spans = rendered(
        tmp_path, f"共{expression}", 全市=city, 名单=[{"镇街": "甲1", "没有": ""}], 材料={"段": ["第1批<a>"]}
    )
    assert origins(spans) == [origin], spans


def test_a_value_over_two_lines_is_one_span(tmp_path: Path) -> None:
    (span,) = rendered(tmp_path, "前{{ 名 }}后", 名="甲1\n乙2")
    assert (span.start, span.text) == (1, "甲1\n乙2")


def test_marks_in_the_data_are_no_marks(tmp_path: Path) -> None:
    (span,) = rendered(tmp_path, "{{ 名 }}", 名="\ufdd07\ufdd1甲\ufdd2")
    assert span.text == "7甲"


@pytest.mark.parametrize("expression", ["{{ 37|个数 }}", "{{ '37' }}", "{{ (3 + 4)|百分率 }}", "{{ 名 ~ 37 }}"])
def test_a_number_that_a_template_makes_up_is_refused(tmp_path: Path, expression: str) -> None:
    with pytest.raises(TemplateError, match=r"段落“完成.*”：.*没有出处"):
        rendered(tmp_path, f"完成{expression}亿元", 名="甲")


def planted(text: str, *spans: Span, own: str = "图1　各镇街{{ 数 }}个") -> None:
    account("通报.docx", [text], spans, own_numbers(own))


def test_a_number_that_was_planted_in_the_finished_text_is_told_with_its_paragraph() -> None:
    span = Span(1, 6, "12", Value("12", Origin(Kind.FIELD)))
    planted("图1　各镇街12个", span)
    for text in ("图1　各镇街12个37", "图2　各镇街12个", "图1　各镇街12个1"):
        with pytest.raises(TemplateError, match=f"“{text.replace(chr(0x3000), chr(32))}”.*没有出处"):
            planted(text, span)


def test_a_printed_number_that_was_changed_is_told() -> None:
    with pytest.raises(TemplateError, match="应印出“12”"):
        planted("图1　各镇街13个", Span(1, 6, "12", Value("12", Origin(Kind.FIELD))))


def test_words_that_meet_on_conditions_may_make_a_number() -> None:
    planted("第12批", own="第{% if 甲 %}1{% endif %}{% if 乙 %}2{% endif %}批")


def test_a_planted_paragraph_in_a_whole_document_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.documents.engine import filled

    made = filled.xml_of
    monkeypatch.setattr(
        filled, "xml_of", lambda *part: made(*part).replace("全市共有".encode(), "全市37共有".encode(), 1)
    )
    with pytest.raises(TemplateError, match=r"不完整.+应为“共有"):
        the_bulletin().printed()


def test_a_paragraph_planted_while_docxtpl_fills_a_document_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.documents.engine import finishing

    planted = {"word/document.xml": b"<w:document xmlns:w='w'/>"}
    monkeypatch.setattr(finishing, "joined", lambda parts, more: {**parts, **planted})
    one = the_bulletin()
    with pytest.raises(TemplateError, match="不完整"):
        by_docxtpl(one.printer.template.composed, "通报.docx", one.said, FILTERS, Properties())


@pytest.mark.parametrize(
    "table",
    [
        [["{{ 全市.项目总数 }}", "{{ 又.项目总数 }}"]],
        [["{{ 全市.项目总数 }}"], ["{{ 又.项目总数|个数 }}"]],
    ],
)
def test_text_and_table_may_not_contradict_each_other(tmp_path: Path, table: list[list[str]]) -> None:
    other = {**CITY, "项目总数": Quantity(5, "个")}
    with pytest.raises(TemplateError, match=r"5.*全市项目总数.*印作4"):
        rendered(tmp_path, "共{{ 全市.项目总数 }}个", table, 全市=CITY, 又=other)
    assert len(rendered(tmp_path, "共{{ 全市.项目总数 }}个", table, 全市=CITY, 又=TOWN)) == 3


def test_one_precision_has_one_number_and_another_may_differ() -> None:
    origin = Origin(Kind.FIGURE, "全市", "总投资")
    texts = ["192.13亿元", "192.1亿元", "192.14亿元"]
    spans = [Span(at, 0, text, Value(text, origin, 1)) for at, text in enumerate(texts, 1)]
    agree("通报.docx", texts, spans[:2])
    with pytest.raises(TemplateError, match=r"192\.14亿元.*192\.13亿元"):
        agree("通报.docx", texts, spans)


def test_marks_leave_no_trace_in_the_tree() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "甲\ufdd00\ufdd1乙\ufdd2"
    root = etree.fromstring(f'<w:p xmlns:w="{w}"><w:r><w:t>{text}</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>')
    value = Value("乙", None)
    assert spans_of(root, [value]) == ((Span(1, 1, "乙", value),), ["甲乙\t丙"])
    assert texts_of(root) == ["甲乙\t丙"]
