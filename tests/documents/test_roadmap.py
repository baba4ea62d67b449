"""时间表路线图: every node in its month and week, with a sign that reads in black and white."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.documents.told.roadmap import roadmap
from pipeline.documents.told.rows import Row
from pipeline.model import Period
from tests.documents.grounds import ground
from tests.documents.routed import NODES, a_routed_month
from tests.tables import measured, sheet

HEAD = NODES.strip().splitlines()[0]


def drawn(planned: str, actual: str = "", period: str = "2026-05") -> Row:
    nodes = f"{HEAD}\n甲项目|城关街道|封顶|{planned}|{actual}||||"
    month = measured(sheet(nodes, form="节点计划表", sender="市工信局"), period=Period.parse(period))
    return next(iter(roadmap(ground(month))["路线图"]["节点"]))


def signs(row: Row, axis: str) -> dict[str, Any]:
    return {key: sign for key, sign in row[axis].items() if sign}


@pytest.mark.parametrize(
    ("planned", "actual", "state", "months"),
    [
        ("2026-03-10", "2026-03-20", "已完成", {"2026-03": "●", "2026-05": "｜"}),
        ("2026-02-10", "2026-05-20", "已完成", {"2026-02": "○", "2026-03": "—", "2026-04": "—", "2026-05": "●"}),
        ("2026-04-10", "2026-03-20", "已完成", {"2026-03": "●", "2026-04": "○", "2026-05": "｜"}),
        ("2026-03-10", "", "逾期", {"2026-03": "▲", "2026-04": "—", "2026-05": "｜"}),
        ("2026-05-10", "", "逾期", {"2026-05": "▲"}),
        ("2026-05-31", "", "7天内到期", {"2026-05": "○"}),
        ("2026-06-20", "", "30天内到期", {"2026-05": "｜", "2026-06": "○"}),
        ("2026-12-20", "", "未到期", {"2026-05": "｜", "2026-12": "○"}),
        ("2025-12-20", "", "逾期", {"2025": "▲", **dict.fromkeys(("2026-01", "2026-02", "2026-03", "2026-04"), "—"),
                                    "2026-05": "｜"}),
        ("2027-02-20", "", "未到期", {"2026-05": "｜", "2027": "○"}),
    ],
)  # fmt: skip
def test_a_node_has_its_signs_in_the_months(planned: str, actual: str, state: str, months: dict[str, str]) -> None:
    row = drawn(planned, actual)
    assert (row["状态"], signs(row, "月")) == (state, months)


def test_weeks_run_from_eight_before_to_seventeen_after_that_of_the_data_s_day() -> None:
    columns = roadmap(ground(a_routed_month()))["路线图"]["各周"]
    assert [columns[at]["键"] for at in (0, 8, -1)] == ["2026-03-30", "2026-05-25", "2026-09-21"]
    assert [columns[at]["名称"] for at in (0, 8, 9)] == ["30", "▼25", "1"] and columns[9]["分组"] == "6月"
    row = drawn("2026-04-08", "")
    assert signs(row, "周")["2026-04-06"] == "▲" and signs(row, "周")["2026-05-25"] == "｜"
    assert list(signs(row, "周").values()).count("—") == 6


def test_the_turn_of_the_year_is_one_line_of_weeks() -> None:
    row = drawn("2026-12-30", "", "2027-01")
    assert signs(row, "周") == {"2026-12-28": "▲", **dict.fromkeys(("2027-01-04", "2027-01-11", "2027-01-18"), "—"),
                                "2027-01-25": "｜"}  # fmt: skip


def test_rows_go_project_by_project_and_near_ones_are_a_sheet_of_their_own() -> None:
    told = roadmap(
        ground(a_routed_month(f"{NODES}丁项目|柳渡镇|达产|2026-12-31||||柳渡镇||否".replace("||||柳", "|||柳")))
    )["路线图"]
    assert [row["项目名称"] for row in told["节点"]] == [
        *["甲项目"] * 3,
        "乙项目",
        "丙项目",
        "丙项目",
        "丁项目",
        "丁项目",
    ]
    assert {row["节点"] for row in told["节点"]} - {row["节点"] for row in told["近期"]} == {"主体封顶", "达产"}
