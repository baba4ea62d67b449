"""红黄牌通报: red, yellow and taken off, each with a reason; the rules in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.documents.told.cards import cards
from pipeline.model import Card, Measured
from tests.documents.dump import dumped
from tests.documents.grounds import ground
from tests.documents.month import LAW, ROWS, a_month
from tests.documents.test_bulletin import LEFTOVER
from tests.documents.year import document, spring

MENDED = ROWS.replace("|0|0|前期", "|3000|3000|在建")


def said(month: Measured, carrier: str = "公文") -> str:
    return dumped(document("cards", month, carrier=carrier)["红黄牌通报.docx"])


def test_every_card_has_its_row_and_its_reason() -> None:
    text = said(spring())
    assert "本期亮红牌1个、黄牌1个（镇街1个、项目1个），其中新亮牌1个。比上期没有摘牌。" in text
    assert "| 1 | 镇街 | 石磨镇 | 继续 | 年度投资完成率0.0%，比时序进度低41.7个百分点，只有时序进度的0.0%；" in text
    assert "| 1 | 项目 | 丙项目（石磨镇） | 新亮牌 | 连续3个月亮红灯，年度投资完成率0.0% |" in text
    assert "表2　黄牌名单" in text and "本期没有摘牌。" in text and not LEFTOVER.search(text)


def test_a_card_that_was_taken_off_says_how_things_stand() -> None:
    text = said(spring(MENDED))
    assert "| 1 | 镇街 | 石磨镇 | 红牌 | 年度投资完成率50.0%，时序进度41.7% |" in text
    assert "比上期摘牌1个。" in text and "本期没有红牌。" in text and "本期没有黄牌。" in text


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_month_without_cards_says_so(carrier: str) -> None:
    text = said(a_month("", ""), carrier=carrier)
    assert "本期没有亮牌的镇街、项目和部门。没有上期数据，不说明与上期的变化。" in text
    assert "本期没有红牌。" in text and "没有上期数据。" in text and not LEFTOVER.search(text)


def test_the_rules_are_told_in_words() -> None:
    assert "镇街时序比低于80%亮黄牌、低于60%亮红牌；" in said(a_month("", ""))


def test_two_hundred_cards_are_all_named_and_private_numbers_masked() -> None:
    many = tuple(Card("项目", str(at), f"第{at}号项目", "石磨镇", "黄", "", ("联系13800138000",)) for at in range(200))
    text = said(replace(a_month(), cards=many))
    assert text.count("号项目（石磨镇） | — | 联系*** |") == 200 and "表1　黄牌名单" in text


def test_a_member_has_its_own_cards_alone() -> None:
    whole = ground(spring(), "cards", each="镇街")
    own, other = (cards(whole.of("镇街", name))["红黄牌"]["红牌"] for name in ("石磨镇", "城关街道"))
    assert [row["名称"] for row in own] == ["石磨镇"] and other == []
    assert {rule.of for rule in LAW.cards} == {"镇街", "项目", "部门"}
