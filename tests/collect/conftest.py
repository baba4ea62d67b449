"""What the tests of collect share: a small office and one call from a table to what was collected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.collect import collect
from pipeline.model import Block, Collected, Period, Role, Value
from pipeline.rules import Law, Office, load_law, load_office

PERIOD = Period.parse("2026-05")
OFFICE = """
city = "示例市"
[issuer]
organ = "示例市工业推进办公室"
mark = "示推办"
[[towns]]
name = "城关街道"
aliases = ["城关", "城关街道办事处"]
[[towns]]
name = "经济开发区"
aliases = ["开发区"]
[[towns]]
name = "柳渡镇"
aliases = ["柳渡"]
[[senders]]
name = "市工业和信息化局"
aliases = ["市工信局", "工信局"]
[ambiguous]
"市工业和信息化局" = { "累计完成投资" = "本年完成投资" }
[headings]
"投资进度（含税）" = "ytd_done"
"内部编码" = "不用"
"""


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    path = tmp_path / "office.toml"
    path.write_text(OFFICE, encoding="utf-8")
    return load_office(path)


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """The period's folder, empty."""
    folder = tmp_path / PERIOD.text
    folder.mkdir()
    return folder


Gather = Callable[..., Collected]


@pytest.fixture
def gather(tmp_path: Path, law: Law, office: Office) -> Gather:
    """Collect the input directory for May 2026, or for another period."""

    def run(period: str = PERIOD.text) -> Collected:
        return collect(tmp_path, Period.parse(period), law, office)

    return run


def codes(collected: Collected) -> list[str]:
    return [finding.code for finding in collected.findings]


def data(block: Block, field: str) -> list[Value]:
    """One field's values on the data lines."""
    at = [heading.field for heading in block.headings].index(field)
    return [line.values[at] for line in block.lines if line.role is Role.DATA]


def roles(block: Block) -> list[tuple[int, str]]:
    return [(line.row, line.role.value) for line in block.lines]


def fields(block: Block) -> dict[str, str]:
    """Cell of the heading → field."""
    return {heading.cell: heading.field for heading in block.headings}
