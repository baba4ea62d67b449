"""任务, 责任 and 手续项目: everything that has to be done, with who answers for it, and nobody left out in silence."""

from __future__ import annotations

from typing import Any

from pipeline.documents.told.duties import duties
from pipeline.documents.wording import date_cell
from pipeline.model import Followed, Measured, Period
from tests.documents.following import followed
from tests.documents.grounds import ground
from tests.documents.month import SOLVING
from tests.tables import PROBLEMS, measured, sheet

ROWS = """
项目名称|镇街|年度计划投资|本年完成投资|项目阶段|计划开工时间|计划竣工时间|环评|施工许可|包保领导|责任单位|责任科室|责任人
甲项目|城关街道|10000|10000|在建|2026-01-05|2026-04-30|办结|办结|赵某|城关街道|经发办|钱某
乙项目|城关街道|4000|900|在建|2025-02-01|2027-06-30|办结|未启动|||电话13800138000|
丙项目|石磨镇|6000|0|前期|2026-02-10||办理中|未启动||||
"""
NODES = """
项目名称|镇街|节点|计划完成时间|实际完成时间|责任单位|责任科室|责任人
甲项目|城关街道|设备进场|2026-05-20||城关街道|经发办|
甲项目|城关街道|投产|2026-09-30||市工信局|技改科|孙某
丙项目|石磨镇|环评批复|2026-05-10|2026-05-09|||
"""
MAY = Period.parse("2026-05")


def a_month(nodes: str = NODES) -> Measured:
    blocks = [sheet(ROWS), sheet(nodes, form="节点计划表", sender="市发改局")]
    return measured(*blocks, sheet(SOLVING, form=PROBLEMS, sender="市发改局"))


def told(name: str, *names: str, town: str = "", **more: Any) -> list[tuple[Any, ...]]:
    whole = ground(a_month(), "lists", **more)
    rows = duties(whole.of("镇街", town) if town else whole)[name]
    return [tuple(_said(row[name]) for name in names) for row in rows]


def _said(value: Any) -> Any:
    return date_cell(value) if hasattr(value, "month_only") else getattr(value, "value", value)


def test_the_year_s_goals_the_nodes_and_nothing_twice() -> None:
    assert told("任务", "类别", "项目名称", "任务", "时限", "状态", "逾期天数") == [
        ("年度投资", "甲项目", "完成年度计划投资", "2026.12.31", "已完成", None),
        ("开工", "甲项目", "按计划开工", "2026.1.5", "已完成", None),
        ("竣工", "甲项目", "按计划竣工", "2026.4.30", "逾期", 31),
        ("节点", "甲项目", "设备进场", "2026.5.20", "逾期", 11),
        ("节点", "甲项目", "投产", "2026.9.30", "推进中", None),
        ("年度投资", "乙项目", "完成年度计划投资", "2026.12.31", "推进中", None),
        ("年度投资", "丙项目", "完成年度计划投资", "2026.12.31", "推进中", None),
        ("开工", "丙项目", "按计划开工", "2026.2.10", "逾期", 110),
        ("节点", "丙项目", "环评批复", "2026.5.10", "已完成", None),
    ]


def test_a_node_is_answered_for_by_its_own_section_or_by_the_project_s() -> None:
    rows = told("任务", "任务", "责任单位", "责任科室", "责任人", town="城关街道")
    assert ("设备进场", "城关街道", "经发办", "钱某") in rows and ("投产", "市工信局", "技改科", "孙某") in rows


def test_open_items_are_tasks_of_their_unit() -> None:
    of = followed()
    every = [row for row in told("任务", "类别", "任务", "责任单位", followed=of) if row[0] == "督办事项"]
    assert len(every) == sum(item.is_open for item in of.items)
    assert ("督办事项", "丙项目应开工未开工（督2026-002）", "石磨镇") in every
    own = [row for row in told("任务", "类别", "任务", town="石磨镇", followed=of) if row[0] == "督办事项"]
    assert own == [("督办事项", "丙项目应开工未开工（督2026-002）")]
    assert not [row for row in told("任务", "类别", followed=Followed(MAY, ())) if row[0] == "督办事项"]


def test_every_project_has_a_line_and_every_section_of_its_nodes_one_more() -> None:
    assert told("责任", "项目名称", "包保领导", "责任单位", "责任科室", "责任人", "负责事项", "取自") == [
        ("甲项目", "赵某", "城关街道", "经发办", "钱某", "项目总体推进、设备进场（5月20日）", ""),
        ("甲项目", "赵某", "市工信局", "技改科", "孙某", "投产（9月30日）", "节点计划"),
        ("乙项目", "", "", "电话***", "", "项目总体推进", ""),
        ("丙项目", "", "", "", "", "项目总体推进、环评批复（5月10日）", ""),
    ]


def test_projects_that_still_need_a_permit_stand_with_those_that_have_not_started() -> None:
    assert told("手续项目", "项目名称", "已开工", "环评", "施工许可", "首个未办结环节") == [
        ("乙项目", True, "办结", "未启动", ""),
        ("丙项目", False, "办理中", "未启动", "环评"),
    ]


def test_a_problem_names_who_answers_for_its_project() -> None:
    rows = {row["项目名称"]: row["责任"] for row in duties(ground(a_month(), "lists"))["问题"]}
    assert rows["甲项目"]["责任人"] == "钱某" and rows["甲项目"]["包保领导"] == "赵某"
    assert rows["丙项目"]["责任人"] == ""
