"""The three sample months: every file recognised, every row there, nothing said that need not be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.collect import collect
from pipeline.model import Collected, Period, Role
from pipeline.rules import load_law, load_office

ROOT = Path(__file__).parents[2]
MONTHS = ["2026-03", "2026-04", "2026-05"]


@pytest.fixture(scope="module", params=MONTHS)
def sample(request: pytest.FixtureRequest) -> tuple[str, Collected]:
    period = Period.parse(request.param)
    return request.param, collect(ROOT / "input", period, load_law(), load_office(ROOT / "input" / "office.toml"))


def test_every_sender_and_every_row_is_there(sample: tuple[str, Collected]) -> None:
    month, collected = sample
    sent = json.loads((ROOT / "tests" / "truth" / f"{month}.sent.json").read_text(encoding="utf-8"))
    blocks = [block for block in collected.blocks if block.form == "项目进度表"]
    assert {block.file: block.sender for block in blocks} == {name: row["sender"] for name, row in sent.items()}
    rows = {block.file: sum(line.role is Role.DATA for line in block.lines) for block in blocks}
    assert rows == {name: row["rows"] for name, row in sent.items()}


def test_every_form_of_the_sample_is_recognised(sample: tuple[str, Collected]) -> None:
    month, collected = sample
    forms = Counter(block.form for block in collected.blocks)
    others = ("重点项目清单", "要素保障问题清单", "招引项目表", "策划储备项目表", "现场督查记录表")
    supervised = ("督办确认表", "督办反馈表") if month == "2026-05" else ()
    assert forms == {"项目进度表": 21, "节点计划表": 2, **dict.fromkeys((*others, *supervised), 1)}


def test_no_heading_of_the_sample_is_unknown(sample: tuple[str, Collected]) -> None:
    _, collected = sample
    assert [heading for block in collected.blocks for heading in block.headings if not heading.field] == []


def test_the_sample_gives_only_the_hints_it_deserves(sample: tuple[str, Collected]) -> None:
    _, collected = sample
    assert Counter(finding.code for finding in collected.findings) == {"sheet-hidden": 2}
