"""清单变动: the register as it stands after its changes, and the projects under their names now."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model import Block, Finding, Remedy, Tables
from tests.tables import REGISTER, cleaned, codes, only, sheet

LISTED = "项目名称 | 镇街 | 年度计划投资 | 建设性质\n甲 | 城关 | 100 | 新建\n乙 | 石磨 | 200 | 技改"
HEAD = "项目名称 | 镇街 | 变动 | 新值 | 生效期 | 依据"


def changes(*rows: str, file: str = "清单变动.xlsx") -> Block:
    return sheet("\n".join([HEAD, *rows]), form="清单变动表", sender=None, file=file)


def changed(*rows: str, sent: str = "", listed: str = LISTED) -> tuple[Tables, tuple[Finding, ...]]:
    blocks = [sheet(listed, form=REGISTER, sender=None, file="重点项目清单.xlsx")] if listed else []
    blocks += [sheet(f"项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n{sent}")] if sent else []
    return cleaned(*blocks, changes(*rows))


def register(made: Tables) -> dict[str, Any]:
    return {row["name"]: (row["town"], row["plan"]) for row in made.register}


BOTH = {"甲": ("城关街道", 1_000_000), "乙": ("石磨镇", 2_000_000)}


@pytest.mark.parametrize(
    ("row", "stands"),
    [
        ("丙 | 柳渡 | 调入 | | 2026-05-01 | 会议", {**BOTH, "丙": ("柳渡镇", None)}),
        ("丙 | 柳渡 | 调入 | 50万元 | 2026-05-01 | 会议", {**BOTH, "丙": ("柳渡镇", 500_000)}),
        ("甲 | 城关 | 调入 | | 2026-05-01 | 会议", BOTH),
        ("甲 | 城关 | 调出 | | 2026-05-01 | 会议", {"乙": ("石磨镇", 2_000_000)}),
        ("甲 | | 更名 | 甲一期 | 2026-05-01 | 会议", {"甲一期": ("城关街道", 1_000_000), "乙": ("石磨镇", 2_000_000)}),
        ("甲 | 城关 | 划转 | 柳渡 | 2026-05-01 | 会议", {**BOTH, "甲": ("柳渡镇", 1_000_000)}),
        ("甲 | 城关 | 停缓建 | | 2026-05-01 | 会议", BOTH),
        ("甲 | 城关 | 计划调整 | 80 | 2026-05-01 | 会议", {**BOTH, "甲": ("城关街道", 800_000)}),
        ("甲 | 城关 | 计划调整 | 0.5亿元 | 2026-05-01 | 会议", {**BOTH, "甲": ("城关街道", 50_000_000)}),
        ("甲 | 城关 | 调出 | | 2026-06-01 | 会议", BOTH),
    ],
)
def test_the_register_stands_as_changed_from_the_day_on(row: str, stands: dict[str, Any]) -> None:
    made, findings = changed(row)
    assert register(made) == stands
    assert [code for code in codes(findings) if code.startswith("change")] == []


def test_the_parts_of_a_split_project_take_its_place_and_kind() -> None:
    made, _ = changed("甲 | 城关 | 拆分 | 甲东、甲西 | 2026-05-01 | 会议")
    assert {row["name"]: row["kind"] for row in made.register} == {"乙": "技改", "甲东": "新建", "甲西": "新建"}


def test_a_renamed_project_is_the_same_under_either_name_and_remembers_the_old_one() -> None:
    for name in ("甲", "甲一期"):
        made, _ = changed("甲 | 城关 | 更名 | 甲一期 | 2026-05-01 | 会议", sent=f"{name} | 城关 | 100 | 30")
        (row,) = made.projects
        assert (row["name"], row["in_register"], row["was"]) == ("甲一期", True, [["甲", "城关街道"]])


def test_names_that_changed_twice_lead_back_to_the_first() -> None:
    rows = ("甲 | 城关 | 更名 | 甲甲 | 2026-02-01 | 会议", "甲甲 | 城关 | 划转 | 柳渡 | 2026-05-01 | 会议")
    made, _ = changed(*rows, sent="甲 | 城关 | 100 | 30")
    (row,) = made.projects
    assert (row["name"], row["town"]) == ("甲甲", "柳渡镇")
    assert row["was"] == [["甲甲", "城关街道"], ["甲", "城关街道"]]


def test_without_a_register_a_project_that_is_entered_makes_none() -> None:
    made, _ = changed("丙 | 柳渡 | 调入 | | 2026-05-01 | 会议", listed="", sent="甲 | 城关 | 100 | 30")
    assert made.register == ()


@pytest.mark.parametrize(
    "row",
    [
        "甲 | 城关 | 更名 | | 2026-05-01 | 会议",
        "甲 | 城关 | 划转 | 某市 | 2026-05-01 | 会议",
        "甲 | 城关 | 拆分 | 、 | 2026-05-01 | 会议",
        "甲 | 城关 | 计划调整 | 若干 | 2026-05-01 | 会议",
    ],
)
def test_a_change_without_a_value_that_can_be_read_stops_the_run(row: str) -> None:
    made, findings = changed(row)
    told = only(findings, "change-value-missing")
    assert (told.level, told.cell, register(made)) == ("阻断", "D2", BOTH)


def test_a_project_that_the_register_lacks_is_told() -> None:
    assert only(changed("丁 | 城关 | 停缓建 | | 2026-05-01 | 会议")[1], "change-project-unknown").level == "提示"


def test_every_change_in_force_is_kept_with_what_stood_and_what_stands() -> None:
    made, _ = changed("甲 | 城关 | 计划调整 | 80 | 2026-05-01 | 市长办公会")
    (use,) = made.interventions
    assert (use.remedy, use.item, use.before, use.after) == (Remedy.CHANGE, "计划调整", "100万元", "80")
    assert (use.basis, use.cell, use.sender) == ("市长办公会", "C2", "城关街道")
