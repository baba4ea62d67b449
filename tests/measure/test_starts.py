"""Started, due, new and soon; permits of what has not started."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model import Measured, Period
from tests.tables import figure, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"


def of(columns: str, *rows: str, period: str = "2026-05", before: tuple[str, ...] = ()) -> Measured:
    text = [f"{HEAD} | {columns}", *(f"甲{at} | 城关 | 9 | 0 | {row}" for at, row in enumerate(rows))]
    last = [f"{HEAD} | {columns}", *(f"甲{at} | 城关 | 9 | 0 | {row}" for at, row in enumerate(before))]
    this = Period.parse(period)
    history = {this.previous.text: tables(sheet("\n".join(last)), period=this.previous)} if before else {}
    return measured(sheet("\n".join(text)), period=this, history=history)


@pytest.mark.parametrize(
    ("columns", "row", "started"),
    [
        ("项目阶段", "在建", 1), ("项目阶段", "竣工", 1), ("项目阶段", "投产", 1), ("项目阶段", "前期", 0),
        ("项目阶段", "停工", 0),
        ("是否开工", "√", 1), ("是否开工", "", 0), ("开工时间", "2026-05-31", 1), ("开工时间", "2026-06-01", 0),
        ("项目阶段 | 是否开工", "停工 | 是", 1), ("项目阶段 | 开工时间", "前期 | 2026年5月", 1), ("开工时间",
        "2026年6月", 0),
    ],
)  # fmt: skip
def test_stage_or_word_or_date_makes_a_project_started(columns: str, row: str, started: int) -> None:
    found = of(columns, row)
    assert [figure(found, name) for name in ("已开工数", "未开工数", "开工率")] == [started, 1 - started, started * 100]


def test_due_is_what_was_planned_by_the_end_of_the_month_started_or_not() -> None:
    rows = "是 | 2026-05-31", "否 | 2026年5月", "否 | 2026-06-01", "是 | 2026-07-01", "否 | "
    found = of("是否开工 | 计划开工时间", *rows)
    assert [figure(found, name) for name in ("应开工数", "应开未开数", "应开工开工率")] == [2, 1, 50]


def test_nothing_due_leaves_no_rate_of_the_due() -> None:
    assert figure(of("是否开工", "是"), "应开工开工率") is None


@pytest.mark.parametrize(
    ("day", "soon"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-30", 1), ("2026-07-01", 0), ("2026年7月", 0)]
)
def test_soon_is_within_thirty_days_after_the_last_day(day: str, soon: int) -> None:
    assert figure(of("是否开工 | 计划开工时间", f"否 | {day}"), "30天内拟开工数") == soon
    assert figure(of("是否开工 | 计划开工时间", f"是 | {day}"), "30天内拟开工数") == 0


def test_new_starts_are_those_that_last_month_had_not_started() -> None:
    found = of("项目阶段", "在建", "在建", "前期", "在建", before=("前期", "在建", "前期"))
    assert figure(found, "本月新开工数") == 2
    assert found.index["全市", "本月新开工数"].rows == ("城关街道/甲0", "城关街道/甲3")


def test_without_last_month_a_start_in_the_month_is_new() -> None:
    found = of("开工时间 | 项目阶段", "2026-05-01 | 在建", "2026-04-30 | 在建", " | 在建", "2026-06-01 | 前期")
    assert figure(found, "本月新开工数") == 1


def test_last_month_is_judged_at_its_own_last_day() -> None:
    found = of("开工时间", "2026-05-03", "2026-04-30", before=("2026-05-03", "2026-04-30"))
    assert figure(found, "本月新开工数") == 1


def test_in_january_a_project_new_on_the_list_is_no_new_start_unless_it_began_then() -> None:
    found = of(
        "项目阶段 | 开工时间",
        "前期 | ",
        "在建 | 2025-03-01",
        "在建 | 2026-01-08",
        period="2026-01",
        before=("前期 | ",),
    )
    assert found.index["全市", "本月新开工数"].rows == ("城关街道/甲2",)


def test_finished_and_producing_and_in_the_statistics() -> None:
    found = of("项目阶段 | 是否纳统", "竣工 | 是", "投产 | 370100001", "在建 | ", "终止 | 否")
    assert [figure(found, name) for name in ("项目总数", "竣工数", "投产数", "纳统数")] == [4, 2, 1, 2]


PERMITS = "是否开工 | 立项 | 土地 | 规划 | 环评"


def test_a_project_is_stuck_at_its_first_unfinished_permit() -> None:
    found = of(
        PERMITS, "否 | √ | 办理中 | × | ×", "否 | 不涉及 | √ | × | √", "否 | √ | √ | √ | 不涉及", "是 | × | × | × | ×"
    )
    stuck = {name: figure(found, f"卡点:{name}") for name in ("立项", "土地", "规划", "能评", "环评")}
    undone = {name: figure(found, f"未办结:{name}") for name in ("立项", "土地", "规划", "能评", "环评")}
    assert stuck == {"立项": 0, "土地": 1, "规划": 1, "能评": 0, "环评": 0}
    assert undone == {"立项": 0, "土地": 1, "规划": 2, "能评": 0, "环评": 1}


def test_the_rate_of_a_permit_leaves_out_those_it_does_not_concern() -> None:
    found = of(PERMITS, "否 | √ | 不涉及 | 不涉及 | √", "是 | √ | √ | 不涉及 | ×", "否 | √ | × | 不涉及 | 办理中")
    rates = [figure(found, f"手续办结率:{name}") for name in ("立项", "土地", "规划", "能评", "环评")]
    assert rates == [100, 50, None, None, Fraction(100, 3)]
