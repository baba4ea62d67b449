"""For how many months in a row a project has stood as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.measure import measure
from pipeline.measure.lasting import LASTING, lasting
from pipeline.measure.past import past
from pipeline.model import Period
from tests.tables import LAW, MAY, OFFICE, sheet, tables

HEAD = "项目名称|镇街|年度计划投资|本年完成投资|项目阶段|计划开工时间|形象进度|土地"


def stood(**months: str) -> Mapping[str, Any]:
    """The facts of the one project in the last of the months (m03="…")."""
    made = {f"2026-{key[1:]}": f"{HEAD}\n甲|城关|{row}" for key, row in months.items()}
    periods = {text: tables(sheet(rows), period=Period.parse(text)) for text, rows in made.items()}
    now = Period.parse(max(periods))
    history = {text: found for text, found in periods.items() if text != now.text}
    found = measure(periods[now.text], now, LAW, OFFICE, history=history)
    (row,) = lasting(replace(found, past=past(history, now, LAW, OFFICE))).projects
    return row


def test_months_without_investment_and_with_the_same_words_are_counted_back() -> None:
    row = stood(
        m03="1200|100|在建||打桩|",
        m04="1200|100|在建||主体 施工|",
        m05="1200|100|在建||主体施工|",
    )
    assert (row["idle_months"], row["image_months"]) == (2, 2)


def test_what_does_not_hold_now_lasts_no_month() -> None:
    row = stood(m04="1200|0|前期|2026-03-01||办理中", m05="1200|500|在建||主体|办结")
    assert {row[name] for name in ("idle_months", "blocked_months", "red_months")} == {0}


def test_a_red_light_and_a_permit_that_holds_up_are_counted_in_months() -> None:
    waiting = "1200|0|前期|2026-01-01||办理中"
    row = stood(m03=waiting, m04=waiting, m05=waiting)
    assert (row["red_months"], row["blocked_months"], row["light_before"]) == (3, 3, "红灯")


def test_a_month_that_is_missing_ends_the_run() -> None:
    waiting = "1200|0|前期|2026-01-01||办理中"
    assert stood(m03=waiting, m05=waiting)["blocked_months"] == 1


def test_a_month_alone_counts_itself() -> None:
    found = measure(tables(sheet(f"{HEAD}\n甲|城关|1200|0|在建||主体|")), MAY, LAW, OFFICE, history={})
    (row,) = lasting(found).projects
    assert row["light_before"] == "" and {row[name] for name in LASTING} <= {0, 1}
