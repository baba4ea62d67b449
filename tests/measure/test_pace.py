"""十快十慢: who is measured against 时序, in which order, and who is never among the slow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pipeline.measure import measure
from pipeline.model import Measured, Period
from tests.tables import LAW, MAY, OFFICE, figure, sheet, tables

HEAD = "项目名称|镇街|年度计划投资|本年完成投资|项目阶段|计划开工时间"


def month(rows: str, period: Period = MAY, **rules: Any) -> Measured:
    figures = {**LAW.figures, "pace": {**LAW.figures["pace"], **rules}}
    made = tables(sheet(f"{HEAD}\n{rows}"), period=period)
    return measure(made, period, replace(LAW, figures=figures), OFFICE, history={})


def ends(found: Measured) -> tuple[list[str], list[str]]:
    """The names of the fast and of the slow with their places."""
    return tuple(  # type: ignore[return-value]
        sorted(f"{row[f'{end}_place']}{row['name']}" for row in found.projects if row[f"is_{end}"])
        for end in ("fast", "slow")
    )


def test_the_fast_and_the_slow_stand_on_either_side_of_time() -> None:
    rows = "甲|城关|1200|1100|在建|\n乙|城关|1200|500|在建|\n丙|城关|1200|499|在建|\n丁|城关|1200|10|在建|"
    assert ends(month(rows)) == (["1甲", "2乙"], ["1丁", "2丙"])


def test_of_equal_rates_the_larger_sum_comes_first_and_equal_ones_share_a_place() -> None:
    rows = "甲|城关|100|0|在建|\n乙|城关|900|0|在建|\n丙|城关|100|0|在建|\n丁|城关|100|10|在建|"
    assert ends(month(rows))[1] == ["1乙", "2丙", "2甲", "4丁"]


def test_whoever_shares_the_last_place_is_on_the_list_too() -> None:
    rows = "甲|城关|100|0|在建|\n乙|城关|100|0|在建|\n丙|城关|100|0|在建|\n丁|城关|100|10|在建|"
    assert ends(month(rows, most=2))[1] == ["1丙", "1乙", "1甲"]


def test_a_town_may_be_held_to_so_many_of_each_list() -> None:
    rows = "甲|城关|900|0|在建|\n乙|城关|800|0|在建|\n丙|石磨|100|0|在建|"
    assert ends(month(rows, per_town=1))[1] == ["1甲", "3丙"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("1200|0|竣工|", "ended although behind"),
        ("0|0|在建|", "without a plan"),
        ("1200|0|前期|2026-06-01", "not due yet"),
        ("1200|500|在建|", "on time to the 元"),
    ],
)
def test_who_is_never_among_the_slow(row: str, place: str) -> None:
    assert ends(month(f"甲|城关|{row}"))[1] == [], place


def test_a_project_that_should_have_started_is_among_the_slow() -> None:
    assert ends(month("甲|城关|1200|0|前期|2026-05-01"))[1] == ["1甲"]


def test_in_the_months_without_lights_nobody_is_ranked() -> None:
    found = month("甲|城关|1200|0|在建|", Period.parse("2026-02"))
    assert ends(found) == ([], []) and figure(found, "低于时序数") == 0


def test_the_money_behind_time_is_the_rate_s_share_of_the_plan() -> None:
    found = month("甲|城关|1000|300|在建|\n乙|石磨|100|90|在建|\n丙|石磨|0|5|在建|")
    assert found.projects[0]["time_gap"] == -1_166_667 and found.projects[1]["time_gap"] == 483_333
    assert figure(found, "时序差额") == -683_334 and figure(found, "时序差额", "镇街:石磨镇") == 483_333
    rate, plan = figure(found, "时序差"), 11_000_000
    assert rate is not None and abs(Fraction(rate) * plan / 100 + 683_334) < 1


def test_what_is_left_is_spread_over_the_months_that_are_left() -> None:
    found = month("甲|城关|1000|300|在建|\n乙|城关|100|200|在建|")
    assert [row["needed_a_month"] for row in found.projects] == [1_000_000, 0]
    assert figure(found, "余月月均需完成投资") == 1_000_000
    december = month("甲|城关|1000|300|在建|", Period.parse("2026-12"))
    assert figure(december, "余月月均需完成投资") is None


def test_who_met_time_and_who_did_not_are_counted_once_each() -> None:
    found = month("甲|城关|12|5|在建|\n乙|城关|12|4|在建|\n丙|城关|12|0|前期|2026-09-01")
    assert (figure(found, "达到时序数"), figure(found, "低于时序数")) == (1, 1)
