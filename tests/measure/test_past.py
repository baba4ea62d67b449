"""The earlier months of the year, measured by today's 口径, for what documents say of the months."""

from __future__ import annotations

from pipeline.measure.past import past
from pipeline.model import Period, Tables
from tests.tables import LAW, OFFICE, sheet, tables

HEAD = "项目名称|镇街|年度计划投资|本年完成投资"


def month(text: str, done: int) -> tuple[str, Tables]:
    return text, tables(sheet(f"{HEAD}\n甲项目|城关街道|1000|{done}"), period=Period.parse(text))


def test_the_earlier_months_of_the_year_stand_in_their_order() -> None:
    history = dict((month("2026-02", 200), month("2026-01", 100), month("2025-12", 900), month("2026-04", 400)))
    found = past(history, Period.parse("2026-03"), LAW, OFFICE)
    assert [one.period.text for one in found] == ["2026-01", "2026-02"]
    assert [one.index["全市", "本年完成投资"].value for one in found] == [1_000_000, 2_000_000]
    assert found[1].index["全市", "当月完成投资"].value == 1_000_000
