from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model import Measured, Period
from tests.tables import LEADS, MAY, RESERVES, figure, measured, sheet, tables

APRIL = MAY.previous
DECEMBER = Period.parse("2025-12")
WON = "项目名称 | 镇街 | 来源区域 | 招引方式 | 链主企业 | 是否增资扩产 | 计划总投资 | 阶段 | 走出去次数 | 请进来次数\n"
MAY_LEADS = """
一 | 城关 | 长三角 | 以商招商 | 示例链主 | 是 | 1000 | 签约 | 2 | 1
二 | 城关 | 长三角 | 基金招商 | | 否 | 2000 | 在谈 | 1 |
三 | 石磨 | 京津冀 | 以商招商 | | | 500 | 落地 | | 3
五 | 柳渡 | 其他 | 科技招商 | | | | 在谈 | |
""".strip()
APRIL_LEADS = """
一 | 城关 | 长三角 | 以商招商 | | | 1000 | 在谈 | |
二 | 城关 | 长三角 | 基金招商 | | | 2000 | 签约 | |
三 | 石磨 | 京津冀 | 以商招商 | | | 500 | 签约 | |
四 | 石磨 | 京津冀 | 以商招商 | | | 900 | 在谈 | |
""".strip()


def leads(then: str = "", period: Period = MAY) -> Measured:
    """招引 of a month; ``then`` are the rows of the month before."""
    now = sheet(WON + MAY_LEADS, form=LEADS, file="招引.xlsx")
    before = tables(sheet(WON + then, form=LEADS, file="招引.xlsx"), period=period.previous) if then else None
    return measured(now, period=period, history={period.previous.text: before} if before else None)


def test_rates_name_their_denominators() -> None:
    found = leads()
    assert figure(found, "招引总数") == 4
    assert figure(found, "签约率") == 50 and "÷招引总数" in found.index["全市", "签约率"].definition
    assert figure(found, "落地率") == 50 and "÷现处签约、落地" in found.index["全市", "落地率"].definition


def test_a_rate_of_nothing_has_no_value() -> None:
    found = leads()
    assert figure(found, "签约率", "来源区域:其他") == 0 and figure(found, "落地率", "来源区域:其他") is None


def test_sources_and_ways_are_scopes_in_their_official_order() -> None:
    found = leads()
    assert found.scopes("来源区域:") == ("来源区域:京津冀", "来源区域:长三角", "来源区域:其他")
    assert found.scopes("招引方式:") == ("招引方式:以商招商", "招引方式:基金招商", "招引方式:科技招商")
    assert figure(found, "招引总投资", "来源区域:长三角") == 30_000_000
    assert figure(found, "落地总投资", "招引方式:以商招商") == 5_000_000
    assert ("来源区域:长三角", "项目总数") not in found.index


def test_money_that_was_not_filled_in_is_left_out_and_noted() -> None:
    found = leads()
    assert figure(found, "招引总投资") == 35_000_000 and "1个" in found.index["全市", "招引总投资"].note
    assert figure(found, "招引总投资", "镇街:柳渡镇") is None


def test_chain_leaders_expansions_and_visits_are_counted() -> None:
    found = leads()
    names = ("链主招引数", "增资扩产数", "走出去次数", "请进来次数")
    assert [figure(found, name) for name in names] == [1, 1, 3, 4]
    assert figure(found, "走出去次数", "镇街:城关街道") == 3 and figure(found, "走出去次数", "镇街:柳渡镇") is None


def test_stages_are_compared_with_last_month_by_project() -> None:
    found = leads(APRIL_LEADS)
    names = ("新增招引数", "转签约数", "转落地数", "退出招引数")
    assert [figure(found, name) for name in names] == [1, 1, 1, 1]
    told = {row["name"]: (row["before"], row["fell_back"]) for row in found.leads}
    assert told == {"一": ("在谈", False), "二": ("签约", True), "三": ("签约", False), "五": (None, False)}
    assert [(row["name"], row["before"]) for row in found.flow if row["lead_gone"]] == [("四", "在谈")]


@pytest.mark.parametrize("period", [MAY, Period.parse("2026-01")])
def test_without_a_last_month_of_the_year_nothing_moved_and_nothing_is_claimed(period: Period) -> None:
    found = leads(APRIL_LEADS if period.month == 1 else "", period)
    assert [figure(found, name) for name in ("新增招引数", "转签约数", "退出招引数", "转开工数")] == [None] * 4


def planned(rows: str) -> Measured:
    text = "项目名称 | 镇街 | 资金渠道 | 估算总投资 | 申报状态 | 批复额\n"
    return measured(sheet(text + rows, form=RESERVES, file="策划.xlsx"))


def test_what_is_approved_has_been_applied_for() -> None:
    found = planned(
        "甲 | 城关 | 专项债 | 100 | 已批复 | 60\n乙 | 城关 | 专项债 | 50 | 申报中 | 9\n丙 | 石磨 | 自筹 | | 未启动 | "
    )
    names = ("储备数", "已申报数", "已批复数", "批复额", "储备总投资")
    assert [figure(found, name) for name in names] == [3, 2, 1, 600_000, 1_500_000]
    assert figure(found, "已申报数", "资金渠道:自筹") == 0 and figure(found, "储备总投资", "资金渠道:自筹") is None


def test_a_rate_is_exact() -> None:
    stages = {"甲": "在谈", "乙": "签约", "丙": "在谈"}
    rows = "\n".join(f"{name} | 城关 | 其他 | 其他 | | | | {stage} | |" for name, stage in stages.items())
    assert figure(measured(sheet(WON + rows, form=LEADS, file="招引.xlsx")), "签约率") == Fraction(100, 3)
