"""底稿: what stands in its sheets, what may not, and where its links lead."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest

from pipeline.model import Finding, Level, Measured
from pipeline.model.terms import LEADS, PROBLEMS, PROJECTS, RESERVES
from pipeline.workbooks import working_paper
from pipeline.workbooks.columns import columns
from pipeline.workbooks.details import details
from pipeline.workbooks.literals import CELL_UNITS
from tests.workbooks import month
from tests.workbooks.month import WAN, project, row
from tests.workbooks.reading import cells, everything, formulas, named_parts, records, sheet_names

OFFICE = month.office("城关街道", "柳渡镇")


FOUND = tuple(Finding(Level.HINT, "made-up", "某句", sender=sender) for sender in ("柳渡镇", "城关街道", None))


def paper(*projects: month.Record, findings: tuple[Finding, ...] = (), **others: Sequence[month.Record]) -> bytes:
    sent = month.tables(projects, **others)
    return working_paper(month.measured(sent, OFFICE), sent, findings, month.law(), month.link)


def first(data: bytes, sheet: str = "明细") -> dict[str, object]:
    return records(data, sheet)[0]


def test_the_sheets_stand_in_their_order_and_only_those_with_rows() -> None:
    assert sheet_names(paper(project("甲", "城关街道"))) == [
        "说明",
        "指标",
        "勾稽",
        "明细",
        "流转明细",
        "更正与放行",
        "数据核查",
    ]
    problems = [row("甲", "城关街道", status="未办结")]
    full = paper(problems=problems, leads=[row("招", None, stage="在谈")], reserves=[row("备", None)])
    details = ["明细", "问题明细", "招引明细", "策划明细", "流转明细"]
    assert sheet_names(full) == ["说明", "指标", "勾稽", *details, "更正与放行", "数据核查"]


PRINT_HASHES = """
import hashlib
from pipeline.workbooks import findings_book
from tests.workbooks import month, test_working
for _ in range(2):
    paper = test_working.paper(month.project("甲", "城关街道"), findings=test_working.FOUND)
    book = findings_book(test_working.FOUND, {}, (), month.law(), month.PERIOD)
    print(hashlib.sha256(paper).hexdigest(), hashlib.sha256(book).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_any_process() -> None:
    told = [
        subprocess.run([sys.executable, "-c", PRINT_HASHES], env=os.environ | {"PYTHONHASHSEED": seed}, stdout=-1)
        for seed in ("1", "2")
    ]
    lines = [line for run in told for line in run.stdout.splitlines()]
    assert len(lines) == 4 and len(set(lines)) == 1


def test_a_row_is_linked_to_the_cell_of_its_name() -> None:
    cell = cells(paper(project("甲", "城关街道", row=7)), "明细")["B2"]
    assert cell.value == '=HYPERLINK("../../input/2026-05/报送.xlsx#Sheet1!B7","报送.xlsx｜Sheet1｜第7行")'
    assert first(paper(project("甲", "城关街道", row=7)))["来源"] == "报送.xlsx｜Sheet1｜第7行"


@pytest.mark.parametrize(
    ("sheet", "reference"),
    [
        ("Sheet1", "Sheet1!B5"),
        ("5月", "'5月'!B5"),
        ("陈's 表", "'陈''s 表'!B5"),
        ("A1", "'A1'!B5"),
        ("项目进度表", "项目进度表!B5"),
    ],
)
def test_a_sheet_name_is_quoted_in_a_link_where_it_must_be(sheet: str, reference: str) -> None:
    link = cells(paper(project("甲", "城关街道", sheet=sheet)), "明细")["B2"].value
    assert link.startswith(f'=HYPERLINK("../../input/2026-05/报送.xlsx#{reference}",')


def test_a_file_without_sheets_is_linked_as_a_whole() -> None:
    link = cells(paper(project("甲", "城关街道", file="双栗.csv", sheet=None)), "明细")["B2"].value
    assert link == '=HYPERLINK("../../input/2026-05/双栗.csv","双栗.csv｜第5行")'


def test_a_number_sign_in_a_file_name_does_not_cut_the_link() -> None:
    link = cells(paper(project("甲", "城关街道", file="5#楼100%.xlsx")), "明细")["B2"].value
    assert "../../input/2026-05/5%23楼100%25.xlsx#Sheet1!B5" in link


def test_words_like_functions_in_a_file_name_stay_as_they_are() -> None:
    link = cells(paper(project("甲", "城关街道", file="MAP(1).xlsx")), "明细")["B2"].value
    assert link.count("MAP(1).xlsx") == 2 and "_xlfn" not in link


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "http://a.cn", "internal:x", "{=1}"])
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    data = paper(project(text, "城关街道", image=text))
    cell = cells(data, "明细")["C2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert first(data)["形象进度"] == text


def test_no_private_field_and_no_telephone_number_is_in_the_workbook() -> None:
    told: dict[str, Any] = {
        "contact": "王二",
        "remark": "电话13812345678",
        "problem": "找李四 138 1234 5678",
        "solver": "甲局13812345678",
    }
    finding = Finding(Level.HINT, "name-cleaned", "致电13812345678", value="13812345678")
    data = paper(project("甲13812345678", "城关街道", **told), findings=(finding,))
    text = everything(data)
    assert "王二" not in text and "联系人" not in text and "13812345678" not in text and "138 1234" not in text
    assert first(data)["备注"] == "电话***"


def test_a_file_named_by_a_telephone_number_is_named_but_not_linked() -> None:
    data = paper(project("甲", "城关街道", file="13812345678.xlsx"))
    assert cells(data, "明细")["B2"].value == "***.xlsx｜Sheet1｜第5行"


def test_text_that_no_cell_holds_says_that_it_was_cut() -> None:
    shown = str(first(paper(project("甲", "城关街道", image="进" * 40_000)))["形象进度"])
    assert shown.endswith("（超过单元格容量，原文共40000字，此处为前32000字，全文见来源）") and len(shown) <= CELL_UNITS
    assert first(paper(project("甲", "城关街道", image="进" * CELL_UNITS)))["形象进度"] == "进" * CELL_UNITS


def test_control_characters_and_lone_surrogates_do_no_harm() -> None:
    assert first(paper(project("甲", "城关街道", image="a\x0bb\ud800c<&>")))["形象进度"] == "abc<&>"


def test_values_keep_their_kind() -> None:
    told: dict[str, Any] = {"in_stats": True, "total": 12_345, "start": month.PERIOD.as_of, "rate": Fraction(25, 2)}
    sheet = cells(paper(project("甲", "城关街道", **told)), "明细")
    found = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}
    assert (found["是否纳统"], found["纳统"], found["总投资（元）"], found["填报完成率（%）"]) == (
        "是",
        1,
        12_345,
        12.5,
    )
    assert found["开工时间"].date() == month.PERIOD.as_of


