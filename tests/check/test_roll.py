"""Who and what should be here: register, senders, problems, deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.check import check
from pipeline.model import Block, Finding, Period
from pipeline.rules.calendar import Calendar
from tests.tables import LAW, MAY, OFFICE, PROBLEMS, REGISTER, an_office, codes, judged, only, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"
ROW = "甲 | 城关 | 100 | 0"


def register(*rows: str, columns: str = "") -> Block:
    head = f"项目名称 | 镇街 | 年度计划投资{columns}"
    return sheet("\n".join([head, *rows]), form=REGISTER, sender=None, file="重点项目清单.xlsx")


def told(*blocks: Block) -> list[Finding]:
    return judged(*blocks)[0]


def test_a_project_that_the_register_lacks_is_blocked() -> None:
    finding = only(told(sheet(f"{HEAD}\n{ROW}\n乙 | 城关 | 1 | 0"), register("甲 | 城关 | 100")), "not-in-register")
    assert (finding.level, finding.cell, finding.value) == ("阻断", "A3", "乙")


def test_a_project_of_the_register_that_nobody_reported_is_blocked_in_the_registers_place() -> None:
    finding = only(told(sheet(f"{HEAD}\n{ROW}"), register("甲 | 城关 | 100", "乙 | 石磨 | 5")), "not-reported")
    place = (finding.level, finding.file, finding.cell, finding.value, finding.sender)
    assert place == ("阻断", "重点项目清单.xlsx", "A3", "乙", "石磨镇")


def test_a_project_under_another_name_is_proposed_on_both_sides_in_its_own_town_alone() -> None:
    rows = sheet(f"{HEAD}\n{ROW}\n昶岳数控机床部件项目 | 城关 | 1 | 0")
    listed = register("甲 | 城关 | 100", "昶岳数控机床关键部件项目 | 城关 | 1", "昶岳数控机床部件 | 石磨 | 1")
    findings = told(rows, listed)
    assert "清单中未报的项目名称相近的有“昶岳数控机床关键部件项目”；" in only(findings, "not-in-register").message
    missing = {finding.value: finding.message for finding in findings if finding.code == "not-reported"}
    assert "所报的清单外项目名称相近的有“昶岳数控机床部件项目”；" in missing["昶岳数控机床关键部件项目"]
    assert "相近" not in missing["昶岳数控机床部件"]


def test_projects_of_a_file_that_could_not_be_opened_are_not_called_unreported() -> None:
    last = tables(sheet(f"{HEAD}\n戊 | 石磨 | 5 | 1", sender="石磨镇"), period=Period.parse("2026-04"))
    made = tables(sheet(f"{HEAD}\n{ROW}"), register("甲 | 城关 | 100", "乙 | 石磨 | 5"))

    def said(unread: tuple[str, ...]) -> set[str]:
        history = {"2026-04": last}
        senders = ("城关街道", "石磨镇")
        return codes(
            check(made, MAY, LAW, OFFICE, history=history, senders=senders, unread=unread, calendar=Calendar()).findings
        )

    missing = {"not-reported", "project-vanished"}
    assert missing <= said(()) and not missing & said(("石磨镇",))


def test_without_a_register_nothing_is_missing() -> None:
    assert told(sheet(f"{HEAD}\n{ROW}")) == []


@pytest.mark.parametrize(
    ("column", "sent", "standing", "told_value"),
    [
        ("年度计划投资", "", "", "100万元"),
        ("总投资", "500", "600", "500万元"),
        ("建设性质", "新建", "续建", "新建"),
        ("拟观摩", "是", "否", "是"),
        ("批次", "第一批", "第二批", "第一批"),
        ("计划开工时间", "2026年3月", "2026-04-01", "2026年3月1日"),
    ],
)
def test_a_senders_different_value_is_a_hint_and_changes_nothing(
    column: str, sent: str, standing: str, told_value: str
) -> None:
    if column == "年度计划投资":
        blocks = sheet(f"{HEAD}\n{ROW}"), register("甲 | 城关 | 90")
    else:
        blocks = (
            sheet(f"{HEAD} | {column}\n{ROW} | {sent}"),
            register(f"甲 | 城关 | 100 | {standing}", columns=f" | {column}"),
        )
    finding = only(told(*blocks), "register-differs")
    assert (finding.level, finding.field, finding.value) == ("提示", column, told_value)


@pytest.mark.parametrize(
    ("column", "sent", "standing"),
    [
        ("计划开工时间", "2026年4月", "2026-04-20"),
        ("批次", "第一批 ", "第一批"),
        ("总投资", "500", ""),
        ("总投资", "", "5"),
    ],
)
def test_values_that_agree_or_are_not_given_say_nothing(column: str, sent: str, standing: str) -> None:
    row = ROW if column != "总投资" else "甲 | 城关 | 1 | 0"
    plan = row.split(" | ")[2]
    blocks = (
        sheet(f"{HEAD} | {column}\n{row} | {sent}"),
        register(f"甲 | 城关 | {plan} | {standing}", columns=f" | {column}"),
    )
    assert told(*blocks) == []


def test_the_parts_of_a_package_in_the_register_are_in_it() -> None:
    parts = f"{HEAD} | 所属打包项目\n甲 | 城关 | 1 | 0 | 大包\n乙 | 城关 | 1 | 0 | 大包"
    assert told(sheet(parts), register("大包 | 城关 | 2")) == []


def test_who_must_report_and_sent_nothing_is_named_with_what_is_missing() -> None:
    towns = tuple(replace(town, reports=town.name != "柳渡镇") for town in OFFICE.towns)
    office = replace(OFFICE, towns=towns)
    blocks = sheet(f"{HEAD}\n{ROW}"), register("甲 | 城关 | 100", "乙 | 石磨 | 1", "丙 | 石磨 | 1")
    findings = [finding for finding in judged(*blocks, office=office)[0] if finding.level == "阻断"]
    assert [(finding.code, finding.sender) for finding in findings] == [
        ("sender-silent", "东岭街道"),
        ("sender-silent", "石磨镇"),
    ]
    assert "2个项目" in findings[1].message


def test_a_unit_that_no_longer_reports_is_not_missed() -> None:
    (first, *rest) = OFFICE.towns
    office = replace(OFFICE, towns=(first, replace(rest[0], reports=True, until="2026-04"), *rest[1:]))
    assert judged(sheet(f"{HEAD}\n{ROW}"), office=office)[0] == []


@pytest.mark.parametrize(
    ("day", "late"), [("2026-06-05", False), ("2026年6月6日", True), ("2026-06-08", True), ("2026-05-29", False)]
)
def test_a_report_after_the_fifth_working_day_is_late(day: str, late: bool) -> None:
    office = an_office(deadlines={"monthly": 5})
    findings, _ = judged(sheet(f"{HEAD}\n{ROW}", reported=day), office=office)
    assert codes(findings) == ({"reported-late"} if late else set())
    if late:
        assert findings[0].cell == "A99" and "2026年6月5日" in findings[0].message


def test_a_day_off_that_the_clerk_set_moves_the_deadline() -> None:
    office, calendar = an_office(deadlines={"monthly": 5}), Calendar(off=frozenset({date(2026, 6, 5)}))
    assert judged(sheet(f"{HEAD}\n{ROW}", reported="2026-06-08"), office=office, calendar=calendar)[0] == []


def test_without_a_deadline_nobody_is_late() -> None:
    assert told(sheet(f"{HEAD}\n{ROW}", reported="2026-12-31")) == []


def test_an_unknown_year_is_counted_monday_to_friday_with_a_visible_warning() -> None:
    office, december = an_office(deadlines={"monthly": 2}), Period.parse("2027-03")
    findings, _ = judged(sheet(f"{HEAD}\n{ROW}", reported="2027-04-05"), office=office, period=december)
    assert codes(findings) == {"reported-late", "calendar-unknown"}
    assert only(findings, "calendar-unknown").value == "2027"


def test_a_problem_of_no_known_project_is_told_at_its_name() -> None:
    rows = "丙 | 城关 | 资金 | 缺钱 | 未办结\n甲 | | 土地 | 缺地 | 未办结"
    problems = sheet(f"项目名称 | 镇街 | 问题类别 | 具体问题 | 状态\n{rows}", form=PROBLEMS, sender="市发改局")
    finding = only(told(sheet(f"{HEAD}\n{ROW}"), problems), "problem-without-project")
    assert (finding.level, finding.file, finding.cell) == ("提示", "市发改局.xlsx", "A2")


@pytest.mark.parametrize(("plan", "code"), [("100", "duplicate"), ("90", "duplicate-differs")])
def test_a_project_twice_in_the_register_is_told_and_the_first_row_stands(plan: str, code: str) -> None:
    findings = told(sheet(f"{HEAD}\n{ROW}"), register("甲 | 城关 | 100", f"甲 | 城关 | {plan}"))
    assert (only(findings, code).file, only(findings, code).cell) == ("重点项目清单.xlsx", "A3")
    assert codes(findings) == {code}
