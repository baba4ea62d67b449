"""The invented city's weeks: 周调度专报 out of the box, with every number it prints in figures.json."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.model import Outcome, Period, Request
from pipeline.run import execute
from tests.documents.dump import dumped

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "2026-W21.txt"
WEEKS = ("2026-W20", "2026-W21")


def make(week: str, output: Path, folder: Path = ROOT / "input") -> Outcome:
    url = f"sqlite:///{(output / 'ledger.sqlite').as_posix()}"
    return execute(Request(Period.parse(week), folder, output, url, "weekly-report", ("weekly-report",)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("week")
    assert make(WEEKS[1], output).status == "made"
    return output / WEEKS[1]


def opening(text: str) -> str:
    """All but the long lists of the annexes."""
    return text.partition("【附件编号】")[0]


def test_the_week_s_report_says_what_its_golden_text_says(made: Path) -> None:
    said = opening(dumped((made / "周调度专报.docx").read_bytes()))
    assert said == GOLDEN.read_text(encoding="utf-8"), f"看过差异、确认无误后，把新的文字写入 {GOLDEN}"


def test_every_count_of_the_opening_stands_in_figures_json(made: Path) -> None:
    figures = json.loads((made / "figures.json").read_bytes())["figures"]
    known = {figure["value"] for figure in figures if figure["scope"] == "全市"}
    whole = opening(dumped((made / "周调度专报.docx").read_bytes()))
    told = "".join(line for line in whole.splitlines() if line.startswith(("全市", "本周", "节点计划表", "亮红灯项目")))
    counts = re.findall(r"(?<![\d.])(\d+)个", told)
    assert len(counts) > 15 and set(counts) <= known


def test_the_week_without_its_month_and_week_before_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    shutil.copy(ROOT / "input" / "office.toml", folder)
    shutil.copytree(ROOT / "input" / WEEKS[1], folder / WEEKS[1])
    assert make(WEEKS[1], tmp_path / "output", folder).status == "made"
    text = dumped((tmp_path / "output" / WEEKS[1] / "周调度专报.docx").read_bytes())
    assert "没有上周数据，本期不列本周变动。" in text


def test_a_second_run_changes_no_byte(made: Path) -> None:
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    make(WEEKS[1], made.parent)
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before
