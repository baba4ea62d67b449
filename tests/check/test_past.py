"""This period against the snapshots of earlier ones."""

from __future__ import annotations

import pytest

from pipeline.model import Finding, Period, Tables
from tests.tables import REGISTER, codes, judged, only, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 本月完成投资 | 总投资 | 项目阶段 | 形象进度 | 备注"
ROW = "甲 | 城关 | 100 | 60 | 20 | 500 | 在建 | 主体三层 | "


def then(*rows: str) -> Tables:
    return tables(sheet("\n".join([HEAD, *(rows or ("甲 | 城关 | 100 | 40 | 10 | 500 | 在建 | 主体二层 | ",))])))


def now(*rows: str, history: dict[str, Tables] | None = None, period: str = "2026-05") -> list[Finding]:
    known = {"2026-04": then()} if history is None else history
    return judged(sheet("\n".join([HEAD, *rows])), history=known, period=Period.parse(period))[0]


def test_a_month_in_order_says_nothing() -> None:
    assert now(ROW) == []


def test_less_than_last_month_is_blocked_at_its_cell() -> None:
    finding = only(now("甲 | 城关 | 100 | 39.9999 | 0 | 500 | 在建 | 主体三层 | "), "ytd-falls")
    assert (finding.level, finding.cell, finding.field) == ("阻断", "D2", "本年完成投资")
    assert "39.9999万元" in finding.message and "40万元" in finding.message


def test_less_than_last_month_with_a_reason_is_a_hint_that_repeats_it() -> None:
    finding = only(now("甲 | 城关 | 100 | 30 | 0 | 500 | 在建 | 三层 | 审计核减"), "ytd-falls-with-reason")
    assert finding.level == "提示" and "审计核减" in finding.message


@pytest.mark.parametrize(
    ("month", "expected"), [("20", set()), ("21", set()), ("21.01", {"ytd-not-last-plus-month"}), ("", set())]
)
def test_progress_must_be_last_months_and_this_months(month: str, expected: set[str]) -> None:
    assert codes(now(f"甲 | 城关 | 100 | 60 | {month} | 500 | 在建 | 主体三层 | ")) == expected


@pytest.mark.parametrize(
    ("plan", "total", "expected"), [("101", "500", "plan-changed"), ("100", "499", "total-changed")]
)
def test_a_changed_plan_or_total_is_a_hint(plan: str, total: str, expected: str) -> None:
    finding = only(now(f"甲 | 城关 | {plan} | 60 | 20 | {total} | 在建 | 主体三层 | "), expected)
    assert finding.level == "提示"


def test_a_total_that_only_one_month_gives_has_not_changed() -> None:
    assert now("甲 | 城关 | 100 | 60 | 20 |  | 在建 | 主体三层 | ") == []


def test_a_project_that_vanished_is_blocked_and_a_new_one_is_a_hint() -> None:
    findings = now("乙 | 城关 | 100 | 60 | 60 | 500 | 在建 | 三层 | ")
    gone, new = only(findings, "project-vanished"), only(findings, "project-new")
    assert (gone.level, gone.value, gone.sender, gone.cell) == ("阻断", "甲", "城关街道", None)
    assert (new.level, new.value, new.cell) == ("提示", "乙", "A2")


def test_a_vanished_project_is_told_beside_the_new_one_that_it_may_be() -> None:
    history = {"2026-04": then(ROW.replace("甲", "湛远复合材料项目"))}
    gone = only(now(ROW.replace("甲", "湛远复合材料扩建项目"), history=history), "project-vanished")
    assert "名称相近的有“湛远复合材料扩建项目”；" in gone.message


@pytest.mark.parametrize("stage", ["终止", "竣工", "投产", "停工"])
def test_even_a_finished_project_may_not_vanish(stage: str) -> None:
    history = {"2026-04": then(f"甲 | 城关 | 100 | 40 | 10 | 500 | {stage} | 完 | ", ROW.replace("甲", "乙"))}
    assert only(now(ROW.replace("甲", "乙"), history=history), "project-vanished").value == "甲"


