"""Money and rates, exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model import Measured, Period, Tables
from pipeline.publish import decimal_text
from tests.tables import MAY, an_office, figure, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"


def of(*rows: str, columns: str = "", **given: object) -> Measured:
    return measured(sheet("\n".join([f"{HEAD}{columns}", *rows])), **given)  # type: ignore[arg-type]


def then(*rows: str, columns: str = "") -> Tables:
    return tables(sheet("\n".join([f"{HEAD}{columns}", *rows])))


def test_the_rate_divides_sums_over_projects_with_a_plan_and_notes_the_others() -> None:
    found = of("甲 | 城关 | 300 | 100", "乙 | 城关 | 600 | 100", "丙 | 城关 | 0 | 50")
    assert figure(found, "年度投资完成率") == Fraction(200, 9)
    assert (figure(found, "年度计划投资"), figure(found, "本年完成投资")) == (9_000_000, 2_500_000)
    assert found.index["全市", "年度投资完成率"].note == "不含没有年度计划的1个项目"
    assert found.index["全市", "开工率"].note == ""
    assert found.index["全市", "年度投资完成率"].rows == ("城关街道/甲", "城关街道/乙")


def test_a_rate_may_exceed_a_hundred_percent() -> None:
    assert figure(of("甲 | 城关 | 100 | 250"), "年度投资完成率") == 250


def test_without_any_plan_there_is_no_rate_no_gap_and_no_rank() -> None:
    found = of("甲 | 城关 | 0 | 5")
    names = ("年度投资完成率", "时序差", "名次", "类别名次", "环比变化")
    assert [figure(found, name, "镇街:城关街道") for name in names] == [None] * 5
    assert figure(found, "时序进度") == Fraction(500, 12)


def test_the_gap_comes_from_unrounded_values_and_is_rounded_once() -> None:
    found = of("甲 | 城关 | 100000 | 97158", period=Period.parse("2026-10"))
    gap = figure(found, "时序差")
    assert gap == Fraction(97158, 1000) - Fraction(1000, 12) and decimal_text(gap, "个百分点") == "13.824667"


def test_before_plan_from_the_rates_are_null_and_the_sums_are_of_the_known() -> None:
    office = an_office(plan_from="2026-03")
    rows = "甲 | 城关 | 100 | 10", "乙 | 城关 | | 5"
    found = of(*rows, period=Period.parse("2026-02"), office=office)
    assert figure(found, "年度投资完成率") is None and figure(found, "名次", "镇街:城关街道") is None
    assert figure(found, "年度计划投资") == 1_000_000 and figure(found, "本年完成投资") == 150_000


def test_the_total_since_the_start_is_given_or_made_of_last_years_end_and_this_year_or_unknown() -> None:
    columns = " | 自开工累计完成投资 | 上年末累计完成投资"
    found = of("甲 | 城关 | 9 | 1 | 5 | 4", "乙 | 城关 | 9 | 1 | | 7", "丙 | 城关 | 9 | 1 | | ", columns=columns)
    assert figure(found, "自开工累计完成投资") == 130_000
    assert found.index["全市", "自开工累计完成投资"].note == "不含没有填报的1个项目"
    assert figure(of("丙 | 城关 | 9 | 1"), "自开工累计完成投资") is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("甲 | 城关 | 9 | 7 | 3", "乙 | 城关 | 9 | 2 | 2"), 60_000),
        (("甲 | 城关 | 9 | 3 | 3", "乙 | 城关 | 9 | 0 | 0"), -0),
        (("甲 | 城关 | 9 | 7 | ", "乙 | 城关 | 9 | 2 | "), 60_000),
    ],
)
def test_this_months_progress_is_against_last_months_snapshot_and_a_new_project_counts_from_zero(
    rows: tuple[str, ...], expected: int
) -> None:
    history = {"2026-04": then("甲 | 城关 | 9 | 3", "走 | 城关 | 9 | 8")}
    assert figure(of(*rows, columns=" | 本月完成投资", history=history), "当月完成投资") == expected


def test_without_last_months_snapshot_all_must_have_told_their_month() -> None:
    columns = " | 本月完成投资"
    assert figure(of("甲 | 城关 | 9 | 7 | 3", "乙 | 城关 | 9 | 2 | 2", columns=columns), "当月完成投资") == 50_000
    found = of("甲 | 城关 | 9 | 7 | 3", "乙 | 石磨 | 9 | 2 | ", columns=columns)
    assert figure(found, "当月完成投资") is None and figure(found, "当月完成投资", "镇街:城关街道") == 30_000


def test_an_older_snapshot_is_not_last_months() -> None:
    history = {"2026-03": then("甲 | 城关 | 9 | 3")}
    assert figure(of("甲 | 城关 | 9 | 7", history=history), "当月完成投资") is None


def test_january_has_done_in_the_month_what_it_has_done_in_the_year() -> None:
    history = {"2025-12": then("甲 | 城关 | 9 | 3")}
    found = of("甲 | 城关 | 9 | 7 | 5", columns=" | 本月完成投资", history=history, period=Period.parse("2026-01"))
    assert figure(found, "当月完成投资") == 70_000
    assert figure(found, "环比变化") is None and figure(found, "上期名次", "镇街:城关街道") is None


def test_a_week_counts_its_month_from_last_months_snapshot() -> None:
    history = {"2026-04": then("甲 | 城关 | 9 | 3"), "2026-W20": then("甲 | 城关 | 9 | 5")}
    found = of("甲 | 城关 | 9 | 7", history=history, period=Period.parse("2026-W21"))
    assert figure(found, "当月完成投资") == 40_000
    assert figure(found, "环比变化") == Fraction(200, 9) and figure(found, "时序进度") == Fraction(400, 12)


def test_the_change_since_last_month_is_in_points_for_the_city_and_each_town() -> None:
    history = {"2026-04": then("甲 | 城关 | 100 | 30", "乙 | 石磨 | 100 | 10")}
    found = of("甲 | 城关 | 100 | 40", "丁 | 柳渡 | 100 | 10", history=history)
    assert (figure(found, "环比变化"), figure(found, "环比变化", "镇街:城关街道")) == (5, 10)
    assert figure(found, "环比变化", "镇街:柳渡镇") is None


def test_sums_are_exact_beyond_64_bits() -> None:
    rows = [f"甲{at} | 城关 | 1 | 99999999999999" for at in range(12)]
    assert figure(of(*rows), "本年完成投资") == 12 * 99_999_999_999_999 * 10_000


def test_every_figure_states_its_definition_and_its_unit() -> None:
    for found in of("甲 | 城关 | 9 | 7").figures:
        units = ("个", "元", "%", "个百分点", "名", "位", "天", "次")
        assert found.definition.endswith("。") and found.unit in units
    assert of("甲 | 城关 | 9 | 7").period == MAY
