"""灯: the worst of 投资灯 and 开工灯."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.measure import measure
from pipeline.model import Period
from pipeline.rules import Light, load_law
from tests.tables import MAY, OFFICE, an_office, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 项目阶段 | 计划开工时间"
LIGHTS = ("红灯", "黄灯", "绿灯", "未亮灯")
BY_DIFFERENCE = Light(date(2026, 1, 1), "difference", Fraction(-10), Fraction(-30), (1, 2), 3)


def light(row: str, period: str = "2026-05", lights: tuple[Light, ...] = ()) -> str:
    found = measured(sheet(f"{HEAD}\n甲 | 城关 | {row}"), period=Period.parse(period), office=an_office(lights=lights))
    lit = [name for name in LIGHTS if found.index["全市", f"{name}数"].value == 1]
    assert len(lit) == 1 and sum(int(found.index["全市", f"{name}数"].value or 0) for name in LIGHTS) == 1
    assert found.projects[0]["light"] == lit[0]
    return lit[0]


@pytest.mark.parametrize(
    ("ytd", "expected"),
    [("400", "绿灯"), ("399.9999", "黄灯"), ("300", "黄灯"), ("299.9999", "红灯"), ("0", "红灯"), ("5000", "绿灯")],
)
def test_by_ratio_eight_and_six_tenths_of_time_are_the_edges(ytd: str, expected: str) -> None:
    assert light(f"1200 | {ytd} | 在建 | ") == expected


@pytest.mark.parametrize(
    ("ytd", "expected"), [("40.0001", "绿灯"), ("40", "黄灯"), ("20", "黄灯"), ("19.9999", "红灯"), ("50", "绿灯")]
)
def test_by_difference_ten_and_thirty_points_are_the_edges(ytd: str, expected: str) -> None:
    assert light(f"100 | {ytd} | 在建 | ", "2026-06", (BY_DIFFERENCE,)) == expected


@pytest.mark.parametrize(
    ("row", "period", "expected"),
    [
        ("1200 | 0 | 竣工 | ", "2026-05", "绿灯"),
        ("1200 | 0 | 投产 | ", "2026-05", "绿灯"),
        ("0 | 10 | 在建 | ", "2026-05", "未亮灯"),
        ("1200 | 0 | 前期 | 2026-06-01", "2026-05", "未亮灯"),
        ("1200 | 0 | 在建 | 2026-06-01", "2026-05", "红灯"),
        ("1200 | 0 | 前期 | ", "2026-05", "红灯"),
        ("1200 | 0 | 在建 | ", "2026-01", "未亮灯"),
        ("1200 | 0 | 在建 | ", "2026-02", "未亮灯"),
        ("1200 | 0 | 竣工 | ", "2026-02", "未亮灯"),
        ("1200 | 0 | 在建 | ", "2026-03", "红灯"),
        ("1200 | 1200 | 前期 | 2026-05-31", "2026-05", "黄灯"),
        ("1200 | 1200 | 前期 | 2026-03-01", "2026-05", "黄灯"),
        ("1200 | 1200 | 前期 | 2026-02-28", "2026-05", "红灯"),
        ("1200 | 1200 | 前期 | 2025年12月", "2026-02", "黄灯"),
        ("1200 | 1200 | 前期 | 2025年11月", "2026-02", "红灯"),
        ("0 | 0 | 前期 | 2026年4月", "2026-05", "黄灯"),
        ("1200 | 0 | 前期 | 2026年4月", "2026-05", "红灯"),
    ],
)
def test_the_worse_of_money_and_start_shines(row: str, period: str, expected: str) -> None:
    assert light(row, period) == expected


def test_thresholds_are_in_force_from_their_day() -> None:
    later = replace(BY_DIFFERENCE, since=date(2026, 6, 1))
    assert light("100 | 31 | 在建 | ", "2026-05", (later,)) == "黄灯"
    assert light("100 | 41 | 在建 | ", "2026-06", (later,)) == "绿灯"


def test_the_law_alone_shines_where_the_office_chose_nothing() -> None:
    made = tables(sheet(f"{HEAD}\n甲 | 城关 | 1200 | 400 | 在建 | "))
    assert measure(made, MAY, load_law(), OFFICE, history={}).index["全市", "绿灯数"].value == 1