def test_what_is_still_in_the_register_has_not_vanished_but_was_not_reported() -> None:
    register = sheet(
        "项目名称 | 镇街 | 年度计划投资\n甲 | 城关 | 100\n乙 | 城关 | 9", form=REGISTER, sender=None, file="r"
    )
    blocks = (sheet(f"{HEAD}\n乙 | 城关 | 9 | 0 | 0 | 90 | 前期 | 无 | "), register)
    found = codes(judged(*blocks, history={"2026-04": then()})[0])
    assert "not-reported" in found and "project-vanished" not in found


@pytest.mark.parametrize(("stage", "told"), [("在建", True), ("前期", False), ("竣工", False), ("投产", False)])
def test_the_same_words_as_last_month_are_a_hint_while_building(stage: str, told: bool) -> None:
    assert ("image-unchanged" in codes(now(f"甲 | 城关 | 100 | 60 | 20 | 500 | {stage} | 主体二层 | "))) is told


@pytest.mark.parametrize(
    ("before", "stage", "told"),
    [
        ({"2026-02": 60, "2026-03": 60, "2026-04": 60}, "在建", True),
        ({"2026-02": 59, "2026-03": 60, "2026-04": 60}, "在建", False),
        ({"2026-03": 60, "2026-04": 60}, "在建", False),
        ({"2026-01": 60, "2026-03": 60, "2026-04": 60}, "在建", False),
        ({"2026-02": 60, "2026-03": 60, "2026-04": 60}, "停工", False),
    ],
)
def test_three_months_without_progress_take_four_equal_snapshots(
    before: dict[str, int], stage: str, told: bool
) -> None:
    history = {month: then(f"甲 | 城关 | 100 | {ytd} | 0 | 500 | 在建 | {month} | ") for month, ytd in before.items()}
    findings = now(f"甲 | 城关 | 100 | 60 | 0 | 500 | {stage} | 三层 | ", history=history)
    assert ("stalled" in codes(findings)) is told


def test_neither_the_year_before_nor_weeks_make_three_months_without_progress() -> None:
    same = then("甲 | 城关 | 100 | 60 | 0 | 500 | 在建 | 二层 | ")
    over_new_year = dict.fromkeys(("2025-11", "2025-12", "2026-01"), same)
    weeks = dict.fromkeys(("2026-W18", "2026-W19", "2026-W20"), same)
    row = "甲 | 城关 | 100 | 60 | 0 | 500 | 在建 | 三层 | "
    assert "stalled" not in codes(now(row, history=over_new_year, period="2026-02"))
    assert "stalled" not in codes(now(row, history=weeks, period="2026-W21"))


def test_without_a_stage_column_a_started_project_may_stall_and_repeat_its_words() -> None:
    text = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 是否开工 | 形象进度\n甲 | 城关 | 100 | 60 | 是 | 三层"
    history = {f"2026-0{month}": tables(sheet(text)) for month in (2, 3, 4)}
    assert codes(judged(sheet(text), history=history)[0]) == {"stalled", "image-unchanged"}


def test_progress_plan_and_list_are_not_compared_across_the_new_year_but_the_total_is() -> None:
    row = "乙 | 城关 | 90 | 5 | 5 | 501 | 在建 | 三层 | "
    history = {"2025-12": then(ROW, row.replace("501", "500").replace("90 | 5 | 5", "80 | 70 | 5"))}
    assert codes(now(row, history=history, period="2026-01")) == {"total-changed", "image-unchanged"}


def test_only_the_month_just_before_is_the_last_period() -> None:
    assert now("乙 | 城关 | 1 | 0 | 0 | 9 | 前期 | 无 | ", history={"2026-03": then()}) == []


def test_a_week_is_compared_with_the_week_before_and_not_with_its_month() -> None:
    history = {"2026-W20": then(), "2026-04": then("丙 | 城关 | 1 | 0 | 0 | 9 | 前期 | 无 | ")}
    found = codes(now("甲 | 城关 | 100 | 39 | 20 | 500 | 在建 | 三层 | ", history=history, period="2026-W21"))
    assert found == {"ytd-falls"}