def test_what_is_unknown_is_a_blank_cell() -> None:
    shown = first(paper(project("甲", "城关街道", month_done=None, rate=float("nan"), showcase=None)))
    assert [shown[title] for title in ("本月完成投资（元）", "填报完成率（%）", "拟观摩", "建设地点")] == [""] * 4


def test_a_problem_stands_with_the_scopes_of_its_project() -> None:
    owner = project("甲", "城关街道", kind="技改", batch="第一批", showcase=True)
    problem = row("甲", "城关街道", status="未办结", solver="甲局、乙局/丙局")
    shown = first(paper(owner, problems=[problem]), "问题明细")
    assert (shown["所属项目：建设性质"], shown["所属项目：批次"], shown["所属项目：拟观摩"]) == ("技改", "第一批", "是")
    assert shown["办理部门（公式检索用）"] == "、甲局、乙局、丙局、" and shown["未解决"] == 1


def test_every_finding_is_listed_with_a_link_to_its_cell() -> None:
    place = {"file": "报送.xlsx", "sheet": "5月", "cell": "F7", "field": "总投资"}
    found = month.law().finding("cell-error", level=None, value="#REF!", **place)
    data = paper(findings=(found, month.law().finding("calendar-unknown", value="2027")))
    assert [line["单元格"] for line in records(data, "数据核查")] == ["F7", ""]
    assert "#'5月'!F7" in cells(data, "数据核查")["M2"].value


def measured_in_full() -> Measured:
    problems, leads = [row("甲", "城关街道", status="未办结")], [row("招", None, stage="在谈")]
    return month.measured(month.tables([project("甲", "城关街道")], problems, leads, [row("备", None)]), OFFICE)


def test_every_column_that_a_figure_rests_on_has_a_chinese_title() -> None:
    made = details(measured_in_full(), month.tables(), month.law(), month.link)
    assert {
        column.title for detail in made.values() for column in detail.columns if column.title == column.key
    } == set()


def test_no_two_columns_of_a_sheet_share_a_title_or_a_name() -> None:
    for detail in details(measured_in_full(), month.tables(), month.law(), month.link).values():
        titles = [column.title for column in detail.columns]
        assert len(set(titles)) == len(titles) == len(set(detail.names.values()))


@pytest.mark.parametrize("table", [PROJECTS, PROBLEMS, LEADS, RESERVES])
def test_every_field_that_is_not_private_has_a_column(table: str) -> None:
    fields = month.law().forms[table].fields.values()
    shown = {column.key for column in columns(table, month.law())}
    assert {field.key for field in fields if field.type != "private"} <= shown
    assert not {field.key for field in fields if field.type == "private"} & shown


def test_formulas_use_no_name_that_the_workbook_does_not_define() -> None:
    data = paper(project("甲", "城关街道"), problems=[row("甲", "城关街道", status="未办结")])
    with zipfile.ZipFile(BytesIO(data)) as box:
        book = box.read("xl/workbook.xml").decode()
    used = {name for formula in formulas(data).values() for name in named_parts(str(formula))}
    assert used and all(f'<definedName name="{name}">' in book for name in used)


def test_the_note_of_a_figure_says_what_is_missing_and_where_a_given_value_comes_from() -> None:
    data = paper(project("甲", "城关街道", total=None), project("乙", "城关街道", total=3 * WAN))
    notes = {(line["范围"], line["指标"]): line["备注"] for line in records(data, "指标")}
    assert notes["全市", "总投资"] == "不含没有填报的1个项目"
    assert notes["全市", "时序进度"] == "来源：5÷12"


def test_scopes_of_one_kind_stand_together_under_each_metric() -> None:
    lines = records(paper(project("甲", "城关街道", kind="新建"), project("乙", "柳渡镇", kind="技改")), "指标")
    kinds = [str(line["范围"]).partition(":")[0] for line in lines if line["指标"] == "项目总数"]
    assert kinds == ["全市", "镇街", "镇街", "建设性质", "建设性质"]
