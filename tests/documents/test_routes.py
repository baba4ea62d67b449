"""节点进度通报: who keeps to the nodes, which are overdue and due, which a risk window threatens, what was spent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.documents.told.routes import routes
from pipeline.rules import Office
from pipeline.rules.nodes import Window
from tests.documents.dump import dumped
from tests.documents.grounds import ground
from tests.documents.month import office
from tests.documents.routed import NODES, a_routed_month, routed
from tests.documents.test_bulletin import LEFTOVER
from tests.tables import LAW

GOLDEN = Path(__file__).parent.parent / "golden" / "节点进度通报.txt"


def told(nodes: str = NODES, carrier: str = "公文", facts: Office | None = None) -> str:
    return dumped(routed("nodes", a_routed_month(nodes), facts=facts or office(carrier=carrier))["节点进度通报.docx"])


def test_it_says_what_its_golden_text_says() -> None:
    assert told() == GOLDEN.read_text(encoding="utf-8"), (
        "看过差异、确认无误后，把新的文字写入 tests/golden/节点进度通报.txt"
    )


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_month_without_nodes_says_so_and_has_no_annex(carrier: str) -> None:
    text = told("", carrier)
    assert "本期没有报送节点计划表，不作节点进度通报。" in text and "附件" not in text and not LEFTOVER.search(text)


def test_a_single_node_that_is_done_leaves_nothing_to_list() -> None:
    text = told(NODES.strip().splitlines()[0] + "\n甲项目|城关街道|主体封顶|2026-03-20|2026-03-18||城关街道||是")
    for line in (
        "到期应完成的节点1个，按期完成1个，按期完成率100.0%；没有逾期未完成的节点。",
        "没有逾期未完成的节点。",
        "30天内没有到期的节点。",
        "没有受天气影响、计划完成时间落在风险时段内的未完成节点。",
    ):
        assert line in text
    assert "附件2" not in text and "列有计划投资的项目" not in text and not LEFTOVER.search(text)


def test_an_office_s_own_windows_take_the_place_of_the_shipped_ones() -> None:
    facts = replace(office(), windows=(Window("主汛期", "06-15", "06-30"),))
    month = a_routed_month()
    assert LAW.of(facts).nodes.windows == facts.windows and LAW.of(office()).nodes.windows == LAW.nodes.windows
    assert [row["名称"] for row in routes(ground(month))["节点进度"]["风险时段"]] == ["雨季", "冬季低温"]


def test_projects_that_spent_less_than_planned_come_farthest_behind_first() -> None:
    behind = routes(ground(a_routed_month(NODES.replace("|1800|", "|1800|").replace("2026-06-05", "2026-05-05"))))
    found = behind["节点进度"]["投资落后"]
    assert [(row["项目名称"], row["计划进度差"].value) for row in found] == [("乙项目", -9_000_000)]
