"""A difference is told whole in the record and shortly on the screen."""

from __future__ import annotations

import pytest

from pipeline.documents.review.difference import CUT, LONGEST, Difference

LONG = "全市共有重点项目3个，总投资2.20亿元，年度计划投资1.20亿元，完成投资0.45亿元，低于时序进度4.2个百分点。"


@pytest.mark.parametrize(
    ("old", "new", "short"),
    [
        ("一、总体情况", "一、总的情况", "一、总[体→的]情况"),
        ("", "新的一行", "增加：新的一行"),
        ("旧的一行", "", "删去：旧的一行"),
        (LONG, LONG.replace("0.45", "0.46"), "全市共有重点项目3个，总…元，完成投资[0.45→0.46]亿元，低于时…"),
        (LONG, f"{LONG}特此通报。", "全市共有重点项目3个，总…4.2个百分点。[→特此通报。]"),
    ],
)
def test_the_screen_shows_what_differs_and_a_few_characters_around_it(old: str, new: str, short: str) -> None:
    assert Difference(old, new).short == short


def test_the_record_has_both_lines_whole() -> None:
    assert str(Difference(LONG, "")) == f"原：{LONG}；改：（空）"


def test_a_line_that_differs_altogether_stays_short() -> None:
    assert len(Difference("甲" * 5000, "乙" * 5000).short) == LONGEST + len(CUT)
