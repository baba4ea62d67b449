"""更正表: a reported value is corrected or confirmed openly, and only where its old value is what was reported."""

from __future__ import annotations

import pytest

from pipeline.model import Block, Fault, FaultKind, Finding, Remedy, Tables
from tests.tables import PROBLEMS, REGISTER, cleaned, codes, only, sheet, tables

ROWS = """
项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 开工时间 | 备注
甲 | 城关 | 100 | 30 | 2026-03-05 | 原话
乙 | 城关 | 200 | 约八千 | |
"""
HEAD = "项目名称 | 镇街 | 字段 | 原值 | 更正值 | 原因 | 依据 | 经办人 | 期间"


def orders(*rows: str, file: str = "更正.xlsx") -> Block:
    return sheet("\n".join([HEAD, *rows]), form="更正表", sender=None, file=file)


def corrected(*rows: str, file: str = "更正.xlsx") -> tuple[Tables, tuple[Finding, ...]]:
    return cleaned(sheet(ROWS), orders(*rows, file=file))


def test_a_value_that_cannot_be_read_is_corrected_and_its_row_is_accepted() -> None:
    made, findings = corrected("乙 | 城关 | 本年完成投资 | 约八千 | 80 | 电话核实 | 电话 | 王经办 | ")
    assert codes(findings) == {"permit-column-missing"}
    assert [row["ytd_done"] for row in made.projects] == [300_000, 800_000]
    assert (made.counts["城关街道.xlsx"].read, made.counts["城关街道.xlsx"].refused) == (2, 0)


def test_every_use_says_what_stood_what_stands_and_where_both_are_written() -> None:
    made, _ = corrected("乙 | 城关 | 本年完成投资 | 约八千 | 80 | 电话核实 | 电话 | 王经办 | ")
    (use,) = made.interventions
    assert (use.remedy, use.file, use.cell, use.target) == (
        Remedy.CORRECTION,
        "更正.xlsx",
        "E2",
        "城关街道.xlsx｜Sheet1｜D3",
    )
    assert (use.before, use.after, use.reason, use.basis, use.person) == ("约八千", "80", "电话核实", "电话", "王经办")


@pytest.mark.parametrize(
    ("field", "before", "after", "key", "reads"),
    [
        ("本年完成投资", "30", "45.5", "ytd_done", 455_000),
        ("本年完成投资", "30.00", "0.01亿元", "ytd_done", 1_000_000),
        ("本年度完成投资", "30", "45", None, None),
        ("年度累计完成投资", "３０", "45", "ytd_done", 450_000),
        ("开工时间", "2026年3月5日", "2026-04-01", "start", "2026-04-01"),
        ("备注", " 原话 ", "改过的话", "remark", "改过的话"),
    ],
)
def test_values_are_written_as_in_the_senders_column(
    field: str, before: str, after: str, key: str | None, reads: object
) -> None:
    made, findings = corrected(f"甲 | 城关 | {field} | {before} | {after} | 因 | 书面 | 王 | ")
    told = [code for code in codes(findings) if code.startswith("correction")]
    if key is None:
        assert told == ["correction-field-unknown"]
    else:
        value = made.projects[0][key]
        assert (told, value if isinstance(value, int | str) else value.isoformat()) == ([], reads)


def test_another_old_value_stops_the_run_and_changes_nothing() -> None:
    made, findings = corrected("甲 | 城关 | 本年完成投资 | 31 | 45 | 因 | 书面 | 王 | ")
    told = only(findings, "correction-old-differs")
    assert (told.level, told.file, told.cell) == ("阻断", "更正.xlsx", "D2")
    assert "报送的是“30”" in told.message and made.projects[0]["ytd_done"] == 300_000


def test_a_blank_cell_is_filled_where_the_old_value_is_left_blank() -> None:
    made, findings = corrected("乙 | 城关 | 开工时间 | | 2026-05-01 | 因 | 书面 | 王 | ")
    assert [code for code in codes(findings) if code.startswith("correction")] == []
    assert any(use.before == "（空）" for use in made.interventions)


