"""Who holds which permit, how far up a problem has gone, and what an office sets of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import PipelineError
from pipeline.rules import load_law
from pipeline.rules.elements import elements
from pipeline.rules.office import office_of
from tests.tables import LAW, an_office

RULES = load_law().elements
PLAIN = 'city = "甲市"\n[issuer]\norgan = "办"\nmark = "甲"\n'


@pytest.mark.parametrize(
    ("said", "at"),
    [
        (None, -1),
        ("", -1),
        ("正在研究", -1),
        ("镇街", 0),
        ("市直部门", 0),
        ("部门、包保领导", 1),
        ("要素保障专班", 2),
        ("提请市委常委会", 3),
        ("包保领导会同发改、自然资源和规划、行政审批", 1),
    ],
)
def test_the_highest_level_that_is_named_counts(said: str | None, at: int) -> None:
    assert RULES.tier(said) == ("" if at < 0 else tuple(RULES.tiers)[at])


def test_a_level_that_nobody_asks_for_is_never_reached() -> None:
    low, *_, high = RULES.tiers
    assert RULES.reached(high, low) and not RULES.reached(low, high)
    assert not RULES.reached(high, "") and not RULES.reached("", low)


def test_departments_stand_in_the_order_of_the_permits_each_with_its_own() -> None:
    assert RULES.departments[0] == RULES.holders["立项"] and tuple(RULES.holders) == LAW.permits
    assert RULES.held("自然资源和规划部门") == ("土地", "规划")


def test_an_office_changes_what_it_names_and_nothing_else() -> None:
    own = {"holders": {"安评": "市应急局"}, "attendees": {"资金": ["市财政局"]}, "agenda": {"open_days": 30}}
    changed = LAW.of(an_office(elements=own)).elements
    assert (changed.holders["安评"], changed.holders["环评"]) == ("市应急局", RULES.holders["环评"])
    assert changed.attendees["资金"] == ("市财政局",) and changed.attendees["用工"] == RULES.attendees["用工"]
    assert changed.agenda.open_days == 30 and changed.agenda.escalated == RULES.agenda.escalated
    assert changed.submission == RULES.submission


def test_conditions_are_told_in_words() -> None:
    assert RULES.submission.words == (
        "报送单位提请市级协调的", "已提到“要素保障专班联席会议”这一级及以上的", "逾期超过60天的",
    )  # fmt: skip
    assert RULES.agenda.words[0] == "需提级协调的" and "报送单位提请市级协调的" not in RULES.agenda.words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[elements.holders]\n"消防" = "甲"', "elements.holders.消防 不是手续环节；可写：立项、"),
        ('[elements.attendees]\n"天气" = []', "elements.attendees.天气 不是问题类别；可写：土地、"),
        ('[elements.submission]\ntier = "省政府"', "elements.submission.tier “省政府”不是层级；可写：镇街、部门、"),
        ('[elements.agenda]\nopen_days = "三十"', "elements.agenda.open_days 应为不小于 0 的整数"),
        ('[elements]\n"办理" = 1', "elements.办理 不是已知的配置项"),
    ],
)
def test_a_mistake_in_the_office_s_own_names_its_key(text: str, reason: str) -> None:
    with pytest.raises(PipelineError, match=reason):
        office_of(Path("office.toml"), (PLAIN + text).encode())


def test_rules_that_do_not_fit_the_permits_are_refused() -> None:
    table = {"holders": {"立项": "甲"}, "tiers": {}, "attendees": {}}
    with pytest.raises(PipelineError, match="elements"):
        elements(table, ("立项", "土地"), ())
