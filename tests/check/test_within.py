"""One row judged by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import REGISTER, codes, judged, only, sheet

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"


def told(columns: str, values: str, plan: str = "1000", ytd: str = "100") -> set[str]:
    findings, refused = judged(sheet(f"{HEAD} | {columns}\n甲 | 城关 | {plan} | {ytd} | {values}"))
    assert refused == ()
    return codes(findings)


@pytest.mark.parametrize(
    ("columns", "values", "expected"),
    [
        ("自开工累计完成投资 | 是否开工", "99.9999 | 是", {"cum-below-ytd"}),
        ("自开工累计完成投资 | 是否开工", "100 | 是", set()),
        ("上年末累计完成投资 | 自开工累计完成投资 | 是否开工", "50 | 151 | 是", set()),
        ("上年末累计完成投资 | 自开工累计完成投资 | 是否开工", "50 | 151.0001 | 是", {"cum-not-prior-plus-ytd"}),
        ("上年末累计完成投资 | 自开工累计完成投资 | 是否开工", "50 | 148.9999 | 是", {"cum-not-prior-plus-ytd"}),
        ("上年末累计完成投资 | 自开工累计完成投资 | 是否开工", " | 140 | 是", set()),
        ("本月完成投资 | 是否开工", "100.0001 | 是", {"ytd-below-month"}),
        ("本月完成投资 | 是否开工", "100 | 是", set()),
        ("开工时间 | 竣工时间", "2026-03-05 | 2026-03-04", {"finish-before-start"}),
        ("开工时间 | 竣工时间", "2026年3月 | 2026年3月", set()),
        ("开工时间 | 竣工时间", "2026-03-20 | 2026年3月", set()),
        ("计划开工时间 | 计划竣工时间 | 是否开工", "2026年5月 | 2026年4月 | 是", {"finish-before-start"}),
        ("是否开工", "否", {"invested-not-started"}),
        ("是否开工 | 施工许可", "是 | 办理中", {"started-without-permit"}),
        ("是否开工 | 施工许可", "是 | 不涉及", set()),
        ("项目阶段 | 施工许可", "在建 | ", {"started-without-permit"}),
        ("是否开工 | 填报完成率", "是 | 10.1%", set()),
        ("是否开工 | 填报完成率", "是 | 10.11", {"rate-differs"}),
        ("是否开工 | 填报完成率", "是 | 9.89%", {"rate-differs"}),
    ],
)
def test_a_row_that_contradicts_itself_is_told(columns: str, values: str, expected: set[str]) -> None:
    assert told(columns, values) == expected


@pytest.mark.parametrize(("ytd", "expected"), [("1500", set()), ("1500.0001", {"over-fulfilled"})])
def test_more_than_half_again_of_the_plan_is_told(ytd: str, expected: set[str]) -> None:
    assert told("是否开工", "是", ytd=ytd) == expected


def test_a_plan_of_zero_has_no_rate_to_exceed_or_to_differ_from() -> None:
    assert told("是否开工 | 填报完成率", "是 | 12%", plan="0") == set()


def test_the_senders_own_plan_is_what_its_rate_is_measured_by() -> None:
    register = sheet("项目名称 | 镇街 | 年度计划投资\n甲 | 城关 | 500", form=REGISTER, sender=None, file="清单.xlsx")
    sent = sheet(f"{HEAD} | 是否开工 | 填报完成率\n甲 | 城关 | 1000 | 100 | 是 | 10%")
    assert codes(judged(sent, register)[0]) == {"register-differs"}


def test_a_row_without_progress_before_its_start_is_in_order() -> None:
    assert told("是否开工", "否", ytd="0") == set()


def test_a_finding_stands_at_the_cell_it_is_about() -> None:
    findings, _ = judged(sheet(f"{HEAD} | 自开工累计完成投资 | 是否开工\n甲 | 城关 | 1000 | 100 | 90.5 | 是"))
    finding = only(findings, "cum-below-ytd")
    assert (finding.level, finding.cell, finding.field, finding.value) == (
        "阻断",
        "E2",
        "自开工累计完成投资",
        "90.5万元",
    )
    assert finding.message == "城关街道“甲”的自开工累计完成投资（90.5万元）小于本年完成投资（100万元），请核对。"


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_sums_that_agree_are_never_told(prior: int, ytd: int, month: int) -> None:
    values = f"{prior} | {prior + ytd} | {min(month, ytd)} | 是"
    expected: set[str] = set()
    columns = "上年末累计完成投资 | 自开工累计完成投资 | 本月完成投资 | 是否开工"
    assert told(columns, values, plan=str(ytd), ytd=str(ytd)) - {"total-too-large"} == expected
