"""What inspectors saw against what was reported."""

from __future__ import annotations

import pytest

from pipeline.model import Finding
from tests.tables import codes, judged, only, sheet

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 自开工累计完成投资 | 上年末累计完成投资 | 项目阶段 | 是否开工"
ROW = "甲 | 城关 | 100 | 60 | 90 | 30 | 在建 | 是"
VISIT = "项目名称 | 镇街 | 日期 | 现场进度 | 核实投资"


def seen(visit: str, row: str = ROW) -> list[Finding]:
    record = sheet(f"{VISIT}\n{visit}", form="现场督查记录表", sender=None, file="现场督查.xlsx")
    return judged(sheet(f"{HEAD}\n{row}"), record)[0]


@pytest.mark.parametrize(
    ("verified", "differs"),
    [("60", False), ("90", False), ("61", False), ("61.0001", True), ("88.99", True), ("", False), ("0", True)],
)
def test_money_that_is_neither_this_years_nor_all_is_a_clue(verified: str, differs: bool) -> None:
    found = seen(f"甲 | 城关 | 2026-05-12 | 主体三层 | {verified}")
    assert codes(found) == ({"onsite-money-differs"} if differs else set())


def test_the_clue_stands_at_the_reported_figure_and_goes_to_who_reported_it() -> None:
    found = only(seen("甲 | 城关 | 2026-05-12 | 主体三层 | 40"), "onsite-money-differs")
    assert (found.level, found.file, found.cell, found.sender) == ("提示", "城关街道.xlsx", "D2", "城关街道")
    assert "2026年5月12日" in found.message and "40万元" in found.message and "60万元" in found.message


def test_the_sum_since_the_start_may_be_made_of_two_columns() -> None:
    row = "甲 | 城关 | 100 | 60 |  | 30 | 在建 | 是"
    assert seen("甲 | 城关 | 2026-05-12 | | 90", row) == []


@pytest.mark.parametrize(
    ("scene", "row", "differs"),
    [
        ("停工", ROW, True),
        ("现场停工，无人施工", ROW, True),
        ("停工两个月后已复工", ROW, False),
        ("未停工，正常施工", ROW, False),
        ("主体三层", ROW, False),
        ("尚未动工，未进场", ROW, True),
        ("停工", ROW.replace("在建", "停工"), False),
        ("停工", ROW.replace("在建", "投产"), False),
        ("未开工", ROW.replace("在建", "投产"), True),
        ("未开工", "甲 | 城关 | 100 | 0 | 0 | 0 | 前期 | 否", False),
    ],
)
def test_a_site_at_rest_contradicts_a_project_under_way(scene: str, row: str, differs: bool) -> None:
    assert codes(seen(f"甲 | 城关 | 2026-05-12 | {scene} | ", row)) == ({"onsite-stage-differs"} if differs else set())


def test_a_record_of_a_project_that_nobody_knows_is_a_hint_at_the_record() -> None:
    found = only(seen("丁 | 城关 | 2026-05-12 | 停工 | 40"), "onsite-project-unknown")
    assert (found.level, found.file, found.cell, found.value) == ("提示", "现场督查.xlsx", "A2", "丁")
