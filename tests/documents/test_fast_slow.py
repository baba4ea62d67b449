"""十快十慢: the two lists with their reasons, short lists said to be short, and the same places as in the meeting."""

from __future__ import annotations

import pytest

from pipeline.documents.told.pace import pace
from pipeline.model import Measured
from tests.documents.dump import dumped
from tests.documents.grounds import ground
from tests.documents.month import ROWS, a_month
from tests.documents.test_bulletin import LEFTOVER, MANY
from tests.documents.year import NOBODY, document, spring


def said(month: Measured, carrier: str = "公文") -> str:
    return dumped(document("fast-slow", month, carrier=carrier)["十快十慢.docx"])


def test_both_lists_say_why() -> None:
    text = said(spring())
    assert "达到时序进度的2个，低于时序进度的2个。" in text
    assert "| 1 | 甲项目 | 城关街道 | 60.0 | 1833 | 5月完成投资1000万元；形象进度：主体施工 |" in text
    assert "| 2 | 丁项目 | 柳渡镇 | 46.7 | 450 | 项目已投产；5月完成投资300万元 |" in text
    assert "| 1 | 丙项目 | 石磨镇 | 0.0 | -2500 | 土地问题提出119天未解决；应于2026年2月开工而未开工" in text
    assert "| 2 | 乙项目 | 城关街道 | 22.5 | -767 |" in text
    assert not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_a_list_that_is_short_says_so() -> None:
    text = said(spring())
    assert "列出达到时序进度的项目2个，见表1。符合条件的只有2个，全部列出。" in text
    assert "符合条件的只有" not in said(a_month(MANY, "")).split("三、")[1]


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_month_without_anybody_says_so(carrier: str) -> None:
    text = said(a_month("", ""), carrier=carrier)
    assert "本期没有参评的项目：" in text and "本期没有达到时序进度的参评项目。" in text
    assert "本期没有低于时序进度的参评项目。" in text and not LEFTOVER.search(text)


def test_where_all_are_slow_the_slow_stand_in_the_first_table() -> None:
    text = said(a_month(f"\n{ROWS.splitlines()[2]}", ""))
    assert "见表1。" in text.split("三、进度较慢的项目")[1] and "没有达到时序进度的项目，低于时序进度的1个。" in text


def test_only_being_behind_is_a_reason_where_no_other_is_known() -> None:
    plain = "\n戊项目|城关街道|新建|高端装备|市重点|第一批|是|20000|10000|500|1000|在建|2026-01-05|办结|办结||"
    rows = pace(ground(a_month(plain, ""), "fast-slow", followed=NOBODY))["快慢"]["十慢"]
    assert [row["原因"] for row in rows] == ["比时序少完成3167万元"]


def test_the_meeting_has_the_same_ten() -> None:
    month = a_month(MANY, "")
    lists = [pace(ground(month, key, followed=NOBODY))["快慢"]["十慢"] for key in ("fast-slow", "meeting")]
    assert [row["项目名称"] for row in lists[0]] == [row["项目名称"] for row in lists[1]] and len(lists[0]) == 10
