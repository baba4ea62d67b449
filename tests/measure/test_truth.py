"""The sample's true rows → the sample's true figures, three months in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.measure import measure
from pipeline.model import Measured, Period, Tables, table
from pipeline.publish import decimal_text
from pipeline.rules import load_law, load_office

TRUTH = Path(__file__).parent.parent / "truth"
MONTHS = ("2026-03", "2026-04", "2026-05")
OTHER_FORMS = {"问题总数", "已解决数", "未解决数", "逾期数", "需提级数", "储备数", "在谈数", "签约数", "落地数"}
LAW = load_law()


def first_day(month: str | None) -> date | None:
    return date(int(month[:4]), int(month[5:]), 1) if month else None


def record(row: dict[str, Any]) -> dict[str, Any]:
    same = ("code", "name", "town", "kind", "chain", "level", "showcase", "batch", "total", "plan", "started", "stage")
    days = {"plan_start": first_day(row["plan_start_month"]), "start": first_day(row["start_month"])}
    money = {"month_done": row["month"], "ytd_done": row["ytd"], "cum_done": row["cum"]}
    permits = {f"permit.{name}": state for name, state in row["permits"].items()}
    name = row["code"] or f"{row['town']}/{row['name']}"
    return {**{key: row[key] for key in same}, **days, **money, **permits, "id": name, "block": 0}


def tables(month: str) -> Tables:
    rows = json.loads((TRUTH / f"{month}.rows.json").read_bytes())
    forms = {name: table((), types) for name, types in LAW.types.items()}
    return Tables(forms | {"项目进度表": table(map(record, rows), LAW.types["项目进度表"])})


@cache
def all_months() -> dict[str, Measured]:
    office = load_office(Path(__file__).parents[2] / "input" / "office.toml")
    history: dict[str, Tables] = {}
    made = {}
    for month in MONTHS:
        rows = tables(month)
        made[month] = measure(rows, Period.parse(month), LAW, office, history=dict(history))
        history[month] = rows
    return made


def true_figures(month: str) -> Iterator[dict[str, Any]]:
    for figure in json.loads((TRUTH / f"{month}.json").read_bytes())["figures"]:
        absent = month == "2026-03" and figure["name"] == "当月完成投资"  # one layout has no such column in March
        if figure["name"] not in OTHER_FORMS and not absent:
            yield figure


@pytest.mark.parametrize("month", MONTHS)
def test_every_true_figure_of_the_projects_is_reached_exactly(month: str) -> None:
    index = all_months()[month].index
    wrong = []
    for figure in true_figures(month):
        found = index[figure["scope"], figure["name"]]
        if (decimal_text(found.value, found.unit), found.unit) != (figure["value"], figure["unit"]):
            wrong.append((figure["scope"], figure["name"], figure["value"], found.value))
    assert wrong == []
    assert len([*true_figures(month)]) > 1000


@pytest.mark.parametrize("month", MONTHS)
def test_the_ranking_table_is_the_true_one(month: str) -> None:
    found = all_months()[month]
    for town in json.loads((TRUTH / f"{month}.rank.json").read_bytes())["towns"]:
        for name in ("年度投资完成率", "名次", "类别名次", "上期名次"):
            figure = found.index[f"镇街:{town['镇街']}", name]
            true = town.get(name)
            assert decimal_text(figure.value, figure.unit) == (None if true is None else str(true)), (town, name)
