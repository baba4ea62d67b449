"""What moved in a week, and which nodes are due: facts and figures of 周调度."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model import Measured, Period
from tests.tables import figure, measured, sheet, tables

W20, W21 = Period.parse("2026-W20"), Period.parse("2026-W21")
HEAD = "项目名称|镇街|年度计划投资|本年完成投资|项目阶段|土地|施工许可\n"
NODES = "项目名称|镇街|节点|计划完成时间|实际完成时间\n"


def week(now: str, before: str = "", period: Period = W21, last: Period = W20) -> Measured:
    history = {last.text: tables(sheet(HEAD + before), period=last)} if before else {}
    return measured(sheet(HEAD + now), period=period, history=history)


def test_the_week_s_investment_is_what_was_added_since_last_week() -> None:
    found = week("甲|城关|90|50|在建||\n乙|石磨|90|7|在建||", "甲|城关|90|45|在建||")
    assert figure(found, "本周完成投资") == 120_000, "乙 is new and counts from 0"
    assert figure(found, "本周完成投资", "镇街:石磨镇") == 70_000


@pytest.mark.parametrize(
    ("now", "name", "count"),
    [
        ("甲|城关|90|50|在建|×|×", "本周有进展项目数", 0),
        ("甲|城关|90|51|在建|×|×", "本周有进展项目数", 1),
        ("甲|城关|90|49|在建|×|×", "本周有进展项目数", 0),
        ("甲|城关|90|50|竣工|×|×", "本周阶段变化数", 1),
        ("甲|城关|90|50|在建|√|×", "本周办结手续项目数", 1),
        ("甲|城关|90|50|在建|√|√", "本周办结手续项目数", 1),
        ("甲|城关|90|50|在建|不涉及|×", "本周办结手续项目数", 0),
        ("甲|城关|90|50|在建|√|×", "本周有进展项目数", 1),
    ],
)
def test_a_project_moves_by_money_stage_or_permit(now: str, name: str, count: int) -> None:
    assert figure(week(now, "甲|城关|90|50|在建|×|×"), name) == count


def test_a_stage_or_permit_that_last_week_did_not_say_is_no_move() -> None:
    last = tables(sheet("项目名称|镇街|年度计划投资|本年完成投资\n甲|城关|90|50"), period=W20)
    found = measured(sheet(f"{HEAD}甲|城关|90|50|在建|√|×"), period=W21, history={W20.text: last})
    assert figure(found, "本周阶段变化数") == 0 and figure(found, "本周办结手续项目数") == 0


def test_the_first_week_of_a_year_counts_from_its_first_day() -> None:
    first, before = Period.parse("2026-W01"), Period.parse("2025-W52")
    found = week("甲|城关|90|3|在建||", "甲|城关|90|80|在建||", first, before)
    assert figure(found, "本周完成投资") == 30_000


def test_a_week_without_one_before_and_a_month_have_no_figures_of_moves() -> None:
    for period in (W21, Period.parse("2026-05")):
        assert ("全市", "本周完成投资") not in week("甲|城关|90|50|在建||", period=period).index


def problem(status: str, closed: str = "") -> str:
    head = "项目名称|镇街|问题类别|具体问题|状态|销号日期\n"
    return f"{head}甲|城关|土地|指标未落实|{status}|{closed}"


@pytest.mark.parametrize(
    ("before", "now", "count"),
    [
        (problem("未办结"), problem("已办结", "2026-05-20"), 1),
        (problem("未办结"), problem("已办结"), 1),
        (problem("未办结"), problem("未办结"), 0),
        (problem("已办结", "2026-05-10"), problem("已办结", "2026-05-10"), 0),
        ("", problem("已办结", "2026-05-20"), 1),
        ("", problem("已办结", "2026-05-10"), 0),
    ],
)
def test_a_problem_is_solved_in_the_week_once(before: str, now: str, count: int) -> None:
    form, rows = "要素保障问题清单", sheet(HEAD + "甲|城关|90|50|在建||")
    last = [sheet(before, form=form)] if before else []
    found = measured(rows, sheet(now, form=form), period=W21, history={W20.text: tables(rows, *last, period=W20)})
    assert figure(found, "本周解决问题数") == count


@pytest.mark.parametrize(
    ("planned", "actual", "kinds"),
    [
        ("2026-05-23", "", {"逾期节点数"}),
        ("2026-05-24", "", {"7天内到期节点数", "30天内到期节点数"}),
        ("2026-05-31", "", {"7天内到期节点数", "30天内到期节点数"}),
        ("2026-06-01", "", {"30天内到期节点数"}),
        ("2026-06-23", "", {"30天内到期节点数"}),
        ("2026-06-24", "", set()),
        ("2026-05-10", "2026-05-24", {"已完成节点数"}),
        ("2026-06-10", "2026-05-20", {"已完成节点数"}),
        ("2026-05-10", "2026-05-25", {"逾期节点数"}),
    ],
)
def test_a_node_is_done_overdue_or_due(planned: str, actual: str, kinds: set[str]) -> None:
    found = measured(sheet(f"{NODES}甲|城关|封顶|{planned}|{actual}", form="节点计划表"), period=W21)
    names = ("已完成节点数", "逾期节点数", "7天内到期节点数", "30天内到期节点数")
    assert {name for name in names if figure(found, name)} == kinds and figure(found, "节点总数") == 1


def test_the_days_of_an_overdue_node_are_counted_to_the_data_s_day() -> None:
    found = measured(sheet(f"{NODES}甲|城关|封顶|2026-05-01|", form="节点计划表"), period=W21)
    assert found.nodes[0]["overdue_days"] == (date(2026, 5, 24) - date(2026, 5, 1)).days
