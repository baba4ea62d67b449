"""What the rules propose, of whom, and when they keep silent."""

from __future__ import annotations

from datetime import date

from tests.follow.world import RED, WELL, answer, asked, listed, month, one, order, projects
from tests.tables import an_office, sheet, tables


def test_a_red_light_is_proposed_with_the_figures_that_support_it() -> None:
    (made,) = month("2026-05", projects(RED)).proposals
    assert (made.action, made.rule, made.source, made.unit) == ("立项", "red-light", "规则", "城关街道")
    assert made.matter == "加快城关街道“甲”建设，赶上投资进度"
    assert "100万元" in made.reason and "1.0%" in made.reason and "41.7%" in made.reason
    assert (made.deadline, made.disposal, made.code) == (date(2026, 6, 12), "研判", f"2026-05/{made.subject}")


def test_a_project_in_order_is_left_in_peace() -> None:
    assert month("2026-05", projects(WELL)).proposals == ()


def test_a_project_late_by_three_months_is_proposed_for_that_and_not_for_the_red_light_that_comes_of_it() -> None:
    late = "甲 | 城关 |  | 0 | 前期 | 2026-02-10"
    office = an_office(plan_from="2026-12")
    assert asked(month("2026-05", projects(late), office=office)) == [("立项", "late-start")]
    assert month("2026-04", projects(late), office=office).proposals == ()


def test_a_project_that_ought_to_have_begun_is_asked_to_begin_and_not_to_hurry() -> None:
    assert asked(month("2026-05", projects("甲 | 城关 | 100 | 0 | 前期 | 2026-01-10"))) == [("立项", "late-start")]
    assert asked(month("2026-05", projects("甲 | 城关 | 100 | 0 | 前期 | 2026-04-10"))) == [("立项", "red-light")]


def test_the_gravest_rule_comes_first_and_the_worst_of_each_rule() -> None:
    rows = ("甲 | 城关 | 100 | 9 | 在建 | ", "乙 | 柳渡 | 100 | 1 | 在建 | ", "丙 | 城关 | 100 | 0 | 前期 | 2026-02-10",
            "丁 | 柳渡 | 100 | 0 | 前期 | 2025-12-10")  # fmt: skip
    assert [made.name for made in month("2026-05", projects(*rows)).proposals] == ["丁", "丙", "乙", "甲"]


def test_an_overdue_problem_goes_to_the_department_that_handles_it_where_the_office_knows_it() -> None:
    row = "甲 | 城关 | 土地 | 缺地 | {} | 2026-05-01 | 未办结"
    for solver, unit in (("市发改局", "市发改局"), ("市林业局、工信局", "城关街道"), ("", "城关街道")):
        (made,) = month("2026-05", projects(WELL), listed(row.format(solver))).proposals
        assert (made.rule, made.unit) == ("overdue-problem", unit)
    assert "逾期30天" in made.reason and "缺地" in made.matter


def test_two_problems_of_one_project_are_two_matters() -> None:
    row = "甲 | 城关 | 土地 | 缺地 | 市发改局 | 2026-05-01 | 未办结"
    both = listed(f"{row}\n{row.replace('缺地', '缺水')}")
    assert len({made.subject for made in month("2026-05", projects(WELL), both).proposals}) == 2


def test_three_months_without_progress_and_what_inspectors_saw_are_proposed() -> None:
    still = {f"2026-0{at}": tables(projects(WELL)) for at in (2, 3, 4)}
    seen = sheet(
        "项目名称 | 镇街 | 日期 | 现场进度\n甲 | 城关 | 2026-05-12 | 停工",
        form="现场督查记录表",
        sender=None,
        file="场.xlsx",
    )
    made = month("2026-05", projects(WELL), seen, history=still)
    assert asked(made) == [("立项", "onsite"), ("立项", "stalled")]
    assert made.proposals[0].source == "现场" and "停工" in made.proposals[0].reason


def test_contradictory_reports_are_one_matter_of_data_for_who_sent_them() -> None:
    office = an_office(dispatch={"技改": "市工信局"})
    head = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 建设性质"
    both = (sheet(f"{head}\n甲 | 城关 | 100 | 60 | 技改"),
            sheet(f"{head}\n甲 | 城关 | 100 | 61 | 技改", sender="市工信局", file="二.xlsx"))  # fmt: skip
    made = month("2026-05", *both, office=office).proposals
    assert [(each.rule, each.matter[:2]) for each in made] == [("false-data", "核实")]


def test_a_declined_proposal_is_not_made_again_in_this_period_and_is_in_the_next() -> None:
    first = month("2026-05", projects(RED))
    again = month("2026-05", projects(RED), answer(first, 确认="否"))
    assert again.proposals == () and again.items == ()
    assert asked(month("2026-06", projects(RED))) == [("立项", "red-light")]


def test_a_row_without_a_decision_is_proposed_again() -> None:
    first = month("2026-05", projects(RED))
    assert month("2026-05", projects(RED), answer(first, 确认="")) == first


def test_an_office_sets_its_own_days_and_leaves_rules_off() -> None:
    quick = an_office(supervision={"days": {"红灯": 1}})
    assert month("2026-05", projects(RED), office=quick).proposals[0].deadline == date(2026, 6, 1)
    assert month("2026-05", projects(RED), office=an_office(supervision={"off": ["红灯"]})).proposals == ()


def test_an_open_item_keeps_its_subject_from_being_proposed_and_a_closed_one_does_not_later() -> None:
    first = month("2026-05", projects(RED))
    raised = month("2026-05", projects(RED), answer(first))
    assert raised.proposals == () and one(raised).rule == "red-light"
    assert asked(month("2026-06", projects(RED), known=raised.items)) == [("转黄", "red-light")]
    dropped = month(
        "2026-06", projects(RED), order(督办编号="督2026-001", 拟办="撤项", 原因="调出"), known=raised.items
    )
    assert dropped.proposals == ()
    assert asked(month("2026-07", projects(RED), known=dropped.items)) == [("立项", "red-light")]
