"""打包项目: with its parts it counts once and its money once."""

from __future__ import annotations

from pipeline.model import Measured
from tests.tables import figure, measured, sheet

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 所属打包项目 | 是否开工"


def counts(found: Measured) -> list[object]:
    return [figure(found, name) for name in ("项目总数", "年度计划投资", "本年完成投资", "已开工数", "未开工数")]


def test_parts_beside_their_package_count_for_nothing() -> None:
    rows = "大包 | 城关 | 10 | 5 | | 是\n子一 | 城关 | 6 | 3 | 大包 | 是\n子二 | 城关 | 4 | 2 | 大包 | 否"
    found = measured(sheet(f"{HEAD}\n{rows}"))
    assert counts(found) == [1, 100_000, 50_000, 1, 0]
    assert figure(found, "年度投资完成率") == 50


def test_parts_without_their_package_count_once_and_their_money_adds_up() -> None:
    rows = "子一 | 城关 | 6 | 3 | 大包 | 否\n子二 | 城关 | 4 | 2 | 大 包 | 是\n独 | 城关 | 1 | 1 | | 否"
    assert counts(measured(sheet(f"{HEAD}\n{rows}"))) == [2, 110_000, 60_000, 1, 1]


def test_a_package_that_names_itself_is_no_part() -> None:
    assert counts(measured(sheet(f"{HEAD}\n大包 | 城关 | 10 | 5 | 大包 | 是")))[0] == 1


def test_lights_of_a_package_are_one() -> None:
    rows = "大包 | 城关 | 10 | 5 | | 是\n子一 | 城关 | 6 | 0 | 大包 | 是"
    found = measured(sheet(f"{HEAD}\n{rows}"))
    assert [figure(found, f"{name}数") for name in ("红灯", "黄灯", "绿灯", "未亮灯")] == [0, 0, 1, 0]
