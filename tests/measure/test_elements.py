"""要素保障 in figures: how long problems stay open, what is new and solved, who holds a permit; and how chains
rank."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model import Block, Measured, Tables
from tests.tables import LAW, PROBLEMS, an_office, figure, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 产业链 | 年度计划投资 | 本年完成投资 | 项目阶段 | 立项 | 土地 | 规划 | 能评 | 施工许可"
PROJECTS = """
甲 | 城关 | 高端装备 | 900 | 300 | 在建 | 办结 | 办结 | 办结 | 办结 | 办结
乙 | 石磨 | 新材料 | 400 | 300 | 前期 | 办结 | 办理中 | 未启动 | 未启动 | 未启动
丙 | 石磨 | 新材料 | 100 | 0 | 前期 | 办结 | 不涉及 | 未启动 | 办结 | 未启动
丁 | 柳渡 | | 100 | 0 | 前期 | 办结 | 办结 | 办结 | 办结 | 办结
"""
COLUMNS = (
    "项目名称 | 镇街 | 问题类别 | 具体问题 | 办理部门 | 提出日期 | 完成时限 | 当前层级 | 状态 | 销号日期"
    " | 是否提请市级协调"
)


def listed(*rows: str, last: tuple[str, ...] | None = None, **office: object) -> Measured:
    """The figures of these problems; ``last`` are those of the month before."""
    history = {} if last is None else {"2026-04": _before(*last)}
    of = an_office(**office)
    return measured(sheet(HEAD + PROJECTS), _sheet(*rows), office=of, history=history)


def _sheet(*rows: str) -> Block:
    return sheet("\n".join([COLUMNS, *rows]), form=PROBLEMS, sender="市发改局", file="问题.xlsx")


def _before(*rows: str) -> Tables:
    return tables(sheet(HEAD + PROJECTS), _sheet(*rows))


OPEN = "甲 | 城关 | 土地 | 缺地 | 市发改局 | 2026-05-01 | 2026-06-30 | | 未办结 | | "
OLD = "乙 | 石磨 | 土地 | 缺水 | 市发改局 | 2026-03-02 | 2026-06-30 | | 未办结 | | "
UNDATED = "丙 | 石磨 | 资金 | 缺钱 | 市工信局 | | 2026-06-30 | | 未办结 | | "
DONE = "丁 | 柳渡 | 资金 | 缺人 | 市工信局 | 2026-01-05 | 2026-06-30 | | 已办结 | 2026-05-20 | "


def test_open_problems_are_averaged_over_those_that_have_a_day() -> None:
    found = listed(OPEN, OLD, UNDATED, DONE)
    assert figure(found, "平均未办结天数") == Fraction(30 + 90, 2)
    assert found.index["全市", "平均未办结天数"].note == "不含没有提出日期的1个问题"
    assert figure(found, "平均未办结天数", "问题类别:土地") == 60
    assert figure(found, "平均未办结天数", "部门:市工信局") is None
    assert figure(found, "平均未办结天数", "产业链:高端装备") == 30


def test_a_day_after_the_data_ends_is_no_day() -> None:
    found = listed(OPEN.replace("2026-05-01", "2026-06-02"))
    assert figure(found, "平均未办结天数") is None


def test_what_the_month_before_did_not_list_is_new_and_what_it_had_open_is_solved() -> None:
    found = listed(OPEN, OLD, DONE, last=(OLD, DONE.replace("已办结", "未办结")))
    assert [figure(found, name) for name in ("本月新增问题数", "本月销号数")] == [1, 1]
    again = listed(OPEN, OLD, DONE, last=(OPEN, OLD, DONE))
    assert [figure(again, name) for name in ("本月新增问题数", "本月销号数")] == [0, 0]


def test_without_a_month_before_the_days_tell_what_is_new_and_solved() -> None:
    found = listed(OPEN, OLD, DONE, DONE.replace("缺人", "缺电").replace("2026-05-20", "2026-04-30"))
    assert [figure(found, name) for name in ("本月新增问题数", "本月销号数")] == [1, 1]


@pytest.mark.parametrize(
    ("row", "agenda", "submission"),
    [
        (OPEN, 0, 0),
        (OPEN.replace(" | | 未办结", " | 镇街和部门 | 未办结"), 0, 0),
        (OPEN.replace(" | | 未办结", " | 包保领导 | 未办结"), 1, 0),
        (OPEN.replace(" | | 未办结", " | 包保领导、专班联席会议 | 未办结"), 1, 1),
        (OPEN.replace(" | | 未办结", " | 市政府 | 未办结"), 1, 1),
        (f"{OPEN}是", 1, 1),
        (OPEN.replace("2026-06-30", "2026-05-15"), 1, 0),
        (OPEN.replace("2026-06-30", "2026-04-01"), 1, 0),
        (OPEN.replace("2026-06-30", "2026-03-31"), 1, 1),
        (DONE.replace(" | | 已办结", " | 市政府 | 已办结") + "是", 0, 0),
    ],
)
def test_rules_say_what_goes_to_a_meeting_and_what_goes_up(row: str, agenda: int, submission: int) -> None:
    found = listed(row)
    assert [figure(found, name) for name in ("列入议题数", "提请市级数")] == [agenda, submission]


def test_an_office_takes_up_what_it_wants() -> None:
    own = {"submission": {"flagged": False, "tier": "", "overdue_days": 0, "open_days": 80}}
    found = listed(OPEN + "是", OLD, elements=own)
    assert figure(found, "提请市级数", "产业链:新材料") == figure(found, "提请市级数") == 1


def test_a_project_waits_for_the_department_of_its_first_permit_and_for_all_whose_permits_it_lacks() -> None:
    found = listed(OPEN)
    stuck = {name: figure(found, f"卡点部门:{name}") for name in LAW.elements.departments}
    lacking = {name: figure(found, f"未办结部门:{name}") for name in LAW.elements.departments}
    assert {name: count for name, count in stuck.items() if count} == {"自然资源和规划部门": 2}
    assert {name: count for name, count in lacking.items() if count} == {
        "自然资源和规划部门": 2, "发展改革部门": 1, "住房城乡建设部门": 2,
    }  # fmt: skip


def test_an_office_says_who_holds_a_permit() -> None:
    found = listed(OPEN, elements={"holders": {"土地": "市资源局"}})
    assert [figure(found, f"卡点部门:{name}") for name in ("市资源局", "自然资源和规划部门")] == [1, 1]


def test_chains_are_ranked_among_chains_and_beside_last_month() -> None:
    before = {"2026-04": tables(sheet(HEAD + PROJECTS.replace("900 | 300", "900 | 800")))}
    found = measured(sheet(HEAD + PROJECTS), history=before)
    names = ("产业链名次", "上期产业链名次", "产业链名次变化")
    assert [figure(found, name, "产业链:新材料") for name in names] == [1, 2, 1]
    assert [figure(found, name, "产业链:高端装备") for name in names] == [2, 1, -1]
    assert figure(found, "环比变化", "产业链:高端装备") == Fraction(-500, 9)
    assert ("产业链:新材料", "名次") not in found.index and figure(found, "名次", "镇街:石磨镇") == 1