def test_a_corrected_value_that_cannot_be_read_is_told_in_the_offices_own_table() -> None:
    told = only(
        corrected("甲 | 城关 | 本年完成投资 | 30 | 四十左右 | 因 | 书面 | 王 | ")[1], "correction-not-understood"
    )
    assert (told.file, told.cell, told.sender) == ("更正.xlsx", "E2", None)


def test_an_error_cell_is_named_by_what_the_sheet_shows() -> None:
    sent = sheet(ROWS, cells={"D3": Fault(FaultKind.ERROR, "#REF!")})
    made, findings = cleaned(sent, orders("乙 | 城关 | 本年完成投资 | #REF! | 80 | 因 | 电话 | 王 | "))
    assert codes(findings) == {"permit-column-missing"} and made.projects[1]["ytd_done"] == 800_000


def test_a_project_that_nobody_sent_is_told() -> None:
    told = only(corrected("丙 | 城关 | 本年完成投资 | 30 | 45 | 因 | 书面 | 王 | ")[1], "correction-project-unknown")
    assert (told.cell, told.level) == ("A2", "阻断")


def test_a_name_that_two_towns_have_needs_no_town_but_corrects_only_where_the_old_value_stands() -> None:
    other = sheet("项目名称 | 年度计划投资 | 本年完成投资\n甲 | 9 | 7", sender="石磨镇")
    made, findings = cleaned(sheet(ROWS), other, orders("甲 | | 本年完成投资 | 7 | 8 | 因 | 书面 | 王 | "))
    assert {row["town"]: row["ytd_done"] for row in made.projects} == {"城关街道": 300_000, "石磨镇": 80_000}
    assert "correction-old-differs" not in codes(findings)


def test_an_order_of_another_period_does_nothing_and_is_told() -> None:
    made, findings = corrected("甲 | 城关 | 本年完成投资 | 30 | 45 | 因 | 书面 | 王 | 2026年4月")
    assert made.projects[0]["ytd_done"] == 300_000
    assert only(findings, "correction-other-period").level == "提示"
    assert (
        corrected("甲 | 城关 | 本年完成投资 | 30 | 45 | 因 | 书面 | 王 | 2026年5月")[0].projects[0]["ytd_done"]
        == 450_000
    )


def test_a_standing_confirmation_holds_until_the_value_changes() -> None:
    row = "甲 | 城关 | 本年完成投资 | {} | 30 | 因 | 书面 | 王 | "
    held, findings = corrected(row.format("30"), file="../更正.xlsx")
    assert len(held.interventions) == 1 and held.interventions[0].before == held.interventions[0].after
    lapsed, findings = corrected(row.format("25"), file="../更正.xlsx")
    assert lapsed.interventions == () and only(findings, "correction-lapsed").level == "提示"


def test_an_order_without_a_reason_is_refused_and_stops_the_run() -> None:
    made, findings = corrected("甲 | 城关 | 本年完成投资 | 30 | 45 | | 书面 | 王 | ")
    assert only(findings, "required-blank").level == "阻断" and made.projects[0]["ytd_done"] == 300_000


def test_problems_are_corrected_too() -> None:
    problems = sheet(
        "项目名称 | 镇街 | 问题类别 | 具体问题 | 状态\n甲 | 城关 | 土地 | 缺指标 | 未办结",
        form=PROBLEMS,
        file="问题.xlsx",
    )
    made = tables(
        sheet(ROWS.replace("约八千", "8")), problems, orders("甲 | 城关 | 状态 | 未办结 | 已办结 | 因 | 书面 | 王 | ")
    )
    assert made.forms[PROBLEMS][0]["status"] == "已办结"


def test_the_register_is_no_report_and_is_not_corrected() -> None:
    listed = sheet(
        "项目名称 | 镇街 | 年度计划投资\n甲 | 城关 | 100", form=REGISTER, sender=None, file="重点项目清单.xlsx"
    )
    made, _ = cleaned(sheet(ROWS), listed, orders("甲 | 城关 | 年度计划投资 | 100 | 80 | 因 | 书面 | 王 | "))
    assert [(row["plan"], row["sent.plan"]) for row in made.projects if row["name"] == "甲"] == [(1_000_000, 800_000)]
    assert [use.target for use in made.interventions] == ["城关街道.xlsx｜Sheet1｜C2"]
