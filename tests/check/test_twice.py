"""The same project in two rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.model import Block, Finding
from tests.tables import an_office, codes, judged, only, sheet

HEAD = "项目代码 | 项目名称 | 镇街 | 建设性质 | 年度计划投资 | 本年完成投资"
DISPATCH = an_office(dispatch={"技改": "市工信局"})


def town(row: str) -> Block:
    return sheet(f"{HEAD}\n{row}", sender="石磨镇", file="石磨.xlsx")


def department(row: str, sender: str = "市工信局") -> Block:
    return sheet(f"{HEAD}\n{row}", sender=sender, file=f"{sender}.xlsx")


def refused_files(blocks: Sequence[Block], refused: Sequence[int]) -> list[str]:
    return [blocks[at].file for at in refused]


def test_equal_rows_of_two_senders_are_a_hint_and_the_towns_own_counts() -> None:
    blocks = department("1 | 甲 | 石磨 | 技改 | 9 | 0"), town("1 | 甲 | 石磨 | 技改 | 9 | 0")
    findings, refused = judged(*blocks)
    finding = only(findings, "duplicate")
    assert (finding.level, finding.file, finding.cell) == ("提示", "市工信局.xlsx", "B2")
    assert refused_files(blocks, refused) == ["市工信局.xlsx"]


def test_different_money_is_blocked_and_names_the_field_and_the_other_place() -> None:
    findings, refused = judged(town("1 | 甲 | 石磨 | 技改 | 9 | 1"), department("1 | 甲 | 石磨 | 技改 | 9 | 2"))
    finding = only(findings, "duplicate-differs")
    assert (finding.level, finding.file, refused) == ("阻断", "市工信局.xlsx", (1,))
    assert "本年完成投资" in finding.message and "石磨.xlsx第2行" in finding.message


def test_dispatch_decides_whose_row_counts_and_a_difference_becomes_a_hint() -> None:
    blocks = town("1 | 甲 | 石磨 | 技改 | 9 | 1"), department("1 | 甲 | 石磨 | 技改 | 9 | 2")
    findings, refused = judged(*blocks, office=DISPATCH)
    finding = only(findings, "duplicate-dispatched")
    assert (finding.level, finding.file) == ("提示", "石磨.xlsx") and "市工信局" in finding.message
    assert refused_files(blocks, refused) == ["石磨.xlsx"]


def test_dispatch_counts_even_where_the_rows_agree() -> None:
    blocks = town("1 | 甲 | 石磨 | 技改 | 9 | 1"), department("1 | 甲 | 石磨 | 技改 | 9 | 1")
    findings, refused = judged(*blocks, office=DISPATCH)
    assert only(findings, "duplicate").file == "石磨.xlsx" == blocks[refused[0]].file


def test_dispatch_says_nothing_of_another_kind() -> None:
    blocks = department("1 | 甲 | 石磨 | 新建 | 9 | 1"), town("1 | 甲 | 石磨 | 新建 | 9 | 2")
    findings, refused = judged(*blocks, office=DISPATCH)
    assert only(findings, "duplicate-differs").level == "阻断" and refused == (0,)


def test_a_dispatched_sender_that_contradicts_itself_is_blocked() -> None:
    rows = "1 | 甲 | 石磨 | 技改 | 9 | 1\n1 | 甲 | 石磨 | 技改 | 9 | 2"
    findings, refused = judged(department(rows), office=DISPATCH)
    assert only(findings, "duplicate-differs").cell == "B3" and refused == (1,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1 | 甲", "1 | 乙", True),
        ("1 | 甲", "2 | 甲", False),
        ("1 | 甲", " | 甲", True),
        (" | 甲（一期）", " | 甲 (一期)", True),
        (" | 甲（一期）", " | 甲（二期）", False),
        ("１ | 甲", "1 | 乙", True),
    ],
)
def test_code_or_name_and_town_make_a_project(one: str, other: str, same: bool) -> None:
    rest = "石磨 | 新建 | 9 | 1"
    findings, refused = judged(sheet(f"{HEAD}\n{one} | {rest}\n{other} | {rest}", sender="石磨镇"))
    assert (len(refused) == 1, "duplicate" in codes(findings)) == (same, same)


def test_one_name_in_two_towns_is_two_projects() -> None:
    assert judged(sheet(f"{HEAD}\n | 甲 | 石磨 | 新建 | 9 | 1\n | 甲 | 柳渡 | 新建 | 9 | 1"))[1] == ()


def test_three_rows_of_one_project_leave_one() -> None:
    rest = "石磨 | 新建 | 9 | 1"
    rows = f"{HEAD}\n | 甲 | {rest}\n7 | 甲 | {rest}\n7 | 甲改名 | {rest}"
    assert len(judged(sheet(rows, sender="石磨镇"))[1]) == 2


@pytest.mark.parametrize(
    ("column", "one", "other", "differs"),
    [
        ("开工时间", "2026年3月", "2026-03-15", False),
        ("开工时间", "2026年3月", "2026-04-15", True),
        ("开工时间", "2026-03-14", "2026-03-15", True),
        ("开工时间", "", "2026-03-15", False),
        ("项目阶段", "在建", "前期", True),
        ("是否开工", "是", "否", True),
        ("上年末累计完成投资", "1", "2", True),
        ("形象进度", "一", "二", False),
    ],
)
def test_money_start_and_stage_must_agree_and_nothing_else(column: str, one: str, other: str, differs: bool) -> None:
    rest = "1 | 甲 | 石磨 | 新建 | 9 | 0"
    findings, _ = judged(sheet(f"{HEAD} | {column}\n{rest} | {one}\n{rest} | {other}", sender="石磨镇"))
    assert ("duplicate-differs" in codes(findings)) is differs


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("华泰高端装备制造项目", "华泰高端装备制造有限公司", True),
        ("华泰高端装备制造项目", "华泰高端装配制造项目", True),
        ("华泰高端装备制造项目", "华泰高端装备智造造项目", False),
        ("华泰高端装备制造项目", "华泰高端的装备制造项目", True),
        ("华泰高端的装备制造项目", "华泰高端装备制造项目", True),
        ("华泰高端装备制造项目", "泰华高端装备制造项目", False),
        ("华泰高端装备制造项目", "华泰高端装备制造基地项目", False),
        ("华泰高端装备制造（一期）", "华泰高端装备制造（二期）", False),
        ("华泰高端装备制造1号厂房", "华泰高端装备制造2号厂房", False),
        ("东部新城污水处理厂", "西部新城污水处理厂", False),
        ("甲项目", "乙项目", False),
    ],
)
def test_near_identical_names_with_different_codes_are_a_hint(one: str, other: str, alike: bool) -> None:
    rest = "石磨 | 新建 | 9 | 1"
    findings, refused = judged(sheet(f"{HEAD}\n1 | {one} | {rest}\n2 | {other} | {rest}", sender="石磨镇"))
    found: list[Finding] = [finding for finding in findings if finding.code == "similar-name"]
    assert [finding.cell for finding in found] == (["B3"] if alike else []) and refused == ()


def test_like_names_in_two_towns_are_two_projects() -> None:
    rows = "1 | 华泰高端装备制造 | 石磨 | 新建 | 9 | 0\n2 | 华泰高端装备制造 | 柳渡 | 新建 | 9 | 0"
    assert judged(sheet(f"{HEAD}\n{rows}", sender="市发改局"))[0] == []
