from __future__ import annotations

import pytest

from pipeline.model import Block, Measured
from tests.tables import LEADS, PROBLEMS, RESERVES, figure, measured, sheet

HEAD = "项目代码 | 项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 拟观摩"
PROJECTS = sheet(f"{HEAD}\n1 | 甲 | 城关 | 9 | 1 | 是\n | 乙 | 石磨 | 9 | 1 | 否", sender="市发改局", file="项目.xlsx")
COLUMNS = "项目代码 | 项目名称 | 镇街 | 问题类别 | 具体问题 | 办理部门 | 完成时限 | 状态 | 是否提请市级协调"
NAMES = ("问题总数", "已解决数", "未解决数", "逾期数", "需提级数")


def listed(*rows: str) -> Block:
    return sheet("\n".join([COLUMNS, *rows]), form=PROBLEMS, sender="市发改局", file="问题.xlsx")


def counts(found: Measured, scope: str = "全市") -> list[object]:
    return [figure(found, name, scope) for name in NAMES]


@pytest.mark.parametrize(
    ("due", "status", "flag", "expected"),
    [
        ("2026-05-31", "未办结", "", [1, 0, 1, 0, 0]),
        ("2026-05-30", "未办结", "", [1, 0, 1, 1, 0]),
        ("2026-05-16", "未办结", "", [1, 0, 1, 1, 0]),
        ("2026-05-15", "未办结", "", [1, 0, 1, 1, 1]),
        ("2026-01-01", "已办结", "是", [1, 1, 0, 0, 0]),
        ("", "未办结", "是", [1, 0, 1, 0, 1]),
        ("2026年5月", "未办结", "", [1, 0, 1, 0, 0]),
        ("2026年4月", "未办结", "", [1, 0, 1, 1, 1]),
    ],
)
def test_open_overdue_and_to_be_escalated(due: str, status: str, flag: str, expected: list[int]) -> None:
    found = measured(PROJECTS, listed(f"1 | 甲 | 城关 | 资金 | 缺钱 | 市财政局 | {due} | {status} | {flag}"))
    assert counts(found) == expected == counts(found, "镇街:城关街道") == counts(found, "拟观摩")
    assert counts(found, "镇街:石磨镇") == [0] * 5


def test_a_problem_belongs_to_the_scopes_of_its_project_whatever_it_says_itself() -> None:
    rows = "1 | 别名 | 石磨 | 资金 | 缺钱 | | | 未办结 | ", " | 乙 | | 资金 | 缺钱 | | | 未办结 | "
    found = measured(PROJECTS, listed(*rows))
    assert [counts(found, scope)[0] for scope in ("全市", "镇街:城关街道", "镇街:石磨镇")] == [2, 1, 1]


def test_a_problem_of_no_known_project_counts_for_the_city_alone() -> None:
    found = measured(PROJECTS, listed("9 | 丙 | 城关 | 资金 | 缺钱 | | | 未办结 | "))
    assert [counts(found, scope)[0] for scope in ("全市", "镇街:城关街道")] == [1, 0]


def test_a_department_has_its_problems_and_one_cell_may_name_several() -> None:
    rows = "1 | 甲 | | 资金 | 缺钱 | 市财政局、市金融局 | | 未办结 | ", " | 乙 | | 土地 | 缺地 | 市财政局 | | 已办结 | "
    found = measured(PROJECTS, listed(*rows))
    assert counts(found, "部门:市财政局")[:3] == [2, 1, 1] and counts(found, "部门:市金融局")[:3] == [1, 0, 1]
    assert ("部门:市财政局", "卡点:土地") in found.index and ("部门:市财政局", "项目总数") not in found.index


def test_without_a_list_the_problem_columns_of_the_projects_count_each_open() -> None:
    text = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 存在问题 | 办理部门 | 完成时限"
    rows = "甲 | 城关 | 9 | 1 | 缺地 | 市自然资源局 | 2026-05-01\n乙 | 石磨 | 9 | 1 | 无 | | \n丙 | 石磨 | 9 | 1 | | | "
    found = measured(sheet(f"{text}\n{rows}"))
    assert counts(found) == [1, 0, 1, 1, 1] == counts(found, "部门:市自然资源局")
    found = measured(sheet(f"{text}\n{rows}"), listed(" | 乙 | 石磨 | 资金 | 缺钱 | | | 已办结 | "))
    assert counts(found) == [1, 1, 0, 0, 0]


def test_leads_and_reserves_count_by_town_and_chain_now() -> None:
    rows = "一 | 城关 | 新材料 | 其他 | 在谈\n二 | 柳渡 | 高端装备 | 其他 | 签约\n三 | 城关 | | 其他 | 落地"
    leads = sheet(f"项目名称 | 镇街 | 产业链 | 招引方式 | 阶段\n{rows}", form=LEADS, file="招引.xlsx")
    reserves = sheet("项目名称 | 镇街 | 产业链 | 策划进度\n四 | 城关 | 新材料 | 可研", form=RESERVES, file="策划.xlsx")
    found = measured(PROJECTS, leads, reserves)
    names = ("储备数", "在谈数", "签约数", "落地数")
    assert [figure(found, name) for name in names] == [1, 1, 1, 1]
    assert [figure(found, name, "镇街:城关街道") for name in names] == [1, 1, 0, 1]
    assert [figure(found, name, "产业链:新材料") for name in names] == [1, 1, 0, 0]
    assert [figure(found, name, "镇街:柳渡镇") for name in ("签约数", "项目总数")] == [1, 0]
