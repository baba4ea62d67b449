"""节点计划 against the projects and the day of the data."""

from __future__ import annotations

import pytest

from tests.tables import codes, judged, only, sheet

PROJECT = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n甲 | 城关 | 100 | 60"
NODE = "项目名称 | 镇街 | 节点 | 计划完成时间 | 实际完成时间"


@pytest.mark.parametrize(
    ("node", "code"),
    [
        ("甲 | 城关 | 封顶 | 2026-04-01 | 2026-04-02", ""),
        ("甲 |  | 封顶 | 2026-04-01 | 2026-05-31", ""),
        ("甲 | 城关 | 封顶 | 2026-04-01 | 2026年5月", ""),
        ("甲 | 石磨 | 封顶 | 2026-04-01 | ", "node-project-unknown"),
        ("丁 |  | 封顶 | 2026-04-01 | ", "node-project-unknown"),
        ("甲 | 城关 | 封顶 | 2026-04-01 | 2026-06-01", "node-done-ahead"),
        ("甲 | 城关 | 封顶 | 2026-04-01 | 2026年6月", "node-done-ahead"),
    ],
)
def test_a_node_that_counts_for_less_than_it_says_is_told(node: str, code: str) -> None:
    found, _ = judged(sheet(PROJECT), sheet(f"{NODE}\n{node}", form="节点计划表", sender="市工信局"))
    assert {one for one in codes(found) if one.startswith("node-")} == ({code} if code else set())


def test_it_is_told_at_the_cell_to_whoever_sent_it() -> None:
    blocks = (
        sheet(PROJECT),
        sheet(f"{NODE}\n甲 | 城关 | 封顶 | 2026-04-01 | 2026-06-01", form="节点计划表", sender="市工信局"),
    )
    told = only(judged(*blocks)[0], "node-done-ahead")
    assert (told.file, told.cell, told.sender, told.field) == ("市工信局.xlsx", "E2", "市工信局", "实际完成时间")
