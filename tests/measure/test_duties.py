"""Who answers for a project: as its own row says, else the register, else its nodes; who is lacking is counted."""

from __future__ import annotations

import pytest

from pipeline.model import Measured, Row
from tests.tables import REGISTER, figure, measured, sheet

HEAD = "项目名称|镇街|年度计划投资|本年完成投资|包保领导|责任单位|责任科室|责任人"
LISTED = "项目名称|镇街|年度计划投资|包保领导|责任单位|责任科室|责任人"
PLANNED = "项目名称|镇街|节点|计划完成时间|责任单位|责任科室|责任人"
WHO = ("leader", "unit", "section", "person", "source")


def of(row: str, listed: str = "", *nodes: str) -> Measured:
    blocks = [sheet(f"{HEAD}\n甲|城关|9|0|{row}")]
    blocks += [sheet(f"{LISTED}\n甲|城关|9|{listed}", form=REGISTER)] if listed else []
    told = "\n".join(f"甲|城关|节点{at}|{node}" for at, node in enumerate(nodes))
    blocks += [sheet(f"{PLANNED}\n{told}", form="节点计划表")] if nodes else []
    return measured(*blocks)


def who(row: Row) -> tuple[str, ...]:
    return tuple(row[f"duty.{name}"] or "" for name in WHO)


@pytest.mark.parametrize(
    ("row", "listed", "nodes", "told"),
    [
        ("赵|经发办|工业科|钱", "孙|财政所|综合科|李", (), ("赵", "经发办", "工业科", "钱", "")),
        ("|||", "孙|财政所|综合科|李", (), ("孙", "财政所", "综合科", "李", "清单")),
        ("赵|甲办||", "|甲办|一科|", ("2026-06-01|甲办|一科|周",), ("赵", "甲办", "一科", "周", "清单、节点计划")),
        ("|经发办||", "|财政所|综合科|李", (), ("", "经发办", "", "", "")),
        ("|||", "", ("2026-09-01|甲办|二科|吴", "2026-06-01|甲办|一科|周"), ("", "甲办", "一科", "周", "节点计划")),
        ("|||", "", ("2026-06-01|乙局||吴", "2026-07-01|城关街道|一科|周"), ("", "城关街道", "一科", "周", "节点计划")),
        ("|||", "", ("2026-06-01|乙局|审批科|吴", "2026-07-01|甲办|一科|周", "2026-08-01|甲办|一科|周"),
         ("", "甲办", "一科", "周", "节点计划")),
        ("|||", "", (), ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_what_a_row_lacks_is_taken_from_the_register_and_then_from_the_nodes_that_tell_best(
    row: str, listed: str, nodes: tuple[str, ...], told: tuple[str, ...]
) -> None:
    assert who(of(row, listed, *nodes).projects[0]) == told


@pytest.mark.parametrize(("row", "section", "person"), [("|||", 1, 1), ("||工业科|", 0, 1), ("||工业科|钱", 0, 0)])
def test_a_project_without_section_or_person_is_counted(row: str, section: int, person: int) -> None:
    found = of(row)
    for scope in ("全市", "镇街:城关街道"):
        assert figure(found, "未明确责任科室项目数", scope) == section
        assert figure(found, "未明确责任人项目数", scope) == person
