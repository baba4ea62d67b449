"""Where the table is, which rows are what, and what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Fault, FaultKind
from tests.collect.conftest import Gather, codes, data, fields, roles
from tests.workbook import Sheet, workbook, write_xlsx

PLAIN = """
序号|项目名称|年度计划投资|本年完成投资
1|甲项目|100|50
2|乙项目|200|80
"""


def test_a_plain_table_is_read_with_its_places(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN)
    (block,) = gather().blocks
    assert (block.file, block.sheet, block.form, block.sender) == ("城关.xlsx", "Sheet1", "项目进度表", "城关街道")
    assert fields(block) == {"B1": "name", "C1": "plan", "D1": "ytd_done"}
    assert roles(block) == [(2, "data"), (3, "data")]
    assert data(block, "ytd_done") == [50, 80]


def test_titles_units_and_people_around_the_table_are_not_rows(month: Path, gather: Gather) -> None:
    workbook(month / "a.xlsx", """
附件1
2026年5月重点项目进度表
填报单位（盖章）：城关街道办事处|||单位：亿元、平方米
序号|项目名称|年度计划投资|本年完成投资
1|甲项目|1.5|0.5
填报人：张三||审核人：李四|报送日期：2026年6月3日
注：1.本表每月28日前报送；
2.本年完成投资不含上年。
说明：以清单为准。
""", merges=["A2:D2"])  # fmt: skip
    collected = gather()
    (block,) = collected.blocks
    assert roles(block) == [(5, "data")]
    assert (block.unit, block.sender, block.reported_on) == (10**8, "城关街道", ("2026年6月3日", "D6"))
    assert codes(collected) == []


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", 10_000),
        ("金额单位：元", 1),
        ("单位:千元", 1000),
        ("（单 位：百万元）", 10**6),
        ("计量单位：平方米、万元", 10_000),
        ("单位：人民币亿元", 10**8),
        ("填报单位：元坝镇", None),
        ("责任单位", None),
    ],
)
def test_the_unit_line_is_understood(month: Path, gather: Gather, line: str, unit: int | None) -> None:
    workbook(month / "城关.xlsx", f"{line}\n{PLAIN.strip()}")
    assert gather().blocks[0].unit == unit


def test_two_heading_rows_are_read_together_through_merges(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
重点项目调度表
序号|项目名称|投资（万元）|||形象进度||开工时间|
||总投资|年度计划投资|1-5月完成投资|是否开工|实物工程量|计划|实际
1|甲项目|900|100|50|是|主体|2026.1|2026.3
""", merges=["A1:I1", "A2:A3", "B2:B3", "C2:E2", "F2:G2", "H2:I2"])  # fmt: skip
    collected = gather()
    (block,) = collected.blocks
    assert fields(block) == {
        "B2": "name", "C3": "total", "D3": "plan", "E3": "ytd_done",
        "F3": "started", "G3": "image", "H3": "plan_start", "I3": "start",
    }  # fmt: skip
    assert [heading.unit for heading in block.headings[1:4]] == [10_000, 10_000, 10_000]
    assert roles(block) == [(4, "data")]
    assert codes(collected) == []


def test_a_group_without_merges_reaches_over_the_blanks_to_its_right(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
项目名称|年度计划投资|完成投资||竣工时间|
||本月|本年|计划|实际
甲项目|100|10|50|2026年底|/
""")  # fmt: skip
    (block,) = gather().blocks
    assert fields(block) == {
        "A1": "name", "B1": "plan", "C2": "month_done", "D2": "ytd_done", "E2": "plan_finish", "F2": "finish",
    }  # fmt: skip


def test_three_heading_rows_are_read_together(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
项目名称|投资情况||
|计划|完成|
|年度计划投资|本月完成投资|本年完成投资
甲项目|100|10|50
""", merges=["A1:A3", "B1:D1", "C2:D2"])  # fmt: skip
    (block,) = gather().blocks
    assert list(fields(block).values()) == ["name", "plan", "month_done", "ytd_done"]
    assert roles(block) == [(4, "data")]


