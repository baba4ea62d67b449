"""The whole sample month: every figure's formula, computed by LibreOffice Calc, gives its exact value."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Tables
from pipeline.rules import load_office
from pipeline.workbooks import working_paper
from tests.workbooks import month
from tests.workbooks.reading import differences
from tests.workbooks.recalculate import recalculated

HERE = Path(__file__).parents[2]
SAME = ("code", "kind", "chain", "level", "showcase", "batch", "total", "plan", "started", "stage")
OTHER = {"month_done": "month", "ytd_done": "ytd", "cum_done": "cum", "prior_done": "prior"}


def true_rows(period: str) -> Tables:
    told = json.loads((HERE / "tests" / "truth" / f"{period}.rows.json").read_text(encoding="utf-8"))
    return month.tables([_project(row) for row in told])


def _project(row: dict[str, Any]) -> dict[str, Any]:
    days = {key: _first(row[f"{key}_month"]) for key in ("plan_start", "start")}
    permits = {f"permit.{name}": state for name, state in row["permits"].items()}
    known = {key: row[key] for key in SAME} | {key: row[told] for key, told in OTHER.items()}
    return {**month.row(row["name"], row["town"]), **known, **days, **permits}


def _first(text: str | None) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


@pytest.mark.rendered
def test_the_recalculated_sample_equals_its_figures() -> None:
    office = load_office(HERE / "input" / "office.toml")
    now, before = true_rows("2026-05"), true_rows("2026-04")
    measured = month.measured(now, office, before)
    data = working_paper(measured, now, (), month.law(), month.link, groups=month.groups(office))
    assert len(measured.figures) > 2_000
    assert differences(recalculated(data), measured) == []
