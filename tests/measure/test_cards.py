"""红黄牌: who gets one by the rules, whose is taken off, and that whoever met 时序 has none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.measure import measure
from pipeline.measure.cards import carded
from pipeline.measure.lasting import lasting
from pipeline.measure.past import past
from pipeline.model import Card, Figure, Period
from pipeline.rules.carding import CardRule
from tests.tables import LAW, OFFICE, PROBLEMS, sheet, tables

HEAD = "项目名称|镇街|年度计划投资|本年完成投资|项目阶段"
SOLVING = "项目名称|镇街|问题类别|具体问题|办理部门|提出日期|完成时限|状态"
TOWN = CardRule("镇街", "时序比", "红", "完成{rate}，低{gap}，为{value}", below=Fraction(60))
MILD = replace(TOWN, card="黄", below=Fraction(80))
LAST = CardRule("镇街", "连续末位", "黄", "在{category}末位{value}个月", at_least=Fraction(2))
ITEMS = CardRule("镇街", "督办逾期", "黄", "督办逾期{value}项", at_least=Fraction(1))
LIT = CardRule("项目", "连续红灯", "红", "红灯{value}个月，{rate}", at_least=Fraction(2))
OVERDUE = CardRule("部门", "问题逾期", "黄", "逾期{value}个", at_least=Fraction(1))


def cards(*rules: CardRule, problems: str = "", figures: tuple[Figure, ...] = (), **months: str) -> dict[str, Card]:
    """By name, of the last of the months (m04="城关 500，石磨 100": 本年完成 of a project of 1200 in each 镇街)."""
    law = replace(LAW, cards=tuple(sorted(rules, key=lambda rule: rule.card != "红")))
    made = {f"2026-{key[1:]}": _rows(said) for key, said in months.items()}
    blocks = {text: [sheet(rows)] for text, rows in made.items()}
    if problems:
        blocks[max(blocks)].append(sheet(f"{SOLVING}\n{problems}", form=PROBLEMS))
    periods = {text: tables(*found, period=Period.parse(text)) for text, found in blocks.items()}
    now = Period.parse(max(periods))
    history = {text: found for text, found in periods.items() if text != now.text}
    month = measure(periods[now.text], now, law, OFFICE, history=history)
    month = replace(month, past=past(history, now, law, OFFICE), figures=(*month.figures, *figures))
    return {card.name: card for card in carded(lasting(month), law, OFFICE).cards}


def _rows(said: str) -> str:
    pairs = [part.split(" ") for part in said.split("，")]
    return "\n".join([HEAD, *(f"{town}项目|{town}|1200|{done}|在建" for town, done in pairs)])


def late(unit: str, count: int, before: str = "") -> Figure:
    return Figure(f"承办单位:{unit}", f"{before}督办逾期数", count, "项", "")


def test_a_town_behind_time_gets_the_gravest_card_with_its_reason() -> None:
    found = cards(MILD, TOWN, m05="城关 290，东岭 399，石磨 400，柳渡 900")
    assert {name: card.colour for name, card in found.items()} == {"城关街道": "红", "东岭街道": "黄"}
    assert found["城关街道"].reasons == ("完成24.2%，低17.5个百分点，为58.0%",)


def test_whoever_met_time_has_no_card_whatever_else_is_overdue() -> None:
    overdue = (late("城关街道", 3), late("石磨镇", 3))
    assert set(cards(ITEMS, m05="城关 500，石磨 499", figures=overdue)) == {"石磨镇"}


def test_the_last_of_its_category_for_two_months_has_a_card() -> None:
    found = cards(LAST, m04="城关 100，东岭 300，石磨 10，柳渡 500", m05="城关 100，东岭 300，石磨 480，柳渡 400")
    assert set(found) == {"城关街道"} and found["城关街道"].reasons == ("在街道末位2个月",)


def test_the_last_of_a_category_of_one_is_not_last() -> None:
    assert cards(LAST, m04="城关 0", m05="城关 0") == {}


def test_a_project_with_a_red_light_for_two_months_has_a_card() -> None:
    found = cards(LIT, m04="城关 0，石磨 0", m05="城关 0，石磨 490")
    assert [(card.name, card.town, card.reasons) for card in found.values()] == [
        ("城关项目", "城关街道", ("红灯2个月，0.0%",))
    ]


def test_a_department_has_a_card_for_overdue_problems() -> None:
    problems = "城关项目|城关|土地|用地|市发改局|2026-02-01|2026-04-20|未办结"
    found = cards(OVERDUE, m05="城关 900", problems=problems)
    assert found["市发改局"].kind == "部门" and found["市发改局"].reasons == ("逾期1个",)


@pytest.mark.parametrize(
    ("before", "now", "standing"),
    [("300", "290", "升为红牌"), ("100", "390", "降为黄牌"), ("100", "100", "继续"), ("900", "100", "新亮牌")],
)
def test_a_card_says_what_became_of_last_month_s(before: str, now: str, standing: str) -> None:
    found = cards(MILD, TOWN, m04=f"城关 {before}", m05=f"城关 {now}")
    assert found["城关街道"].standing == standing


def test_a_card_is_taken_off_when_it_was_mended() -> None:
    card = cards(TOWN, m04="城关 100", m05="城关 500")["城关街道"]
    assert (card.standing, card.colour, card.before) == ("摘牌", "", "红")
    assert card.reasons == ("年度投资完成率41.7%，时序进度41.7%",)


def test_what_was_overdue_last_month_makes_last_month_s_card() -> None:
    overdue = (late("城关街道", 0), late("城关街道", 2, before="上期"))
    assert cards(ITEMS, m04="城关 100", m05="城关 100", figures=overdue)["城关街道"].standing == "摘牌"


def test_nobody_is_looked_at_against_time_early_in_the_year() -> None:
    assert cards(TOWN, m02="城关 0") == {}


def test_a_month_that_is_missing_is_no_last_month() -> None:
    found = cards(TOWN, m03="城关 100", m05="城关 500")
    assert found == {}


def test_red_cards_come_before_yellow_ones() -> None:
    found = list(cards(MILD, TOWN, m05="东岭 399，柳渡 100").values())
    assert [card.colour for card in found] == ["红", "黄"]