def test_sums_stand_above_and_below_their_details(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
总计||600|260
一、新建项目（2个）||300|130
1|甲项目|100|50
2|乙项目|200|80
二、续建项目|||
3|丙项目|300|130
|小　计|300|130
|其中：技改|300|130
合计（3个）||600|260
""")  # fmt: skip
    (block,) = gather().blocks
    assert roles(block) == [
        (2, "total"), (3, "subtotal"), (4, "data"), (5, "data"), (7, "data"), (8, "subtotal"), (10, "subtotal"),
    ]  # fmt: skip
    assert [line.section for line in block.lines] == [0, 1, 1, 1, 2, 2, 2]
    assert [line.label for line in block.lines if line.label] == ["总计", "一、新建项目（2个）", "小计", "合计（3个）"]


def test_the_parts_of_a_sum_are_left_out_with_it(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
1|甲项目|100|50
2|乙项目|200|80
|合计|300|130
|其中：新建|100|50
|技改|200|80
""")  # fmt: skip
    assert roles(gather().blocks[0]) == [(2, "data"), (3, "data"), (4, "total")]


def test_section_rows_without_sums_are_counted_and_left_out(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
一、新建项目
1|甲项目|100|50
（二）技改
2|乙项目|200|80
城关片区
3|丙项目|300|90
""")  # fmt: skip
    (block,) = gather().blocks
    assert [(line.row, line.section) for line in block.lines] == [(3, 1), (5, 2), (7, 3)]


def test_projects_numbered_in_chinese_are_projects(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
一|甲项目|100|50
二|乙项目|200|80
""")  # fmt: skip
    assert roles(gather().blocks[0]) == [(2, "data"), (3, "data")]


def test_a_row_with_only_a_name_does_not_vanish(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
|甲项目||
2|乙项目|200|80
|丙项目
""")  # fmt: skip
    assert data(gather().blocks[0], "name") == ["甲项目", "乙项目", "丙项目"]


def test_prepared_but_empty_rows_are_blank(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资|投资完成率
1|甲项目|100|50|0.5
2||||#DIV/0!
3||||
""")  # fmt: skip
    assert roles(gather().blocks[0]) == [(2, "data")]


def test_headings_repeated_on_later_pages_open_no_new_table(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN.strip() + "\n重点项目进度表（续）\n" + PLAIN.strip().replace("计划", "计 划"))
    (block,) = gather().blocks
    assert [line.row for line in block.lines] == [2, 3, 6, 7]


def test_a_second_table_with_other_columns_is_a_table_of_its_own(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN.strip() + """

单位：亿元
项目名称|镇街|总投资|年度计划投资|当年累计投资额
丙项目|城关|3|2|1
""")  # fmt: skip
    first, second = gather().blocks
    assert (roles(first), first.unit) == ([(2, "data"), (3, "data")], 10**8)
    assert (roles(second), second.unit) == ([(7, "data")], 10**8)
    assert data(second, "ytd_done") == [1]


def test_the_row_that_numbers_the_columns_is_no_project(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
甲|1|2|3
1|甲项目|100|50
""")  # fmt: skip
    assert [line.row for line in gather().blocks[0].lines] == [3]


def test_a_merged_cell_in_the_body_fills_its_rows_but_not_its_columns(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
镇街|项目名称|年度计划投资|本年完成投资|形象进度|备注
城关|甲项目|100|50|主体|
|乙项目|200|80||
开发区|丙项目|200|80||
""", merges=["A2:A3", "E2:F3"])  # fmt: skip
    (block,) = gather().blocks
    assert data(block, "town") == ["城关", "城关", "开发区"]
    assert data(block, "image") == ["主体", "主体", None]
    assert data(block, "remark") == [None, None, None]


