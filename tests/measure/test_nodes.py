"""Nodes by what became of them, for every scope that has one; and what was spent against what they planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.measure import measure
from pipeline.model import Measured, Period
from pipeline.rules.nodes import Window, is_month_and_day
from tests.tables import LAW, MAY, OFFICE, figure, measured, sheet, tables

HEAD = "项目名称|镇街|产业链|年度计划投资|本年完成投资|项目阶段\n"
ROWS = "甲|城关|高端装备|100|40|在建\n乙|石磨|新材料|200|10|在建\n"
NODE = "项目名称|镇街|节点|计划完成时间|实际完成时间|计划投资|责任单位|受天气影响\n"


def month(nodes: str, rows: str = ROWS, period: Period = MAY) -> Measured:
    return measured(sheet(HEAD + rows), sheet(NODE + nodes, form="节点计划表", sender="市工信局"), period=period)


@pytest.mark.parametrize(
    ("planned", "actual", "names"),
    [
        ("2026-05-20", "2026-05-20", {"应完成节点数", "按期完成节点数", "已完成节点数"}),
        ("2026-05-20", "2026-05-21", {"应完成节点数", "已完成节点数"}),
        ("2026-05-30", "", {"应完成节点数", "逾期节点数"}),
        ("2026-05-31", "", set()),
        ("2026-05-31", "2026-05-31", {"应完成节点数", "按期完成节点数", "已完成节点数"}),
        ("2026-06-20", "2026-05-21", {"已完成节点数"}),
        ("2026-05-20", "2026年5月", {"应完成节点数", "按期完成节点数", "已完成节点数"}),
        ("2026-04-20", "2026年5月", {"应完成节点数", "已完成节点数"}),
    ],
)
def test_a_node_is_due_and_in_time(planned: str, actual: str, names: set[str]) -> None:
    found = month(f"甲|城关|封顶|{planned}|{actual}|||")
    known = ("应完成节点数", "按期完成节点数", "已完成节点数", "逾期节点数")
    assert {name for name in known if figure(found, name)} == names


def test_a_deed_known_by_its_month_alone_is_done_in_a_week_of_that_month() -> None:
    found = month("甲|城关|封顶|2026-05-10|2026年5月|||", period=Period.parse("2026-W21"))
    assert figure(found, "已完成节点数") == 1


def test_nodes_are_counted_for_town_chain_and_department() -> None:
    found = month(
        "甲|城关|封顶|2026-05-01||||\n乙|石磨|环评批复|2026-05-01|||市发改局、石磨|\n丙|柳渡|投产|2026-05-01||||"
    )
    scopes = {figure.scope: figure.value for figure in found.figures if figure.name == "逾期节点数"}
    assert scopes["全市"] == 3 and scopes["镇街:城关街道"] == scopes["产业链:新材料"] == scopes["部门:市发改局"] == 1
    assert "镇街:柳渡镇" not in scopes and "部门:石磨镇" not in scopes and "部门:石磨" not in scopes
    assert figure(found, "手续节点逾期数") == 1 and figure(found, "节点项目数") == 2


def test_what_was_spent_is_held_against_the_nodes_of_this_year_until_now() -> None:
    found = month(
        "甲|城关|封顶|2026-04-01|2026-04-01|30||\n甲|城关|屋面|2026-06-01||50||\n甲|城关|基础|2025-12-01|2025-12-01|70||"
    )
    assert (figure(found, "节点应完成投资"), figure(found, "节点项目完成投资")) == (300_000, 400_000)
    assert figure(found, "计划进度差") == figure(found, "计划进度差", "镇街:城关街道") == 100_000
    assert figure(found, "计划进度差", "镇街:石磨镇") is None
    assert [row["node_gap"] for row in found.projects] == [100_000, None]


def test_without_planned_money_there_is_no_difference() -> None:
    assert figure(month("甲|城关|封顶|2026-04-01||||"), "计划进度差") is None


@pytest.mark.parametrize(
    ("node", "weather", "planned", "name"),
    [
        ("封顶", "是", "2026-06-01", "雨季"),
        ("封顶", "是", "2026-09-15", "雨季"),
        ("封顶", "是", "2026-09-16", None),
        ("封顶", "否", "2026-06-20", None),
        ("主体封顶", "", "2026-06-20", None),
        ("封顶", "是", "2026-12-31", "冬季低温"),
        ("封顶", "是", "2027-01-01", "冬季低温"),
        ("封顶", "是", "2027-03-16", None),
        ("封顶", "是", "2026-02-10", None),  # overdue: done in May at the earliest
    ],
)
def test_a_node_falls_in_a_risk_window(node: str, weather: str, planned: str, name: str | None) -> None:
    found = month(f"甲|城关|{node}|{planned}||||{weather}")
    assert found.nodes[0]["window"] == name and figure(found, "风险时段节点数") == (name is not None)


@pytest.mark.parametrize(("node", "name"), [("主体封顶", "雨季"), ("设备进场", None)])
def test_where_nobody_is_asked_about_weather_the_name_of_the_node_tells(node: str, name: str | None) -> None:
    plain = f"项目名称|镇街|节点|计划完成时间\n甲|城关|{node}|2026-06-20"
    assert measured(sheet(HEAD + ROWS), sheet(plain, form="节点计划表", sender="市工信局")).nodes[0]["window"] == name


def test_a_node_that_is_done_is_at_no_risk_and_an_overdue_one_is_in_the_window_of_today() -> None:
    assert month("甲|城关|封顶|2026-06-20|2026-05-20|||是").nodes[0]["window"] is None
    own = LAW.of(replace(OFFICE, windows=(Window("五月", "05-31", "05-31"),)))
    made = tables(
        sheet(HEAD + ROWS), sheet(f"{NODE}甲|城关|封顶|2026-04-20||||是", form="节点计划表", sender="市工信局")
    )
    assert measure(made, MAY, own, OFFICE, history={}).nodes[0]["window"] == "五月"


@pytest.mark.parametrize(
    ("text", "fits"), [("06-01", True), ("02-29", True), ("02-30", False), ("6-1", False), (601, False)]
)
def test_a_day_of_a_window_is_month_and_day(text: object, fits: bool) -> None:
    assert is_month_and_day(text) is fits
