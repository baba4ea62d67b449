"""The invented city: what a right program reaches from three months of messy workbooks, figure by figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Level, Period, Request
from pipeline.run import execute
from tests.documents.dump import dumped

ROOT = Path(__file__).parent.parent
TRUTH = Path(__file__).parent / "truth"
GOLDEN = Path(__file__).parent / "golden"
MONTHS = ("2026-03", "2026-04", "2026-05")
Make = Callable[[str, Path], Path]


def make(month: str, output: Path) -> Path:
    """Make the bulletin of a month of the sample; returns the folder it stands in."""
    url = f"sqlite:///{(output / 'ledger.sqlite').as_posix()}"
    outcome = execute(Request(Period.parse(month), ROOT / "input", output, url, "bulletin", ("bulletin",)))
    assert outcome.status == "made"
    assert not [finding for finding in outcome.judged.findings if finding.level is Level.BLOCK]
    return output / month


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old office: each month made in its turn on one ledger."""
    output = tmp_path_factory.mktemp("in-order")
    for month in MONTHS:
        make(month, output)
    return output


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fresh clones: each month made first of all on a ledger of its own, then laid side by side."""
    together = tmp_path_factory.mktemp("alone")
    for month in MONTHS:
        shutil.copytree(make(month, tmp_path_factory.mktemp(f"clone-{month}")), together / month)
    return together


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("way", ["in_order", "alone"])
def test_every_figure_of_the_truth_is_reached(month: str, way: str, request: pytest.FixtureRequest) -> None:
    made = read(request.getfixturevalue(way) / month / "figures.json")
    ours = {(figure["scope"], figure["name"]): (figure["value"], figure["unit"]) for figure in made["figures"]}
    truth = read(TRUTH / f"{month}.json")
    expected = {(row["scope"], row["name"]): (row["value"], row["unit"]) for row in truth["figures"]}
    assert len(expected) > 1700
    assert {at: ours.get(at) for at in expected} == expected
    assert made["as_of"] == truth["as_of"]


@pytest.mark.parametrize("month", MONTHS)
def test_the_ranking_is_that_of_the_truth(month: str, in_order: Path) -> None:
    figures = {(row["scope"], row["name"]): row["value"] for row in read(in_order / month / "figures.json")["figures"]}
    for row in read(TRUTH / f"{month}.rank.json")["towns"]:
        scope = f"镇街:{row['镇街']}"
        for name in ("年度投资完成率", "名次", "类别名次", "上期名次"):
            expected = row.get(name)
            assert figures[scope, name] == (None if expected is None else str(expected)), (scope, name)


@pytest.mark.parametrize("month", MONTHS)
def test_every_row_that_was_sent_is_read_and_none_is_refused(month: str, in_order: Path) -> None:
    inputs = {row["path"]: row for row in read(in_order / month / "manifest.json")["inputs"]}
    for path, sent in read(TRUTH / f"{month}.sent.json").items():
        assert (inputs[path]["rows_read"], inputs[path]["rows_refused"]) == (sent["rows"], 0), path


@pytest.mark.parametrize("month", MONTHS)
def test_a_fresh_clone_and_an_old_office_make_the_same_bytes(month: str, in_order: Path, alone: Path) -> None:
    for path in sorted((in_order / month).iterdir()):
        assert path.read_bytes() == (alone / month / path.name).read_bytes(), path.name


@pytest.mark.parametrize("month", ["2026-03", "2026-05"])
def test_the_bulletin_says_what_its_golden_text_says(month: str, in_order: Path) -> None:
    made = dumped((in_order / month / "调度通报.docx").read_bytes())
    again = f"python -m tests.documents.dump output/{month}/调度通报.docx > tests/golden/{month}.txt"
    assert made == (GOLDEN / f"{month}.txt").read_text(encoding="utf-8"), f"看过差异、确认无误后：{again}"


def test_a_second_run_changes_no_byte(in_order: Path) -> None:
    before = {path.name: path.read_bytes() for path in (in_order / "2026-05").iterdir()}
    make("2026-05", in_order)
    assert {path.name: path.read_bytes() for path in (in_order / "2026-05").iterdir()} == before


def test_no_private_number_is_printed_anywhere(in_order: Path) -> None:
    for name in ("figures.json", "findings.json", "manifest.json"):
        assert "000-000000" not in (in_order / "2026-05" / name).read_text(encoding="utf-8")
