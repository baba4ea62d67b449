"""The 调度通报 of large, small and empty months, in both carriers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.documents.dump import dumped, edges
from tests.documents.making import make
from tests.documents.month import APRIL, JANUARY, LAW, ROWS, TEMPLATES, a_month, bulletin, office

LEFTOVER = re.compile(r"[{}｛｝]|None|nan|Undefined|—%|—亿元")
LAST_MONTH = ROWS.replace("|500|6000|", "|500|5000|").replace("|100|900|", "|100|800|")
MANY = "".join(
    f"\n第{at}号项目|{town}|新建|高端装备|市重点|第一批|否|9000|{1000 + at}|10|{at}|{stage}|2026-02-01|办结||施工|"
    for at, (town, stage) in enumerate([("城关街道", "在建"), ("石磨镇", "前期")] * 300)
)


def test_every_section_says_its_figures() -> None:
    text = dumped(bulletin(a_month(last=LAST_MONTH)))
    assert "【公文标题】关于2026年1—5月全市重点项目／推进情况的通报" in text
    assert "全市共有重点项目4个，总投资6.70亿元，年度计划投资2.90亿元。1—5月完成投资1.11亿元" in text
    assert "年度投资完成率38.3%，低于时序进度3.4个百分点，完成率较上期提高3.8个百分点。" in text
    assert "其中，5月当月完成投资0.11亿元。" in text
    assert "未开工项目1个，按首个未办结环节分：土地1个。逐项目情况见附件3。" in text
    assert "问题2个，已解决1个，未解决1个，其中逾期未办结1个；需提级协调1个。" in text
    assert "（市发改局办理，逾期41天）" in text
    assert not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_the_office_s_facts_stand_in_their_places() -> None:
    text = dumped(bulletin(a_month()))
    for line in (
        "【发文机关标志】示例市工业推进办公室文件",
        "【发文字号】示推办〔2026〕　号",
        "【主送机关】各镇街，市直有关部门、单位：",
        "【成文日期】2026年　月　日",
        "抄送：市委办公室，市政府办公室。",
    ):
        assert line in text
    assert text.index("【附件编号】附件1") > text.index("【成文日期】")


def test_the_bulletin_of_a_december_is_numbered_in_the_next_year() -> None:
    from pipeline.model import Period

    assert "示推办〔2027〕　号" in dumped(bulletin(a_month(problems="", period=Period.parse("2026-12"))))


def test_what_a_person_wrote_replaces_the_standing_text() -> None:
    month = a_month()
    assert "（一）盯紧投资进度。" in dumped(bulletin(month))
    text = dumped(bulletin(month, {"下步要求": ("一要A&B。", "二要<抓>。")}))
    assert "一要A&B。\n" in text and "二要<抓>。\n" in text and "盯紧" not in text


def test_a_january_says_nothing_of_an_earlier_month() -> None:
    rows = ROWS.replace("2026-02", "2026-01").replace("|500|6000|", "|6000|6000|")
    text = dumped(bulletin(a_month(rows, period=JANUARY)))
    assert "2026年1月全市重点项目" in text and "1月完成投资" in text
    assert "较上期提高" not in text and "当月完成投资" not in text and not LEFTOVER.search(text)


def test_without_last_month_there_is_no_comparison() -> None:
    text = dumped(bulletin(a_month(period=APRIL)))
    assert "较上期提高" not in text and "较上期下降" not in text and "上升" not in text


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_month_without_any_row_says_so_and_is_whole(carrier: str) -> None:
    text = dumped(bulletin(a_month("", ""), carrier=carrier))
    assert "本期没有纳入调度的重点项目。" in text and "本期各单位未报送需协调解决的问题。" in text
    assert text.count("\n无。\n") == 5 and not LEFTOVER.search(text)


def test_a_city_without_plans_has_no_rates_and_no_ranks() -> None:
    rows = "\n甲项目|城关街道|新建||||否|9000|0|0|0|前期|||||\n乙项目|石磨镇|续建||||否|9000|0|0|0|在建|||||\n"
    text = dumped(bulletin(a_month(rows, "")))
    assert "本期没有可以排名的镇街。" in text and "本期项目未填报产业链。" in text and not LEFTOVER.search(text)


def test_everyone_ahead_of_schedule_is_nobody_s_shame() -> None:
    rows = "\n甲项目|城关街道|新建|高端装备|省重点|第一批|是|9000|1000|10|2000|在建|2026-01-01|办结|办结||\n"
    text = dumped(bulletin(a_month(rows, "")))
    for line in ("本期没有低于时序进度的镇街。", "本期没有亮红灯、黄灯的项目。", "本期没有未开工的项目。"):
        assert line in text
    assert "年度投资完成率200.0%，高出时序进度158.3个百分点" in text and "居后" not in text


def test_six_hundred_projects_fill_the_annexes() -> None:
    document = Document(io.BytesIO(bulletin(a_month(MANY, ""))))
    rows = [len(table.rows) for table in document.tables]
    assert 602 in rows and 301 in rows, rows


def test_private_numbers_and_contacts_never_reach_the_document() -> None:
    data = bulletin(a_month())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert "13800138000" not in everything and "张三" not in everything and "王五" not in everything
    assert "联系李四***" in everything and "13900139000" not in everything


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_draft_says_so_in_its_name_and_on_every_page(carrier: str) -> None:
    made = make("调度通报", a_month(), {}, office(carrier=carrier), LAW, TEMPLATES, draft=True)
    assert list(made) == ["调度通报（草稿）.docx"]
    marks = [text for text in edges(made["调度通报（草稿）.docx"]) if "草" in text]
    assert len(marks) >= 6, "odd, even and first pages, upright and wide"
    assert not [text for text in edges(bulletin(a_month(), carrier=carrier)) if "草" in text]


def test_the_words_are_the_same_in_both_carriers() -> None:
    month = a_month(last=LAST_MONTH)
    official, brief = (dumped(bulletin(month, carrier=carrier)) for carrier in ("公文", "简报"))
    words = [
        line for line in official.splitlines() if not line.startswith(("【署名", "【成文", "【主送", "【发文", "| "))
    ]
    assert [line for line in words if line not in brief] == []
    assert "【简报名称】重点项目调度" in brief and "第　期" in brief and "主送机关" not in brief
    assert "编辑：" in brief and "（共印　　份）" in brief


def test_a_brief_prints_who_edits_checks_and_signs() -> None:
    facts: dict[str, Any] = {
        "报": ["市委常委"],
        "送": ["各镇街"],
        "编辑": "甲",
        "审核": "乙",
        "签发": "丙",
        "共印份数": 80,
    }
    text = dumped(bulletin(a_month(), carrier="简报", **facts))
    for words in ("报：市委常委。", "送：各镇街。", "编辑：甲", "审核：乙", "签发：丙", "（共印80份）"):
        assert words in text


def test_secrecy_and_urgency_stand_above_the_mark_in_their_order() -> None:
    lines = dumped(bulletin(a_month(), 密级="秘密★1年", 紧急程度="特急")).splitlines()
    assert lines[:3] == ["【版头标注】秘密★1年", "【版头标注】特急", "【发文机关标志】示例市工业推进办公室文件"]


def test_one_document_may_print_with_other_decimals() -> None:
    facts = office()
    changed = type(facts)(**{**vars(facts), "documents": {"调度通报": {"precision": {"亿元": 1, "百分率": 2}}}})
    text = dumped(make("bulletin", a_month(), {}, changed, LAW, TEMPLATES)["调度通报.docx"])
    assert "总投资6.7亿元" in text and "年度投资完成率38.28%" in text


def test_the_chart_is_native_and_carries_its_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(bulletin(a_month()))) as archive:
        chart = archive.read("word/charts/chart1.xml").decode()
        with zipfile.ZipFile(io.BytesIO(archive.read("word/embeddings/chart1.xlsx"))) as book:
            assert not [name for name in book.namelist() if "chart" in name]
    assert "城关街道" in chart and "时序进度（41.7%）" in chart
    assert '<c:smooth val="0"/>' in chart and '<c:dispBlanksAs val="gap"/>' in chart and "externalData" in chart


def test_the_same_month_gives_the_same_bytes() -> None:
    assert bulletin(a_month()) == bulletin(a_month())


@pytest.mark.parametrize("carrier", ["公文", "简报"])
@pytest.mark.parametrize("rows", [ROWS, ""])
def test_validators_find_nothing(tmp_path: Path, carrier: str, rows: str) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    path = tmp_path / "调度通报.docx"
    path.write_bytes(
        bulletin(a_month(rows, "" if not rows else "项目名称|具体问题|状态\n甲|乙|未办结"), carrier=carrier)
    )
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert [str(finding) for finding in integrity.check(path)] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.docx")), ids=lambda path: path.stem)
def test_the_templates_themselves_are_valid_and_say_nothing_of_a_library(path: Path) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert [str(finding) for finding in integrity.check(path)] == []
    properties = Document(str(path)).core_properties
    assert "python" not in properties.author and properties.title


def test_a_blank_plan_is_not_printed_as_a_plan() -> None:
    month = a_month("\n甲项目|城关街道|新建||||否|9000|1000|0|500|在建|||||\n", "")
    unknown = ("总投资", "年度计划投资", "年度投资完成率", "时序差", "环比变化", "自开工累计完成投资")
    figures = tuple(replace(figure, value=None) if figure.name in unknown else figure for figure in month.figures)
    text = dumped(bulletin(replace(month, figures=figures)))
    assert "全市共有重点项目1个。1—5月完成投资0.05亿元。" in text and "新建项目1个，完成投资0.05亿元；" not in text
    assert "—。" not in text and "—，" not in text and "投资—" not in text
