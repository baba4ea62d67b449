"""Amounts judged against their column: suspected slips of the unit, and totals."""

from __future__ import annotations

import pytest

from pipeline.model import Block
from tests.tables import REGISTER, codes, judged, only, sheet

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 总投资"


def column(*rows: tuple[str, str]) -> Block:
    return sheet("\n".join([HEAD, *(f"甲{at} | 城关 | {plan} | 0 | {total}" for at, (plan, total) in enumerate(rows))]))


def test_a_plan_above_the_total_is_blocked_and_an_equal_one_is_not() -> None:
    findings, _ = judged(column(("11", "10"), ("10", "10"), ("5", "")))
    finding = only(findings, "plan-over-total")
    assert (finding.level, finding.cell, len(findings)) == ("阻断", "C2", 1)


@pytest.mark.parametrize(
    ("odd", "slip"), [("10000", True), ("9999", False), ("0.01", True), ("0.02", False), ("0", False)]
)
def test_a_thousand_times_its_columns_median_is_a_slip(odd: str, slip: bool) -> None:
    findings, _ = judged(column(*[("10", "")] * 5, (odd, "")))
    assert codes(findings) == ({"unit-slip"} if slip else set())


def test_fewer_than_five_amounts_are_no_column_to_judge_by_and_zeros_do_not_count() -> None:
    assert judged(column(*[("10", "")] * 3, ("10000", "")))[0] == []
    assert judged(column(*[("10", "")] * 3, ("0", ""), ("10000", "")))[0] == []
    assert codes(judged(column(*[("10", "")] * 4, ("10000", "")))[0]) == {"unit-slip"}


def test_each_sheet_is_its_own_column() -> None:
    small = sheet("\n".join([HEAD, *(f"乙{at} | 城关 | 0.001 | 0 | " for at in range(5))]), file="二.xlsx")
    assert judged(column(*[("10", "")] * 5), small)[0] == []


@pytest.mark.parametrize(("total", "expected"), [("10000000", {"total-too-large"}), ("9999999.9999", set())])
def test_a_total_of_a_thousand_yi_is_a_slip(total: str, expected: set[str]) -> None:
    assert codes(judged(column(("5", total)))[0]) == expected


def test_the_senders_own_amounts_are_judged_though_the_register_governs() -> None:
    register = sheet(
        "项目名称 | 镇街 | 年度计划投资 | 总投资\n甲0 | 城关 | 5 | 20", form=REGISTER, sender=None, file="r"
    )
    findings, _ = judged(column(("30", "20")), register)
    assert codes(findings) == {"plan-over-total", "register-differs"}


def test_the_registers_own_amounts_are_judged_once_at_its_own_cell() -> None:
    register = sheet(
        "项目名称 | 镇街 | 年度计划投资 | 总投资\n甲0 | 城关 | 50 | 20", form=REGISTER, sender=None, file="r"
    )
    sent = sheet("项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n甲0 | 城关 | 5 | 0")
    findings, _ = judged(sent, register)
    finding = only(findings, "plan-over-total")
    assert (finding.file, finding.cell) == ("r", "C2")


def test_an_amount_that_only_the_register_has_is_not_in_the_senders_column() -> None:
    rows = "\n".join(f"甲{at} | 城关 | 1 | 0 | {'' if at else '9'}" for at in range(6))
    register = "\n".join(f"甲{at} | 城关 | 1 | 9{'000' * (at > 0)}" for at in range(6))
    head = "项目名称 | 镇街 | 年度计划投资 | 总投资"
    blocks = (sheet(f"{HEAD}\n{rows}"), sheet(f"{head}\n{register}", form=REGISTER, sender=None, file="r"))
    slips = [(finding.file, finding.cell) for finding in judged(*blocks)[0] if finding.code == "unit-slip"]
    assert slips == [("r", "D2")]


@pytest.mark.parametrize(
    ("written", "wrong"), [("30", False), ("31", False), ("31.01", True), ("28.99", True), ("29", False)]
)
def test_a_total_may_differ_by_one_wan(written: str, wrong: bool) -> None:
    text = f"{HEAD}\n甲 | 城关 | 10.00 | 0.00 | 100\n乙 | 城关 | 20.00 | 0.00 | 100\n合计 | | {written} | 0.00 | 200"
    findings, _ = judged(sheet(text))
    assert codes(findings) == ({"total-differs"} if wrong else set())
    if wrong:
        finding = only(findings, "total-differs")
        assert (finding.level, finding.cell, finding.field) == ("阻断", "C4", "年度计划投资")
        assert f"{written}万元" in finding.message and "30万元" in finding.message


def test_a_total_of_rounded_addends_may_differ_by_half_a_place_each() -> None:
    head = "项目名称 | 镇街 | 年度计划投资（亿元） | 本年完成投资"
    rows = "\n".join(f"甲{at} | 城关 | 0.01 | 0" for at in range(4))
    assert judged(sheet(f"{head}\n{rows}\n合计 | | 0.06 | 0"))[0] == []
    assert codes(judged(sheet(f"{head}\n{rows}\n合计 | | 0.07 | 0"))[0]) == {"total-differs"}


def test_a_total_counts_the_rows_that_are_refused_as_repeated() -> None:
    text = f"{HEAD}\n甲 | 城关 | 10 | 0 | 100\n甲 | 城关 | 10 | 0 | 100\n合计 | | 20 | 0 | 200"
    findings, refused = judged(sheet(text))
    assert codes(findings) == {"duplicate"} and len(refused) == 1
