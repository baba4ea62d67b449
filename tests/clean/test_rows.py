"""Rows as a whole: what is read, accepted and refused, at which cell and at which level."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Fault, FaultKind, Level, Percent, Period, Value
from tests.tables import LEADS, PROBLEMS, REGISTER, an_office, cleaned, codes, collected, only, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"
ERROR, UNCALCULATED, LOST = (
    Fault(FaultKind.ERROR, "#REF!"),
    Fault(FaultKind.UNCALCULATED, "=A1"),
    Fault(FaultKind.LOST_DIGITS, "260137000004010000"),
)


def test_a_plain_row_is_read_and_accepted() -> None:
    made, findings = cleaned(sheet(f"{HEAD} | 总投资（亿元） | 开工时间\n甲 | 城关 | 1,000 | 0 | 1.2 | 2026年3月"))
    (row,) = made.projects
    assert (row["plan"], row["ytd_done"], row["total"]) == (10_000_000, 0, 120_000_000)
    assert (row["town"], row["start"], row["start.month"], row["id"]) == (
        "城关街道",
        date(2026, 3, 1),
        True,
        "城关街道/甲",
    )
    assert codes(findings) == {"permit-column-missing"}


def test_a_plan_of_zero_is_a_plan() -> None:
    assert tables(sheet(f"{HEAD}\n甲 | 城关 | 0 | 0")).projects[0]["plan"] == 0


@pytest.mark.parametrize(
    ("column", "cell", "value", "code", "level", "accepted"),
    [
        ("", "C2", "约八千", "money-not-a-number", Level.BLOCK, False),
        ("", "C2", None, "required-blank", Level.BLOCK, False),
        ("", "C2", "待定", "required-blank", Level.BLOCK, False),
        ("", "D2", "—", "required-blank", Level.BLOCK, False),
        ("", "D2", ERROR, "cell-error", Level.BLOCK, False),
        ("", "D2", UNCALCULATED, "formula-uncalculated", Level.BLOCK, False),
        ("", "D2", -5, "money-not-a-number", Level.BLOCK, False),
        ("", "A2", None, "required-blank", Level.BLOCK, False),
        ("", "A2", ERROR, "cell-error", Level.BLOCK, False),
        ("", "B2", "无此镇", "code-not-in-list", Level.BLOCK, False),
        ("总投资", "E2", "约1亿", "money-not-a-number", Level.BLOCK, True),
        ("总投资", "E2", None, None, None, True),
        ("本月完成投资", "E2", UNCALCULATED, "formula-uncalculated", Level.BLOCK, True),
        ("建设性质", "E2", "拆建", "code-not-in-list", Level.BLOCK, True),
        ("项目阶段", "E2", "开工", "code-not-in-list", Level.BLOCK, True),
        ("是否开工", "E2", "大概", "bool-not-understood", Level.BLOCK, True),
        ("开工时间", "E2", "2026年2月30日", "date-not-understood", Level.BLOCK, True),
        ("开工时间", "E2", 6.3, "date-two-readings", Level.HINT, True),
        ("竣工时间", "E2", "尽快", "date-not-understood", Level.HINT, True),
        ("填报完成率", "E2", "三成", "number-not-understood", Level.HINT, True),
        ("填报完成率", "E2", Percent(0.3), None, None, True),
        ("土地", "E2", "差不多", "status-not-understood", Level.BLOCK, True),
        ("建设规模及内容", "E2", ERROR, "cell-error", Level.HINT, True),
        ("存在问题", "E2", ERROR, "cell-error", Level.BLOCK, True),
        ("联系人", "E2", ERROR, "cell-error", Level.HINT, True),
        ("项目代码", "E2", LOST, "digits-lost", Level.HINT, True),
        ("项目代码", "E2", "2601\u200b-1", "name-cleaned", Level.HINT, True),
        ("", "A2", "甲\u200b", "name-cleaned", Level.HINT, True),
        ("", "C2", "3亿元", "unit-differs", Level.HINT, True),
        ("", "C2", "300万元", None, None, True),
    ],
)
def test_what_a_cell_costs(
    column: str, cell: str, value: Value, code: str | None, level: Level | None, accepted: bool
) -> None:
    head, row = (f"{HEAD} | {column}", "甲 | 城关 | 9 | 1 | ") if column else (HEAD, "甲 | 城关 | 9 | 1")
    made, findings = cleaned(sheet(f"{head}\n{row}", cells={cell: value}))
    told = [(finding.code, finding.level, finding.cell) for finding in findings if finding.cell]
    assert told == ([] if code is None else [(code, level, cell)])
    (counted,) = made.counts.values()
    assert (counted.read, counted.accepted) == (1, int(accepted)) == (1, len(made.projects))


def test_a_finding_names_file_sheet_cell_field_value_and_sender() -> None:
    _, findings = cleaned(sheet(f"{HEAD}\n甲 | 城关 | 约八千 | 1", file="城关/五月.xlsx"))
    finding = only(findings, "money-not-a-number")
    place = (finding.file, finding.sheet, finding.cell, finding.field, finding.value, finding.sender)
    assert place == ("城关/五月.xlsx", "Sheet1", "C2", "年度计划投资", "约八千", "城关街道")
    assert "约八千" in finding.message and "年度计划投资" in finding.message


def test_a_town_comes_from_its_cell_else_from_the_sender() -> None:
    made = tables(
        sheet("项目名称 | 年度计划投资 | 本年完成投资\n甲 | 1 | 1", sender="石磨镇"),
        sheet(f"{HEAD}\n乙 | 柳渡 | 1 | 1\n丙 |  | 1 | 1", sender="石磨镇", file="b.xlsx"),
    )
    assert [row["town"] for row in made.projects] == ["石磨镇", "柳渡镇", "石磨镇"]


def test_a_departments_row_without_a_town_is_blocked_and_kept_only_when_it_has_a_code() -> None:
    head = "项目代码 | 项目名称 | 镇街 | 年度计划投资 | 本年完成投资"
    made, findings = cleaned(sheet(f"{head}\n | 甲 |  | 1 | 1\n2601-1 | 乙 |  | 1 | 1", sender="市工信局"))
    assert [row["name"] for row in made.projects] == ["乙"]
    assert [(f.code, f.level, f.cell) for f in findings if f.cell] == [
        ("required-blank", Level.BLOCK, "C2"), ("required-blank", Level.BLOCK, "C3"),
    ]  # fmt: skip


def test_the_headings_unit_wins_over_the_sheets_and_nothing_means_wan_with_one_hint_a_column() -> None:
    text = f"{HEAD} | 总投资（亿元）\n甲 | 城关 | 5 | 0 | 2\n乙 | 城关 | 6万 | 7 | 3"
    made, findings = cleaned(sheet(text, unit=None))
    assert [row["plan"] for row in made.projects] == [50_000, 60_000]
    assert [row["total"] for row in made.projects] == [200_000_000, 300_000_000]
    hints = [(finding.cell, finding.value) for finding in findings if finding.code == "unit-missing"]
    assert hints == [("C1", "年度计划投资"), ("D1", "本年完成投资")]


def test_a_cells_own_unit_that_differs_is_told_with_the_columns() -> None:
    finding = only(cleaned(sheet(f"{HEAD}\n甲 | 城关 | 3亿元 | 1"))[1], "unit-differs")
    assert "万元" in finding.message and finding.value == "3亿元"


def test_a_column_of_zeros_needs_no_unit() -> None:
    assert "unit-missing" not in codes(cleaned(sheet(f"{HEAD}\n甲 | 城关 | 0 | 0", unit=None))[1])


def test_plans_before_plan_from_are_hints_and_keep_their_row() -> None:
    office, block = an_office(plan_from="2026-03"), sheet(f"{HEAD}\n甲 | 城关 |  | 1")
    made, findings = cleaned(block, period=Period.parse("2026-02"), office=office)
    assert only(findings, "required-blank").level is Level.HINT and made.projects[0]["plan"] is None
    made, findings = cleaned(block, period=Period.parse("2026-03"), office=office)
    assert only(findings, "required-blank").level is Level.BLOCK and made.projects == ()


def test_several_columns_of_one_permit_are_read_as_one() -> None:
    text = f"{HEAD} | 土地 | 土地\n甲 | 城关 | 1 | 1 | √ | 不涉及\n乙 | 城关 | 1 | 1 | √ | ×"
    assert [row["permit.土地"] for row in tables(sheet(text)).projects] == ["办结", "办理中"]


def test_permits_without_a_column_are_unknown_with_one_hint_a_sender() -> None:
    made, findings = cleaned(
        sheet(f"{HEAD} | 土地\n甲 | 城关 | 1 | 1 | √"), sheet(f"{HEAD} | 环评\n乙 | 城关 | 1 | 1 | √", file="二.xlsx")
    )
    assert only(findings, "permit-column-missing").value == "立项、规划、能评、安评、施工许可"
    assert [row["permit.环评"] for row in made.projects] == [None, "办结"]


def test_private_numbers_are_gone_before_anything_is_kept() -> None:
    head = f"{HEAD} | 联系人 | 备注 | 存在问题\n甲 | 城关"
    private = "张三13800138000 | 找13800138000"
    made, findings = cleaned(
        sheet(f"{head} | 约13800138000 | 1 | {private} | 电话13800138000"),
        sheet(f"{head} | 1 | 1 | {private} | 0531-88881234", file="b"),
    )
    assert "13800138000" not in repr(made) + repr(findings) and "88881234" not in repr(made)
    assert made.projects[0]["remark"] == "找***" and made.projects[0]["contact"] is None


def test_a_code_is_the_id_in_one_spelling() -> None:
    head = f"{HEAD} | 项目代码"
    assert tables(sheet(f"{head}\n甲 | 城关 | 1 | 1 | ２６０１－１ ２")).projects[0]["id"] == "2601-12"


def test_a_problem_needs_no_town_and_a_lead_with_an_odd_amount_stops_nothing() -> None:
    problem = sheet(
        "项目名称 | 问题类别 | 具体问题 | 状态\n甲 | 资金 | 缺钱 | 未解决", form=PROBLEMS, sender="市发改局"
    )
    lead = sheet(
        "项目名称 | 来源区域 | 计划总投资 | 阶段\n乙 | 京津冀 | 约5亿 | 洽谈", form=LEADS, sender="市发改局", file="b"
    )
    made, findings = cleaned(problem, lead)
    assert made.forms[PROBLEMS][0]["status"] == "未办结" and made.forms[LEADS][0]["stage"] == "在谈"
    assert {finding.level for finding in findings} == {Level.HINT}


def test_a_register_need_not_report_progress() -> None:
    made = tables(sheet("项目名称 | 镇街 | 年度计划投资\n甲 | 城关 | 5", form=REGISTER, sender=None, file="清单.xlsx"))
    assert made.register[0]["plan"] == 50_000 and made.projects == ()


def test_the_reporting_date_is_kept_for_the_deadline() -> None:
    (reported,) = tables(sheet(f"{HEAD}\n甲 | 城关 | 1 | 1", reported="2026年6月9日")).reported
    assert (reported.day, reported.cell, reported.sender) == (date(2026, 6, 9), "A99", "城关街道")
    assert tables(sheet(f"{HEAD}\n甲 | 城关 | 1 | 1", reported="尽快")).reported == ()


CELLS = st.one_of(
    st.none(), st.text(max_size=6), st.integers(), st.floats(), st.booleans(), st.dates(),
    st.sampled_from([ERROR, UNCALCULATED, LOST, Percent(0.5), "甲", "城关", "12", "约3"]),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6))
def test_whatever_the_cells_hold_read_is_accepted_plus_refused(rows: list[list[Value]]) -> None:
    head = f"{HEAD} | 开工时间"
    cells = {f"{letter}{at}": cell for at, row in enumerate(rows, 2) for letter, cell in zip("ABCDE", row, strict=True)}
    block = sheet("\n".join([head, *(" | | | | " for _ in rows)]), cells=cells)
    made, findings = cleaned(block)
    (counted,) = made.counts.values()
    assert counted.read == len(rows) == counted.accepted + counted.refused
    assert counted.accepted == len(made.projects)
    assert not counted.refused or any(finding.level is Level.BLOCK for finding in findings)
    for row in made.projects:
        assert row["name"] and row["town"] and row["plan"] >= 0 and row["ytd_done"] >= 0


def test_a_file_without_rows_is_counted_as_none() -> None:
    made, _ = cleaned(sheet(HEAD))
    assert [(c.read, c.refused) for c in made.counts.values()] == [(0, 0)]
    assert collected().blocks == ()
