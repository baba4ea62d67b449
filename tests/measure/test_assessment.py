"""考核 on made cases, every score worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.measure.assessment import assessed
from pipeline.model import Block, Figure, Measured
from pipeline.model.assessment import Adjustment, Assessment, Category, Indicator
from pipeline.rules.spelling import folded
from tests.tables import LAW, OFFICE, PROBLEMS, an_office, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 项目阶段"
PROJECTS = sheet(
    f"{HEAD}\n甲 | 城关 | 100 | 50 | 投产\n乙 | 东岭 | 100 | 20 | 在建"
    "\n丙 | 石磨 | 100 | 45 | 在建\n丁 | 柳渡 | 0 | 9 | 在建",
    sender="市发改局", file="项目.xlsx",
)  # fmt: skip
COLUMNS = "项目名称 | 镇街 | 问题类别 | 具体问题 | 办理部门 | 提出日期 | 完成时限 | 状态"
TROUBLES = sheet(
    f"{COLUMNS}\n甲 | 城关 | 土地 | 一 | 市甲局 | 2026-05-01 | 2026-06-30 | 已办结"
    "\n甲 | 城关 | 资金 | 二 | 市甲局、市乙局 | 2026-05-21 | 2026-05-25 | 未办结"
    "\n乙 | 东岭 | 资金 | 三 | 市乙局 | 2026-05-01 | 2026-06-30 | 未办结",
    form=PROBLEMS, sender="市发改局", file="问题.xlsx",
)  # fmt: skip
TIME = Fraction(500, 12)


def indicator(name: str, weight: int, target: object, **more: Any) -> Indicator:
    plain: dict[str, Any] = {"figure": name, "over": "", "cap": Fraction(1), "lower": False, "present": False}
    whole = plain | more
    goal = target if isinstance(target, str) else Fraction(str(target))
    return Indicator(name=name, weight=Fraction(weight), target=goal, **whole)


RATE = indicator("年度投资完成率", 60, "时序进度", cap=Fraction(11, 10))
SOLVED = indicator("问题解决率", 40, "类别平均", figure="已解决数", over="问题总数")
LAUNCH = Adjustment("投产", "投产数", Fraction(1, 2), Fraction(2), "项目投产")
LATE = Adjustment("逾期", "逾期数", Fraction(-2), Fraction(-1), "问题逾期")
STREETS = Category("街道", "镇街", (RATE, SOLVED), (LAUNCH, LATE))
TOWNS = Category("镇", "镇街", (RATE, SOLVED), ())
DEPARTMENTS = Category(
    "部门", "部门", (indicator("问题解决率", 50, 100, figure="已解决数", over="问题总数"),
                     indicator("平均未办结天数", 50, "类别平均", lower=True)), (),
)  # fmt: skip


def judged(*categories: Category, given: str = "", blocks: tuple[Block, ...] = (PROJECTS, TROUBLES)) -> Measured:
    rules = Assessment(date(2026, 1, 1), categories or (STREETS, TOWNS, DEPARTMENTS))
    points = sheet(f"单位 | 分值 | 原因 | 依据\n{given}", form="考核加减分表", sender=None, file="加减分.xlsx")
    table = tables(points).forms["考核加减分表"] if given else ()
    return assessed(measured(*blocks), rules, OFFICE, LAW, table)


def value(found: Measured, scope: str, name: str) -> Any:
    return found.index[scope, name].value


def test_a_score_is_the_weight_times_what_was_reached_of_the_target_no_more_than_the_cap() -> None:
    found = judged()
    assert value(found, "考核类别:街道", "考核目标:年度投资完成率") == TIME
    assert value(found, "镇街:城关街道", "考核:年度投资完成率") == 66  # 50 ÷ 41.67 is 1.2, capped at 1.1
    assert value(found, "镇街:东岭街道", "考核:年度投资完成率") == 60 * 20 / TIME


def test_the_target_may_be_the_mean_of_the_category_or_of_the_city() -> None:
    found = judged()
    assert value(found, "考核类别:街道", "考核目标:问题解决率") == 25  # of 50 and 0
    assert [value(found, f"镇街:{name}", "考核:问题解决率") for name in ("城关街道", "东岭街道")] == [40, 0]
    whole = indicator("年度投资完成率", 100, "全市平均")
    both = judged(Category("街道", "镇街", (whole,), ()), Category("镇", "镇街", (whole,), ()))
    assert value(both, "考核类别:镇", "考核目标:年度投资完成率") == Fraction(50 + 20 + 45, 3)


def test_the_weight_of_what_there_is_not_is_shared_among_the_others() -> None:
    found = judged()
    town = found.index["镇街:石磨镇", "考核:问题解决率"]
    assert (town.value, town.note) == (None, "没有这个数，权重由其他指标分摊")
    assert value(found, "镇街:石磨镇", "考核得分") == 60 * Fraction(45) / TIME * 100 / 60


def test_where_the_rules_say_so_what_there_is_not_counts_nothing() -> None:
    strict = indicator("问题解决率", 40, "类别平均", figure="已解决数", over="问题总数", present=True)
    found = judged(STREETS, Category("镇", "镇街", (RATE, strict), ()))
    town = found.index["镇街:石磨镇", "考核:问题解决率"]
    assert (town.value, town.note) == (0, "没有这个数，记0分")
    assert value(found, "镇街:石磨镇", "考核得分") == 60 * Fraction(45) / TIME


def test_who_has_figures_for_less_than_the_least_of_the_weights_has_no_score() -> None:
    parts = (RATE, SOLVED)  # 石磨镇 has no problem: 60 of the weights are left
    for least, score in ((60, 60 * Fraction(45) / TIME * 100 / 60), (61, None)):
        found = judged(STREETS, Category("镇", "镇街", parts, (), Fraction(least)))
        assert value(found, "镇街:石磨镇", "考核得分") == score


def test_a_town_without_any_of_the_figures_has_no_score_and_no_rank() -> None:
    found = judged(STREETS, Category("镇", "镇街", (RATE,), ()))
    assert [value(found, "镇街:柳渡镇", name) for name in ("考核指标得分", "考核得分", "考核名次")] == [None] * 3
    assert value(found, "镇街:石磨镇", "考核名次") == 1


def test_where_lower_is_better_the_target_is_divided_by_the_value_and_nothing_is_best() -> None:
    found = judged()
    assert value(found, "考核类别:部门", "考核目标:平均未办结天数") == Fraction(10 + 20, 2)  # of 10, and of 10 and 30
    assert [value(found, f"部门:{name}", "考核:平均未办结天数") for name in ("市甲局", "市乙局")] == [
        50,
        50 * Fraction(15, 20),
    ]
    overdue = judged(
        STREETS, Category("镇", "镇街", (indicator("逾期数", 100, 2, lower=True, cap=Fraction(3, 2)),), ())
    )
    assert value(overdue, "镇街:石磨镇", "考核:逾期数") == 150


def test_a_department_has_the_stuck_projects_of_the_city_that_wait_for_it_by_its_name_or_an_alias() -> None:
    text = f"{HEAD} | 立项 | 土地\n甲 | 城关 | 100 | 50 | 在建 | √ | √"
    rows = "".join(f"\n{name} | 石磨 | 100 | 0 | 前期 | √ | 未启动" for name in ("乙", "丙"))
    own = sheet(
        f"{COLUMNS}\n甲 | 城关 | 土地 | 一 | 市自规局、市乙局 | | | 未办结",
        form=PROBLEMS,
        sender="市发改局",
        file="问.xlsx",
    )
    office = an_office(names={**OFFICE.names, folded("自然资源和规划部门"): "市自规局"})
    stuck = indicator("手中卡点数", 100, 1, figure="卡点部门", lower=True)
    rules = Assessment(date(2026, 1, 1), (STREETS, TOWNS, Category("部门", "部门", (stuck,), ())))
    found = assessed(measured(sheet(text + rows, sender="市发改局"), own), rules, office, LAW, ())
    assert value(found, "部门:市自规局", "考核:手中卡点数") == 50  # 1 ÷ 2
    assert value(found, "部门:市乙局", "考核:手中卡点数") is None


def test_what_is_known_of_the_matters_that_a_unit_answers_for_is_its_own() -> None:
    month = measured(PROJECTS)
    late = Figure("承办单位:石磨镇", "督办逾期数", 3, "个", "")
    rate = Figure("承办单位:石磨镇", "督办按时率", Fraction(40), "%", "")
    minus = Adjustment("督办", "督办逾期数", Fraction(-1, 2), Fraction(-3), "督办逾期")
    town = Category("镇", "镇街", (indicator("督办按时率", 100, 80),), (minus,))
    rules = Assessment(date(2026, 1, 1), (STREETS, town))
    found = assessed(replace(month, figures=(*month.figures, late, rate)), rules, OFFICE, LAW, ())
    assert [value(found, "镇街:石磨镇", name) for name in ("考核:督办按时率", "考核减分", "考核得分")] == [
        50,
        Fraction(-3, 2),
        Fraction(97, 2),
    ]
    assert value(found, "镇街:柳渡镇", "考核得分") is None


def test_departments_are_judged_by_their_problems_and_ranked_apart() -> None:
    found = judged()
    assert [value(found, f"部门:{name}", "考核:问题解决率") for name in ("市甲局", "市乙局")] == [25, 0]
    assert [value(found, f"部门:{name}", "考核名次") for name in ("市甲局", "市乙局")] == [1, 2]
    assert [value(found, f"镇街:{name}", "考核名次") for name in ("城关街道", "东岭街道", "石磨镇")] == [1, 2, 1]


def test_points_are_given_for_each_of_a_figure_up_to_the_most() -> None:
    found = judged()
    assert value(found, "镇街:城关街道", "考核加减分:投产") == Fraction(1, 2)
    assert value(found, "镇街:城关街道", "考核加减分:逾期") == -1  # 1 × −2, no farther than −1
    assert value(found, "镇街:城关街道", "考核得分") == 66 + 40 + Fraction(1, 2) - 1


def test_points_that_a_person_gave_count_under_the_official_name_of_the_unit() -> None:
    found = judged(given="城关 | 1.5 | 现场会 | 会议\n城关街道 | -0.2 | 迟报 | 台账\n市甲局 | 1 | 表扬 | 批示")
    assert [value(found, "镇街:城关街道", name) for name in ("考核加分", "考核减分")] == [2, Fraction(-6, 5)]
    assert [value(found, "部门:市甲局", name) for name in ("考核加分", "考核减分", "考核得分")] == [1, 0, 76]
    assert found.index["镇街:城关街道", "考核加分"].rows == ("城关街道/第2行",)


def test_a_town_without_a_row_is_named_as_not_judged() -> None:
    alone = sheet(f"{HEAD}\n甲 | 城关 | 100 | 50 | 投产", sender="市发改局", file="项目.xlsx")
    found = judged(STREETS, TOWNS, blocks=(alone,))
    assert found.assessed and found.assessed.absent == ("东岭街道", "石磨镇", "柳渡镇")
    assert [scopes for _, scopes in found.assessed.groups] == [("镇街:城关街道",), ()]


def test_a_town_that_handles_a_problem_is_no_department() -> None:
    own = sheet(
        f"{COLUMNS}\n甲 | 城关 | 征迁 | 一 | 城关街道、市甲局 | | | 未办结",
        form=PROBLEMS,
        sender="市发改局",
        file="问.xlsx",
    )
    found = judged(blocks=(PROJECTS, own))
    assert found.assessed and [scopes for category, scopes in found.assessed.groups if category.units == "部门"] == [
        ("部门:市甲局",)
    ]


def test_equal_scores_share_a_rank() -> None:
    same = sheet(
        f"{HEAD}\n甲 | 城关 | 100 | 50 | 在建\n乙 | 东岭 | 200 | 100 | 在建", sender="市发改局", file="项目.xlsx"
    )
    found = judged(Category("街道", "镇街", (RATE,), ()), TOWNS, blocks=(same,))
    assert [value(found, f"镇街:{name}", "考核名次") for name in ("城关街道", "东岭街道")] == [1, 1]


def test_what_every_score_means_stands_beside_it() -> None:
    found = judged()
    assert (
        found.index["镇街:城关街道", "考核:年度投资完成率"].definition
        == "60×完成值÷目标值，最高为目标的1.1倍，最低为0。"
    )
    assert (
        found.index["部门:市甲局", "考核:平均未办结天数"].definition == "50×目标值÷完成值，最高为目标的1倍，最低为0。"
    )
    assert found.index["镇街:城关街道", "考核加减分:逾期"].definition == "问题逾期：按逾期数，每个-2分，最多-1分。"