def test_ditto_takes_the_value_above(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
项目名称|产业链|年度计划投资|本年完成投资|责任人
甲项目|新材料|100|50|张三
乙项目|同上|200|80|〃
丙项目|同 上|200|80|"
""")  # fmt: skip
    collected = gather()
    assert data(collected.blocks[0], "chain") == ["新材料"] * 3
    assert data(collected.blocks[0], "person") == ["张三"] * 3
    assert codes(collected) == []


def test_ditto_without_anything_above_blocks(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
项目名称|产业链|年度计划投资|本年完成投资
甲项目|同上|100|50
""")  # fmt: skip
    collected = gather()
    (finding,) = collected.findings
    assert (finding.code, finding.cell, finding.field) == ("ditto-without-above", "B2", "产业链")
    assert data(collected.blocks[0], "chain") == [None]


def test_a_code_typed_as_a_number_has_lost_its_digits(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
项目代码|项目名称|年度计划投资|本年完成投资
251237999904011000|甲项目|100|50
123456789012345|乙项目|100|50
'2.51238E+17|丙项目|100|50
'2512-379999-04-01-100016|丁项目|100|50
""")  # fmt: skip
    lost, kept, rounded, text = data(gather().blocks[0], "code")
    assert lost == Fault(FaultKind.LOST_DIGITS, "251237999904011000")
    assert kept == 123456789012345
    assert rounded == Fault(FaultKind.LOST_DIGITS, "2.51238E+17")
    assert text == "2512-379999-04-01-100016"


def test_a_title_of_another_month_is_said(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "2026年1—4月重点项目情况\n" + PLAIN.strip())
    (finding,) = gather().findings
    assert (finding.code, finding.cell, finding.value) == ("title-period-differs", "A1", "2026年1—4月重点项目情况")


@pytest.mark.parametrize(
    "title",
    [
        "2026年重点项目情况",
        "2026年1—5月重点项目",
        "5月份重点项目",
        "（截至2026年5月底）",
        "截至2026年5月31日",
        "2026年6月2日",
    ],
)
def test_a_title_of_this_month_or_of_none_is_fine(month: Path, gather: Gather, title: str) -> None:
    workbook(month / "城关.xlsx", f"{title}\n{PLAIN.strip()}")
    assert codes(gather()) == []


@pytest.mark.parametrize(
    "title", ["（截至2026年4月30日）", "2025年5月重点项目", "4月份重点项目", "截至4月底", "2025年重点项目进度"]
)
def test_a_title_of_another_time_is_said(month: Path, gather: Gather, title: str) -> None:
    workbook(month / "城关.xlsx", f"{title}\n{PLAIN.strip()}")
    assert codes(gather()) == ["title-period-differs"]


def test_hidden_rows_and_columns_are_read_and_said(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN, hidden_rows=[3], hidden_columns=["D"])
    collected = gather()
    assert data(collected.blocks[0], "ytd_done") == [50, 80]
    assert [(finding.code, finding.value) for finding in collected.findings] == [
        ("rows-hidden", "3"),
        ("columns-hidden", "D"),
    ]


def test_hidden_sheets_are_said_and_not_read(month: Path, gather: Gather) -> None:
    write_xlsx(
        month / "城关.xlsx", Sheet(PLAIN, "上年", hidden=True), Sheet(PLAIN, "今年"), Sheet("", "空", hidden=True)
    )
    collected = gather()
    assert [block.sheet for block in collected.blocks] == ["今年"]
    assert [(finding.code, finding.sheet) for finding in collected.findings] == [("sheet-hidden", "上年")]
    assert collected.inputs[0].cells == 12


def test_other_sheets_are_left_out_with_one_hint_each(month: Path, gather: Gather) -> None:
    write_xlsx(month / "城关.xlsx", Sheet("填表说明\n一、请填", "说明"), Sheet(PLAIN, "表"), Sheet("", "空"))
    collected = gather()
    assert [(finding.code, finding.sheet) for finding in collected.findings] == [("sheet-left-out", "说明")]


def test_a_sheet_that_only_explains_our_forms_is_left_out_without_a_word(month: Path, gather: Gather) -> None:
    write_xlsx(month / "城关.xlsx", Sheet("一、请填", "填表说明"), Sheet("请改", "退回说明"), Sheet(PLAIN, "表"))
    assert codes(gather()) == []


def test_a_table_under_the_name_of_an_explanation_is_read(month: Path, gather: Gather) -> None:
    write_xlsx(month / "城关.xlsx", Sheet(PLAIN, "填表说明"))
    assert [block.sheet for block in gather().blocks] == ["填表说明"]


def test_a_table_that_was_left_blank_beside_a_filled_one_is_no_finding(month: Path, gather: Gather) -> None:
    blank = "序号|问题类别|状态|项目名称|具体问题\n1\n2"
    write_xlsx(month / "城关.xlsx", Sheet(PLAIN, "表"), Sheet(blank, "问题"))
    assert codes(gather()) == []
    write_xlsx(month / "城关.xlsx", Sheet(PLAIN, "表"), Sheet(blank + "\n注：本月没有问题", "问题"))
    assert codes(gather()) == ["rows-none"]


def test_a_table_without_rows_is_said(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资")
    assert codes(gather()) == ["rows-none"]


def test_faults_keep_their_kind_and_place(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
项目名称|年度计划投资|本年完成投资|总投资
甲项目|#REF!|=B2*2|=B2+1→30
""")  # fmt: skip
    (block,) = gather().blocks
    assert data(block, "plan") == [Fault(FaultKind.ERROR, "#REF!")]
    assert data(block, "ytd_done") == [Fault(FaultKind.UNCALCULATED, "=B2*2")]
    assert data(block, "total") == [30]


