"""考核 from outside: rules of the office's own, points that a person wrote into a workbook, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Period, PipelineError, Request
from pipeline.rules.law import HERE
from pipeline.run.explaining import explain_figure
from tests.city import city, run
from tests.workbook import workbook

POINTS = "考核加减分|||\n单位|分值|原因|依据\n城关|1.5|承办现场会|市政府办通知\n柳渡镇|-0.5|{}|调度会记录"


def figures(root: Path) -> dict[tuple[str, str], Any]:
    told = json.loads((root / "output" / "2026-05" / "figures.json").read_bytes())["figures"]
    return {(row["scope"], row["name"]): row["value"] for row in told}


def rules(root: Path, old: str = "", new: str = "") -> None:
    shipped = (HERE / "assessment.toml").read_text(encoding="utf-8")
    (root / "input" / "assessment.toml").write_text(shipped.replace(old, new, 1), encoding="utf-8")


def test_scores_are_worked_out_only_where_a_document_needs_them(tmp_path: Path) -> None:
    city(tmp_path)
    assert run(tmp_path).status == "made" and not [name for _, name in figures(tmp_path) if name.startswith("考核")]
    assert run(tmp_path, "assessment").status == "made"
    assert figures(tmp_path)["镇街:城关街道", "考核名次"] == "1"


def test_points_of_a_workbook_under_any_name_count(tmp_path: Path) -> None:
    folder = city(tmp_path)
    workbook(folder / "2026-05" / "五月的分.xlsx", POINTS.format("迟报"))
    assert run(tmp_path, "assessment").status == "made"
    found = figures(tmp_path)
    assert found["镇街:城关街道", "考核加分"] == "1.500000" and found["镇街:柳渡镇", "考核减分"] == "-0.500000"
    output = tmp_path / "output"
    asked = Request(Period.parse("2026-05"), folder, output, f"sqlite:///{(output / 'ledger.sqlite').as_posix()}")
    (given,) = explain_figure(asked, "城关.考核加分").branch.parts[0].rows
    assert (given.value, given.cells[0].file, given.cells[0].cell) == (Fraction(3, 2), "五月的分.xlsx", "B3")


def test_points_without_a_reason_block_the_month(tmp_path: Path) -> None:
    folder = city(tmp_path)
    workbook(folder / "2026-05" / "五月的分.xlsx", POINTS.format(""))
    outcome = run(tmp_path, "assessment")
    (told,) = (finding for finding in outcome.judged.findings if finding.level == "阻断")
    assert (told.code, told.field, told.cell) == ("required-blank", "原因", "C4")


def test_the_offices_own_rules_count_and_a_change_of_them_is_a_change_of_the_inputs(tmp_path: Path) -> None:
    city(tmp_path)
    first = run(tmp_path, "assessment")
    before = figures(tmp_path)["镇街:城关街道", "考核:应开工开工率"]
    rules(tmp_path, "weight = 20, target = 100", "weight = 20, target = 50")
    assert run(tmp_path, "assessment").judged.fingerprint != first.judged.fingerprint
    assert (before, figures(tmp_path)["镇街:城关街道", "考核:应开工开工率"]) == ("10.000000", "20.000000")


def test_rules_that_do_not_add_up_are_refused_with_file_and_line_where_they_are_needed(tmp_path: Path) -> None:
    city(tmp_path)
    rules(tmp_path, "weight = 40", "weight = 45")
    assert run(tmp_path).status == "made"
    with pytest.raises(
        PipelineError, match=r"assessment\.toml 第\d+行：考核类别“街道”各指标的权重合计为105，应为100。"
    ):
        run(tmp_path, "assessment")
