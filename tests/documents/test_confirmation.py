"""数据确认单: one a 镇街, with its own figures and no rank; and families of documents in general."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from pipeline.documents.engine.faults import TemplateError
from pipeline.documents.told.families import family
from pipeline.model import Intervention, Measured, PipelineError, Remedy
from pipeline.rules import Office
from pipeline.rules.calendar import Calendar
from tests.documents.dump import dumped, edges
from tests.documents.grounds import ground
from tests.documents.making import make
from tests.documents.month import LAW, TEMPLATES, a_month, office
from tests.documents.test_bulletin import LEFTOVER, MANY
from tests.documents.word import template
from tests.rendering.render import to_pdfs

STANZA = """[own]
name = "甲"
title = "{{单位}}"
template = "甲.docx"
carriers = ["表单"]
cadence = "monthly"
each = "{each}"
"""
RANKING = re.compile("名次|排名|位次|红灯|黄灯|绿灯")


def noted(sender: str, note: str) -> Intervention:
    place = ("更正.xlsx", "Sheet1", "A2", "甲项目", "本年完成投资")
    return Intervention(Remedy.CORRECTION, *place, "6000", "6010", "笔误", "书面", "张三", sender, note)


def confirmations(month: Measured, of: Office | None = None, **options: Any) -> dict[str, bytes]:
    return make("confirmation", month, {}, of or office(), LAW, TEMPLATES, **options)


def said(month: Measured, town: str = "城关街道", **options: Any) -> str:
    return dumped(confirmations(month, **options)[f"数据确认单/{town}.docx"])


def reporting(*names: str) -> Office:
    plain = office()
    return replace(plain, towns=tuple(replace(town, reports=town.name in names) for town in plain.towns))


def other(folder: Path, each: str, *blocks: str) -> dict[str, str]:
    """The texts of a family whose template says these paragraphs, by their paths."""
    templates = Path(shutil.copytree(TEMPLATES, folder / "templates"))
    template(templates / "甲.docx", *blocks)
    (templates / "catalogue.toml").write_text(STANZA.format(each=each), encoding="utf-8")
    made = make("own", a_month(), {}, office(), LAW, templates)
    return {path: dumped(data) for path, data in made.items()}


def test_every_town_with_a_project_gets_its_own_in_the_office_s_order() -> None:
    assert list(confirmations(a_month())) == [f"数据确认单/{town}.docx" for town in ("城关街道", "石磨镇", "柳渡镇")]


def test_it_says_its_own_figures_and_projects_and_no_other_s() -> None:
    assert said(a_month()) == (
        "【公文标题】重点项目数据确认单（2026年1—5月）\n"
        "【主送机关】单位：城关街道\t数据截至2026年5月31日\n"
        "根据你单位和有关部门报送的项目进度表，你单位2026年1—5月重点项目数据汇总如下，请核对。核对无误的，"
        "请由负责人签字、加盖公章后反馈示例市工业推进办公室；与实际不符的，请在表中注明并附依据。\n"
        "【一级标题】一、汇总数据\n"
        "【表格单位】单位：个、万元\n"
        "| 项目总数 | 2 | 总投资 | 28000 | 年度计划投资 | 14000 |\n"
        "| 其中：新建 | 1 | 续建 | 0 | 技改 | 1 |\n"
        "| 本年完成投资 | 6900 | 年度投资完成率 | 49.3% | 当月完成投资 | 600 |\n"
        "| 已开工 | 2 | 竣工（含投产） | 0 | 投产 | 0 |\n"
        "| 纳统 | 0 | 问题 | 1 | 其中：未解决 | 0 |\n"
        "\n"
        "【表注】注：年度投资完成率：年度计划大于0的项目的本年完成投资之和÷年度计划投资之和；可以超过100%。\n"
        "【一级标题】二、分项目数据\n"
        "【表格单位】单位：万元\n"
        "| 序号 | 项目名称 | 建设／性质 | 年度计／划投资 | 当月完／成投资 | 本年完／成投资 "
        "| 完成率／（%） | 项目／阶段 |\n"
        "| 1 | 甲项目 | 新建 | 10000 | 500 | 6000 | 60.0 | 在建 |\n"
        "| 2 | 乙项目 | 技改 | 4000 | 100 | 900 | 22.5 | 在建 |\n"
        "\n"
        "【表注】注：打包项目按一个项目列示；“—”为没有填报或无法计算。\n"
        "【末段】以上数据经核对无误，同意以此为准。\n"
        "【署名】负责人签字：\n"
        "【署名】（盖章）\n"
        "【署名】年　　月　　日\n"
    )


@pytest.mark.parametrize("town", ["城关街道", "石磨镇", "柳渡镇"])
def test_no_rank_and_no_light_is_printed(town: str) -> None:
    text = said(a_month(), town)
    assert not RANKING.search(text) and not LEFTOVER.search(text)


def test_money_is_printed_as_it_was_sent() -> None:
    rows = "\n甲项目|城关街道|新建|||||9000|6000.5|10.25|500|在建|||||\n"
    assert "| 6000.5 | 10.25 | 500 |" in said(a_month(rows, ""))


def test_a_town_that_must_report_and_has_no_project_confirms_that() -> None:
    made = confirmations(a_month(), reporting("东岭街道"))
    assert list(made)[1] == "数据确认单/东岭街道.docx"
    text = dumped(made["数据确认单/东岭街道.docx"])
    assert "2026年1—5月你单位没有纳入调度的重点项目，请核对。" in text and "|" not in text and "同意以此为准" in text


def test_the_day_to_answer_by_is_counted_in_working_days() -> None:
    of = replace(office(), deadlines={"confirmation": 3})
    assert "请于2026年6月3日前由负责人签字" in said(a_month(), of=of, calendar=Calendar())
    assert "请由负责人签字" in said(a_month(), calendar=Calendar())


def test_what_was_corrected_for_a_town_is_told_to_it_alone() -> None:
    notes = (noted("城关街道", "甲项目由6000万元更正为6010万元。"), noted("城关街道", ""), noted("石磨镇", "丙。"))
    text = said(replace(a_month(), interventions=notes))
    told = "1.甲项目由6000万元更正为6010万元。\n2.甲项目的本年完成投资由6000更正为6010（笔误）。"
    assert f"【一级标题】三、数据处理情况\n{told}\n【末段】" in text


def test_a_draft_says_so_in_its_name_and_on_its_pages() -> None:
    made = confirmations(a_month(), draft=True)
    assert "草　稿" in edges(made["数据确认单/城关街道（草稿）.docx"])


def test_a_form_has_no_letterhead_whatever_the_office_chose() -> None:
    for carrier in ("公文", "简报"):
        text = dumped(confirmations(a_month(), office(carrier=carrier))["数据确认单/城关街道.docx"])
        assert text.startswith("【公文标题】") and "示推办〔" not in text and "印发" not in text


def test_every_file_names_its_unit_in_its_title() -> None:
    made = confirmations(a_month())["数据确认单/石磨镇.docx"]
    assert Document(io.BytesIO(made)).core_properties.title == "石磨镇重点项目数据确认单（2026年1—5月）"


def test_the_same_month_gives_the_same_bytes() -> None:
    assert confirmations(a_month()) == confirmations(a_month())


def test_a_long_list_repeats_its_head_and_breaks_no_row() -> None:
    made = confirmations(a_month(MANY, ""))["数据确认单/城关街道.docx"]
    listed = Document(io.BytesIO(made)).tables[1]
    assert len(listed.rows) == 301 and "w:tblHeader" in listed.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in listed.rows[:20])


@pytest.mark.parametrize("rows", ["some", "many", "none"])
def test_validators_find_nothing(tmp_path: Path, rows: str) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    months: Mapping[str, Measured] = {"some": a_month(), "many": a_month(MANY, ""), "none": a_month("", "")}
    path = tmp_path / "确认单.docx"
    path.write_bytes(confirmations(months[rows], reporting("城关街道"))["数据确认单/城关街道.docx"])
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert [str(finding) for finding in integrity.check(path)] == []


@pytest.mark.parametrize(
    ("each", "member", "projects", "problems"),
    [
        ("产业链", "高端装备", "甲项目、丙项目", "缺少技工"),
        ("级别", "市重点", "乙项目、丙项目", "用地指标未落实"),
        ("批次", "第二批", "乙项目、丁项目", ""),
        ("部门", "市发改局", "", "用地指标未落实"),
    ],
)
def test_a_family_of_another_kind_sees_its_own_rows(
    tmp_path: Path, each: str, member: str, projects: str, problems: str
) -> None:
    line = "{{ 单位 }}：{{ 本范围.项目|顿号('项目名称') }}；{{ 本范围.问题|顿号('具体问题') }}"
    text = other(tmp_path, each, line)[f"甲/{member}.docx"]
    assert f"{member}：{projects}；" in text and problems in text


def test_a_template_of_a_family_cannot_print_a_rank_or_another_s_figures(tmp_path: Path) -> None:
    for number, forbidden in enumerate(("{{ 本范围.名次 }}", "{{ 镇街排名|个数 }}", "{{ 范围.全市.项目总数 }}")):
        with pytest.raises(TemplateError, match="没有名为"):
            other(tmp_path / str(number), "镇街", forbidden)


def test_a_kind_that_nobody_knows_is_refused_by_its_key(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"own\.each 应为 镇街"):
        other(tmp_path, "科室", "甲")


def test_the_members_are_those_with_a_row_and_of_towns_those_that_must_report() -> None:
    assert family(ground(each="产业链")) == ("高端装备", "新材料")
    assert family(ground(a_month("", ""), "confirmation", reporting("柳渡镇"))) == ("柳渡镇",)


@pytest.mark.rendered
def test_a_long_list_flows_over_pages_and_is_signed_below_its_words(tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    file = tmp_path / "确认单.docx"
    file.write_bytes(confirmations(a_month(MANY, ""))["数据确认单/城关街道.docx"])
    with pdfplumber.open(to_pdfs([file], tmp_path)[0]) as pdf:
        texts = [page.extract_text().replace(" ", "") for page in pdf.pages]
    assert len(texts) > 5 and all("项目名称" in text for text in texts[:-1])
    assert "同意以此为准" in texts[-1] and "负责人签字" in texts[-1]