def test_sections_without_numbers_are_known_by_their_words(month: Path, gather: Gather) -> None:
    workbook(month / "工信局.xlsx", """
序号|项目名称|年度计划投资|本年完成投资|镇街
|新建项目|||
1|甲项目|100|50|城关
|城关街道|200|80|
2|乙项目|200|80|城关
""")  # fmt: skip
    assert roles(gather().blocks[0]) == [(3, "data"), (4, "subtotal"), (5, "data")]


def test_a_sum_is_a_sum_even_when_it_is_numbered(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN.strip() + "\n3|合计|300|130")
    assert roles(gather().blocks[0])[-1] == (4, "total")


def test_several_totals_are_those_of_the_sections(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", """
序号|项目名称|年度计划投资|本年完成投资
一、新建
1|甲项目|100|50
|合计|100|50
二、技改
2|乙项目|200|80
|合计|200|80
|总计|300|130
""")  # fmt: skip
    assert [role for _, role in roles(gather().blocks[0])] == ["data", "subtotal", "data", "subtotal", "total"]


@pytest.mark.parametrize(
    "line",
    ["|||2026年5月31日", "第1页 共2页", "|||（盖章）", "主要领导（签字）：", "填表人|张三", "审核人：||负责人："],
)
def test_what_belongs_to_the_page_is_no_row(month: Path, gather: Gather, line: str) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资|备注\n甲项目|100|50|\n" + line)
    collected = gather()
    assert roles(collected.blocks[0]) == [(2, "data")]
    assert codes(collected) == []


def test_a_long_or_numeric_cell_in_the_heading_row_does_not_hide_the_table(month: Path, gather: Gather) -> None:
    scale = "建设规模及内容（" + "请简要说明，" * 12 + "）"
    workbook(month / "城关.xlsx", f"序号|项目名称|年度计划投资|本年完成投资|备注|{scale}|2026\n1|甲项目|100|50||厂房|")
    (block,) = gather().blocks
    assert data(block, "scale") == ["厂房"]


def test_a_row_whose_only_value_is_money_is_not_lost(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", PLAIN.strip() + "\n|||77")
    assert data(gather().blocks[0], "ytd_done") == [50, 80, 77]


def test_the_table_may_start_anywhere(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "表\n\n\n|||项目名称|年度计划投资|本年完成投资\n|||甲项目|100|50")
    (block,) = gather().blocks
    assert fields(block) == {"D4": "name", "E4": "plan", "F4": "ytd_done"}


def test_another_sheets_line_tells_the_sender_of_a_sheet_without_one(month: Path, gather: Gather) -> None:
    write_xlsx(month / "表.xlsx", Sheet("填报单位：城关街道\n" + PLAIN.strip(), "一"), Sheet(PLAIN, "二"))
    assert [block.sender for block in gather().blocks] == ["城关街道", "城关街道"]
