from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Counted, InputFile
from pipeline.publish import Manifest, decimal_text, figures_json, findings_json
from tests.tables import cleaned, measured, sheet

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"
POINTS = "个百分点"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5, 10**7), "0.000001"),
        (Fraction(-5, 10**7), "-0.000001"),
        (Fraction(499, 10**9), "0.000000"),
        (Fraction(-499, 10**9), "0.000000"),
        (Fraction(100, 3), "33.333333"),
        (Fraction(-200, 3), "-66.666667"),
        (Fraction(0), "0.000000"),
        (7, "7.000000"),
        (Fraction(1999999, 2 * 10**6), "1.000000"),
        (Fraction(10**30), f"{10**30}.000000"),
    ],
)
def test_rates_have_six_decimals_half_up_away_from_zero(value: Fraction, text: str) -> None:
    assert decimal_text(value, "%") == decimal_text(value, POINTS) == text


@given(st.fractions(-(10**6), 10**6))
def test_rounding_is_that_of_decimal(value: Fraction) -> None:
    with localcontext() as context:
        context.prec = 200
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        expected = exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    assert Decimal(decimal_text(value, "%") or "") == expected


def test_counts_and_yuan_are_whole_and_nothing_is_null() -> None:
    assert [decimal_text(value, "元") for value in (0, 12, -3, Fraction(4))] == ["0", "12", "-3", "4"]
    assert decimal_text(None, "%") is None


def test_means_and_scores_are_exact_to_six_decimals() -> None:
    assert [decimal_text(Fraction(89, 2), unit) for unit in ("天", "分", "个")] == ["44.500000"] * 3
    assert decimal_text(30, "天") == "30.000000"


def test_figures_are_written_as_the_contract_says() -> None:
    found = json.loads(figures_json(measured(sheet(f"{HEAD}\n甲 | 城关 | 300 | 100"))))
    assert (found["period"], found["as_of"]) == ("2026-05", "2026-05-31")
    figures = {(row["scope"], row["name"]): row for row in found["figures"]}
    rate = figures["全市", "年度投资完成率"]
    assert (rate["value"], rate["unit"], rate["rows"]) == ("33.333333", "%", ["城关街道/甲"])
    assert figures["全市", "红灯数"]["value"] == "0" and figures["全市", "环比变化"]["value"] is None
    assert set(rate) >= {"scope", "name", "value", "unit", "definition", "rows"}


def test_findings_are_written_as_the_contract_says() -> None:
    _, findings = cleaned(sheet(f"{HEAD}\n甲 | 城关 | 约八千 | 1"))
    (first, *_) = json.loads(findings_json(findings))
    assert set(first) == {"level", "code", "file", "sheet", "cell", "field", "value", "message", "sender"}
    assert (first["level"], first["code"], first["cell"]) == ("阻断", "money-not-a-number", "C2")
    assert "约八千" in findings_json(findings).decode()


def manifest(status: str = "made", run: str = "bulletin-b2", former: list[dict[str, object]] | None = None) -> Manifest:
    file = InputFile("甲.xlsx", "f" * 64, 12, "城关街道")
    return Manifest(
        "2026-05", status, run, [file], {"甲.xlsx": Counted(5,
        2)}, {"office.toml": "a"}, {"t.docx": "b"}, {"pipeline": "1"}, former or []
    )  # fmt: skip


def outputs(made: Manifest, files: dict[str, str]) -> dict[str, tuple[str, bool]]:
    return {row["path"]: (row["run"], row["stale"]) for row in json.loads(made.as_json(files))["outputs"]}


def test_a_manifest_counts_its_inputs() -> None:
    found = json.loads(manifest().as_json({}))
    assert found["inputs"] == [
        {"path": "甲.xlsx", "sha256": "f" * 64, "cells": 12, "rows_read": 5, "rows_accepted": 3, "rows_refused": 2}
    ]
    assert list(found) == ["period", "status", "inputs", "outputs", "rules", "templates", "versions"]


FORMER: list[dict[str, object]] = [
    {"path": "督查报告.docx", "sha256": "1", "run": "supervision-b2", "stale": False},
    {"path": "调度通报.docx", "sha256": "2", "run": "bulletin-a1", "stale": False},
    {"path": "旧.docx", "sha256": "3", "run": "old-a1", "stale": False},
]


def test_files_of_other_runs_stay_listed_and_are_stale_when_they_rest_on_other_inputs() -> None:
    assert outputs(manifest(former=FORMER), {"调度通报.docx": "9"}) == {
        "督查报告.docx": ("supervision-b2", False),
        "调度通报.docx": ("bulletin-b2", False),
        "旧.docx": ("old-a1", True),
    }


def test_a_blocked_run_makes_all_earlier_files_stale_but_its_own_are_fresh() -> None:
    assert outputs(manifest("blocked", "check-b2", FORMER), {"数据核查.xlsx": "9"}) == {
        "督查报告.docx": ("supervision-b2", True),
        "调度通报.docx": ("bulletin-a1", True),
        "旧.docx": ("old-a1", True),
        "数据核查.xlsx": ("check-b2", False),
    }


def test_the_same_run_writes_the_same_bytes() -> None:
    assert manifest().as_json({"b": "1", "a": "2"}) == manifest().as_json({"a": "2", "b": "1"})
