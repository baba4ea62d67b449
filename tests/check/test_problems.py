"""What 要素保障问题清单 leaves unsaid of a problem that goes up."""

from __future__ import annotations

import pytest

from pipeline.model import Finding, Level
from tests.tables import PROBLEMS, codes, judged, only, sheet

PROJECTS = sheet("项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n甲 | 城关 | 9 | 1")
COLUMNS = "项目名称 | 镇街 | 问题类别 | 具体问题 | 当前层级 | 提请事项 | 状态 | 是否提请市级协调"


def found(row: str, columns: str = COLUMNS) -> list[Finding]:
    return judged(PROJECTS, sheet(f"{columns}\n{row}", form=PROBLEMS, sender="市发改局", file="问题.xlsx"))[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("甲 | 城关 | 土地 | 缺地 | | | 未办结 | 是", True),
        ("甲 | 城关 | 土地 | 缺地 | 专班联席会议 | | 未办结 | ", True),
        ("甲 | 城关 | 土地 | 缺地 | 包保领导 | | 未办结 | 否", False),
        ("甲 | 城关 | 土地 | 缺地 | 市政府 | 安排指标 | 未办结 | 是", False),
        ("甲 | 城关 | 土地 | 缺地 | | | 已办结 | 是", False),
    ],
)
def test_whoever_asks_the_city_says_for_what(row: str, told: bool) -> None:
    assert ("request-blank" in codes(found(row))) is told


def test_the_blank_is_named_at_its_cell() -> None:
    one = only(found("甲 | 城关 | 土地 | 缺地 | | | 未办结 | 是"), "request-blank")
    assert (one.level, one.file, one.cell, one.field) == (Level.HINT, "问题.xlsx", "F2", "提请事项")
    assert one.message == "城关街道“甲”的问题“缺地”要提请市级协调，但没有填写提请事项，请写明需要市级决定什么。"


def test_a_sheet_without_the_column_is_told_at_the_name() -> None:
    columns = "项目名称 | 镇街 | 问题类别 | 具体问题 | 状态 | 是否提请市级协调"
    assert only(found("甲 | 城关 | 土地 | 缺地 | 未办结 | 是", columns), "request-blank").cell == "A2"


def test_a_level_that_nobody_knows_is_asked_about() -> None:
    one = only(found("甲 | 城关 | 土地 | 缺地 | 上面 | | 未办结 | "), "tier-unknown")
    assert one.value == "上面" and one.cell == "E2" and "要素保障专班联席会议" in one.message
    assert "tier-unknown" not in codes(found("甲 | 城关 | 土地 | 缺地 | 联席会议 | 请示 | 未办结 | "))
