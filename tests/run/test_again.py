"""A period is run again after one of its documents was issued: nothing else that it says may change."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.run import execute, of_cadence
from tests.city import city
from tests.run.life import issued, request
from tests.workbook import workbook

CONFIRMED = """
来源|事项|承办单位|依据|确认|处置
会议|推动甲项目用地组卷|城关街道|第5次调度会|是|立即落实
批示|核实丙项目投资完成情况|柳渡镇|5月12日批示|是|研判
"""


def monthly(root: Path) -> None:
    asked = request(root)
    documents = of_cadence(asked.input, "monthly")
    assert (
        execute(type(asked)(asked.period, asked.input, asked.output, asked.ledger, "monthly", documents)).exit_code == 0
    )


def figures(root: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((root / "output/2026-05/figures.json").read_bytes())["figures"]
    return found


def test_the_figures_name_new_items_by_their_numbers(tmp_path: Path) -> None:
    workbook(city(tmp_path) / "2026-05/确认.xlsx", CONFIRMED.strip())
    monthly(tmp_path)
    rows = next(each["rows"] for each in figures(tmp_path) if (each["scope"], each["name"]) == ("全市", "督办事项数"))
    assert rows == ["督2026-001", "督2026-002"]


def test_a_notice_that_was_issued_makes_no_second_draft_of_the_report(tmp_path: Path) -> None:
    workbook(city(tmp_path) / "2026-05/确认.xlsx", CONFIRMED.strip())
    monthly(tmp_path)
    before = figures(tmp_path)
    issued(tmp_path, "督查报告")
    issued(tmp_path, "督办通知单/柳渡镇")
    monthly(tmp_path)
    assert figures(tmp_path) == before
    assert not list((tmp_path / "output/2026-05").rglob("*第2稿*"))
