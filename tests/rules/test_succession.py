"""A 镇街 that goes up in another one hands on its history."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Measured, Tables
from pipeline.rules import Office
from pipeline.rules.succession import inherited
from tests.tables import MAY, OFFICE, figure, measured, sheet, tables

APRIL = MAY.previous
HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 开工时间"
BEFORE = tables(
    sheet(f"{HEAD}\n甲 | 石磨 | 100 | 40 | 2026年3月", sender="石磨镇"),
    sheet(f"{HEAD}\n乙 | 城关 | 100 | 10 | 2026年3月"),
    period=APRIL,
)


def merged() -> Office:
    """石磨镇 goes up in 城关街道 at the end of April."""
    towns = (
        replace(town, until="2026-04", successor="城关") if town.name == "石磨镇" else town for town in OFFICE.towns
    )
    return replace(OFFICE, towns=tuple(towns))


def may(office: Office, april: Tables) -> Measured:
    now = sheet(f"{HEAD}\n甲 | 城关 | 100 | 45 | 2026年3月\n乙 | 城关 | 100 | 30 | 2026年3月")
    return measured(now, office=office, history={APRIL.text: april})


def test_the_rows_of_a_town_that_went_up_in_another_are_that_ones() -> None:
    rows = inherited(BEFORE, merged(), MAY).projects
    assert [(row["town"], row["id"], row["sender"]) for row in rows] == [
        ("城关街道", "城关街道/甲", "城关街道"),
        ("城关街道", "城关街道/乙", "城关街道"),
    ]
    assert inherited(BEFORE, merged(), APRIL) is BEFORE and inherited(BEFORE, OFFICE, MAY) is BEFORE


def test_what_the_other_had_done_before_is_not_done_again() -> None:
    found = may(merged(), inherited(BEFORE, merged(), MAY))
    assert figure(found, "当月完成投资", "镇街:城关街道") == 25 * 10**4
    assert figure(found, "环比变化", "镇街:城关街道") == (75 - 50) / 2
    assert figure(found, "本月新开工数") == 0
