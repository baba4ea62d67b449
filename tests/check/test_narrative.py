"""Numbers in 文字材料 that are said of a figure are those of the figure, or somebody is told."""

from __future__ import annotations

import pytest

from pipeline.check.narrative import narrative_findings
from pipeline.model import Level
from tests.documents.month import a_month
from tests.tables import LAW, only

MONTH = a_month()


def differing(words: str) -> list[str | None]:
    return [finding.value for finding in narrative_findings({"下步要求": (words,)}, MONTH, LAW)]


def test_a_number_that_differs_is_told_with_the_figure() -> None:
    found = only(narrative_findings({"下步要求": ("全市年度投资完成率35.3%。",)}, MONTH, LAW), "narrative-differs")
    assert found.level is Level.HINT and found.value == "35.3%" and found.file == "文字材料.docx"
    assert "“下步要求”中，全市年度投资完成率写作35.3%，本期算出的是38.3%" in found.message


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("完成率34.7%", "34.7%"),
        ("截至5月31日，全市共有重点项目5个，完成投资1.11亿元", "5个"),
        ("完成投资11100万元，完成率为38%，低于要求", None),
        ("1—5月完成投资1.2亿元", "1.2亿元"),
        ("城关街道完成率49.3%，时序差7.0个百分点", "7.0个百分点"),
        ("石磨镇完成率1.0%", "1.0%"),
        ("目前亮红灯项目9个；未开工项目1个", "9个"),
    ],
)
def test_a_figure_is_known_by_what_people_call_it(words: str, value: str | None) -> None:
    assert differing(words) == ([value] if value else [])


@pytest.mark.parametrize(
    "words",
    [
        "全市年度投资完成率38.3%，完成率38%。",
        "确保完成率达到50%以上，年底完成投资10亿元。",
        "甲项目完成投资500万元，某村完成率3%。",
        "上月完成率20.1%。",
        "要盯紧3个项目、5个问题，7天内解决。",
        "完成率12.5个百分点。",
        "",
    ],
)
def test_goals_the_past_single_projects_and_other_numbers_are_nobody_s_business(words: str) -> None:
    assert differing(words) == []
