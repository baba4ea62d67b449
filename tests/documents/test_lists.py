"""A document that is a workbook: what its template asks for stands in its sheets, and a fault is told with its line."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.documents import prepare
from pipeline.documents.lists.lists import laid_out, list_faults
from pipeline.model import PipelineError
from pipeline.run.templates import template_faults
from tests.documents.listing import SHEET, book, prepared, sheet, table, typed
from tests.documents.month import LAW, TEMPLATES, a_month, office

NAME = '{ title = "项目", value = "项目名称", width = 20 },'


def test_the_city_and_every_town_get_a_workbook_of_their_own() -> None:
    made = prepared()
    assert [one.path for one in made] == [
        "三个清单两张表.xlsx",
        "三个清单两张表/城关街道.xlsx",
        "三个清单两张表/石磨镇.xlsx",
        "三个清单两张表/柳渡镇.xlsx",
    ]
    assert made[0].title == "全市重点项目三个清单两张表（2026年1—5月）" and made[0].series == ""
    assert [len(laid_out(one).sheets[4].rows) for one in made] == [4, 2, 1, 1]


def test_a_draft_says_so_in_its_name_and_on_every_page() -> None:
    whole = prepared(draft=True)[0]
    assert whole.path == "三个清单两张表（草稿）.xlsx" and laid_out(whole).mark == "草　稿"


def test_columns_hold_exact_values_in_their_units(tmp_path: Path) -> None:
    columns = """
    { title = "序号", value = "序号", width = 5 },
    { title = "项目", value = "项目名称", width = 20 },
    { title = "计划", value = "年度计划投资", as = "万元", width = 10 },
    { title = "完成率", value = "年度投资完成率", as = "百分率", width = 10 },
    { title = "观摩", value = "拟观摩", width = 6 },
    { title = "开工", value = "计划开工时间", as = "年月", width = 9 },
    { title = "计划亿", value = "年度计划投资|亿", as = "亿元", width = 9 },"""
    laid = sheet(tmp_path, columns.replace("年度计划投资|亿", "年度计划投资"), 'order = ["-年度投资完成率"]')
    first = laid.rows[0]
    assert first[:5] == (1, "甲项目", 10000, Fraction(60), True) and first[6] == 1
    assert [row[1] for row in laid.rows] == ["甲项目", "丁项目", "乙项目", "丙项目"]
    assert [column.kind for column in laid.columns] == ["个数", "文字", "万元", "百分率", "是否", "年月", "亿元"]
    assert [column.places for column in laid.columns] == [0, 0, 0, 1, 0, 0, 2]


def test_a_condition_and_an_order_choose_the_rows(tmp_path: Path) -> None:
    late = sheet(tmp_path, NAME, 'where = "灯 == \'红灯\' or not 已开工"\norder = ["年度计划投资"]')
    assert table(late) == [["项目"], ["乙项目"], ["丙项目"]]
    begun = sheet(tmp_path / "b", NAME, 'where = "已开工"\norder = ["-年度计划投资", "项目名称"]')
    assert table(begun) == [["项目"], ["甲项目"], ["丁项目"], ["乙项目"]]


def test_what_has_no_value_comes_last_and_shows_the_word_for_it(tmp_path: Path) -> None:
    columns = NAME + '{ title = "谁", value = "责任人", width = 9, blank = "未明确" },'
    laid = sheet(tmp_path, columns, 'order = ["形象进度"]')
    assert laid.rows[-1][0] == "丙项目" and {row[1] for row in laid.rows} == {"未明确"}


def test_a_total_is_its_figure_and_a_sum_only_where_the_rows_add_up_to_it(tmp_path: Path) -> None:
    columns = NAME + '{ title = "计划", value = "年度计划投资", as = "万元", width = 9, total = "年度计划投资" },'
    whole = sheet(tmp_path, columns)
    assert whole.totalled and (whole.columns[1].total, whole.columns[1].summed) == (29000, True) and not whole.notes
    part = sheet(tmp_path / "b", columns, 'where = "已开工"')
    assert (part.columns[1].total, part.columns[1].summed) == (29000, False)
    assert "年度计划投资" in part.notes[-1] and "不等" in part.notes[-1]
    added = sheet(tmp_path / "c", columns.replace('total = "年度计划投资"', "total = true"), 'where = "已开工"')
    assert (added.columns[1].total, added.columns[1].summed) == (23000, True)


def test_a_list_makes_columns_and_a_word_its_fill(tmp_path: Path) -> None:
    columns = NAME + '{ title = "", value = "手续格", each = "环节", width = 4, fills = { "√" = "绿" } },'
    templates = typed(tmp_path, f"{SHEET}columns = [\n{columns}\n]")
    whole = prepared(templates=templates)[0]
    steps = [{"名称": "立", "键": "a", "分组": "手续"}, {"名称": "地", "键": "b", "分组": "手续"}]
    rows = [{**row, "手续格": {"a": "√"}} for row in whole.said["本范围"]["项目"]]
    whole.said["本范围"].update({"项目": rows, "环节": steps})
    laid = laid_out(whole).sheets[0]
    assert [(column.title, column.group) for column in laid.columns[1:]] == [("立", "手续"), ("地", "手续")]
    assert laid.rows[0][1:] == ("√", "") and laid.columns[1].fills == {"√": "绿"}


def test_sentences_print_figures_which_can_be_found_again() -> None:
    laid = book("三个清单两张表/城关街道")
    problems = laid.sheets[1]
    assert problems.heading == "城关街道重点项目问题清单"
    assert problems.notes == ("注：问题1个，已解决1个，未解决0个，其中逾期0个、需提级0个。",)
    said = {(one.origin.scope, one.origin.name, one.text) for one in laid.printed}
    assert ("镇街:城关街道", "问题总数", "1") in said and ("镇街:城关街道", "年度计划投资", "14000") in said
    assert ("镇街:城关街道", "年度投资完成率", "49.3%") in said and ("镇街:城关街道", "时序差", "+7.6") in said


def test_a_month_without_anything_says_that_there_is_nothing() -> None:
    laid = book(month=a_month("", ""))
    assert [sheet.empty for sheet in laid.sheets] == [
        "没有列入清单的任务",
        "没有列入清单的问题",
        "没有列入清单的项目",
        "没有需要推进前期手续的项目",
        "没有列入调度的项目",
    ]
    assert not any(sheet.rows or sheet.totalled for sheet in laid.sheets)


FAULTS = [
    ('source = "项目"', 'source = "项目表"', 5, "没有名为“项目表”的内容，相近的有：.*项目"),
    ('source = "项目"', 'source = "截止日"', 5, "“截止日”不是一张表"),
    ('value = "项目名称"', 'value = "项目名"', 7, "没有名为“项目名”的内容，相近的有：项目名称"),
    ('value = "项目名称"', 'value = "责任.责任"', 7, "没有名为“责任”的内容，相近的有：.*责任人"),
    ('value = "项目名称"', 'value = "总投资"', 7, "单位为“元”的数须写明 as"),
    ('value = "项目名称"', 'value = "年度投资完成率", as = "万元"', 7, "单位为“%”的数不能这样印"),
    ('value = "项目名称"', 'value = "项目名称", as = "日期"', 7, "“甲项目”不是日期"),
    ('value = "项目名称"', 'value = "项目名称", as = "亿万元"', 7, r"columns\[1\].as 应为 文字"),
    ('value = "项目名称"', 'value = "项目名称", total = true', 7, "只有数量和金额的列可以合计"),
    ('value = "项目名称"', 'value = "总投资", as = "万元", total = "总投"', 7, "没有名为“总投”的内容"),
    ('value = "项目名称"', 'value = "项目名称", fills = { "甲" = "紫" }', 7, "fills.甲 应为 红"),
    ("width = 20", "wide = 20", 7, "width 没有填写"),
    ('name = "甲表"', 'name = "甲/乙"', 3, "工作表名称“甲/乙”不能用"),
    ("{{ 单位 }}", "{{ 单元 }}", 4, "没有名为“单元”的变量"),
    ("{{ 单位 }}", "{{ 全市.总投资 }}", 4, "没有经过过滤器"),
    ('source = "项目"', 'source = "项目"\nwhere = "已开"', 6, "没有名为“已开”的变量"),
    ('source = "项目"', 'source = "项目"\nwhere = "已开工 &"', 6, "不认识的字符“&”"),
    ('source = "项目"', 'source = "项目"\norder = ["镇"]', 6, "没有名为“镇”的内容"),
]


@pytest.mark.parametrize(("good", "bad", "line", "reason"), FAULTS)
def test_a_fault_is_named_by_its_line(tmp_path: Path, good: str, bad: str, line: int, reason: str) -> None:
    text = f"{SHEET}columns = [\n{NAME}\n]\n".replace(good, bad)
    templates = typed(tmp_path, text)
    with pytest.raises(PipelineError, match=f"模板《三个清单两张表.toml》第{line}行：.*{reason}"):
        laid_out(prepared(templates=templates)[0])


def test_every_fault_is_told_at_once_on_the_made_up_months(tmp_path: Path) -> None:
    text = f"{SHEET}columns = [\n{NAME}\n{NAME.replace('项目名称', '没有')}\n]\n{SHEET.replace('甲表', '乙表')}"
    text += f'where = "没有"\ncolumns = [\n{NAME.replace("项目名称", "也没有")}\n]\n'
    path = tmp_path / "三个清单两张表.toml"
    path.write_text(text, encoding="utf-8")
    told = template_faults(str(path), typed(tmp_path, SHEET))
    assert [fault.partition("：")[0].partition("》")[2] for fault in told] == ["第8行", "第15行", "第17行"]


UNUSABLE = [
    (f"{SHEET}columns = [\n{NAME}\n]\n" * 2, "第3行：有两个工作表都叫“甲表”"),
    ("", "sheets 没有填写"),
    (f"{SHEET}columns = []", "至少要有一栏"),
    ("a", "不是正确的 TOML"),
]


@pytest.mark.parametrize(("text", "reason"), UNUSABLE)
def test_a_template_that_is_none_is_told_once(tmp_path: Path, text: str, reason: str) -> None:
    (fault,) = list_faults(prepared(templates=typed(tmp_path, text)))
    assert reason in fault


def test_the_examples_of_the_manual_are_a_sheet_and_a_document(tmp_path: Path) -> None:
    text = (TEMPLATES.parent / "docs/lists.md").read_text("utf-8")
    sheets, stanza = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    templates = typed(tmp_path, SHEET)
    (templates / "红灯项目表.toml").write_text(sheets, encoding="utf-8")
    with (templates / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(f"\n{stanza}")
    assert template_faults("红灯项目表", templates) == ()
    made = prepare("red-lights", a_month(), {}, office(), LAW, templates)
    assert [one.path for one in made][:2] == ["红灯项目表.xlsx", "红灯项目表/城关街道.xlsx"]
    assert table(laid_out(made[0]).sheets[0])[1:] == [
        [1, "丙项目", 6000, "未明确", "红灯"],
        [2, "乙项目", 4000, "未明确", "红灯"],
    ]
