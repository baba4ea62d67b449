"""The whole sample month: every figure's formula, computed by LibreOffice Calc, gives its exact value."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Measured, Tables
from pipeline.rules import load_office
from pipeline.workbooks import working_paper
from tests.workbooks import month
from tests.workbooks.reading import differences, records, unlike
from tests.workbooks.recalculate import recalculated, rewritten
from tests.workbooks.said import printed_of

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


def sample() -> tuple[Measured, bytes]:
    """The sample month and its 底稿, every figure printed in every way that documents know."""
    office = load_office(HERE / "input" / "office.toml")
    now, before = true_rows("2026-05"), true_rows("2026-04")
    measured = month.measured(now, office, before)
    link, groups = month.link, month.groups(office)
    printed = printed_of(measured)
    return measured, working_paper(measured, now, (), month.law(), link, groups=groups, printed=printed)


@pytest.mark.rendered
def test_the_recalculated_sample_equals_its_figures_what_was_printed_and_what_must_agree() -> None:
    measured, data = sample()
    assert len(measured.figures) > 2_000
    fresh = recalculated(data)
    assert differences(fresh, measured) == []
    assert {line["印出与计算"] for line in records(fresh, "指标")} == {"相符"}
    told = {line["结果"] for line in records(fresh, "勾稽")}
    assert told <= {"通过", "有尾差"} and len(records(fresh, "勾稽")) > 90
    assert [*unlike(fresh, data, "指标"), *unlike(fresh, data, "勾稽")] == []


@pytest.mark.slow
@pytest.mark.rendered
def test_one_wrong_formula_shows_in_the_figure_in_what_was_printed_and_in_what_must_agree() -> None:
    measured, data = sample()
    right, wrong = "COUNTIFS(明细_已开工,1)", "COUNTIFS(明细_未开工,1)"
    planted = rewritten(data, lambda _, text: text.replace(f"<f>{right}</f>", f"<f>{wrong}</f>"))
    fresh = recalculated(planted)
    assert any("'全市', '已开工数'" in line for line in differences(fresh, measured))
    failed = [(line["范围"], line["指标"]) for line in records(fresh, "指标") if line["印出与计算"] == "不符"]
    assert ("全市", "已开工数") in failed and ("全市", "开工率") in failed
    sums = [line["应当"] for line in records(fresh, "勾稽") if line["结果"] == "不符"]
    assert "各镇街的已开工数相加，等于全市已开工数" in sums and "已开工数＋未开工数，等于项目总数" in sums
