"""The rules of 督办 and what an office sets of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from string import Formatter

import pytest

from pipeline.model import Period
from pipeline.rules import load_law
from pipeline.rules.calendar import Calendar
from pipeline.rules.supervising import Rule
from tests.tables import an_office

RULES = load_law().supervision
FIRST, *REST = RULES.ladder


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.code)
def test_every_rule_names_findings_that_there_are_and_fills_its_blanks(rule: Rule) -> None:
    assert set(rule.findings) <= set(load_law().findings)
    for sentence in (rule.matter, rule.reason, rule.contradiction):
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(sentence))


def test_every_clue_belongs_to_a_rule() -> None:
    clues = {code for code, wording in load_law().findings.items() if wording.clue}
    assert clues == {code for rule in RULES.rules for code in rule.findings}


def test_the_ladder_is_climbed_rung_by_rung_and_ends() -> None:
    tier, climbed = "", []
    while tier := RULES.tier_above(tier):
        climbed.append(tier)
    assert climbed == REST and RULES.tier_above(FIRST) == REST[0]


def test_an_office_changes_days_thresholds_and_rules_and_nothing_else() -> None:
    own = {"days": {"红灯": 3, "研判": 4}, "off": ["问题逾期"], "prefix": "府督", "due_soon": 5, "late_start_months": 6}
    law = load_law().of(an_office(supervision=own))
    changed = law.supervision
    assert next(rule.days for rule in changed.rules if rule.title == "红灯") == 3
    assert (changed.days["研判"], changed.days["提报"]) == (4, RULES.days["提报"])
    assert changed.rule("overdue-problem") is None and len(changed.rules) == len(RULES.rules) - 1
    assert changed.number(2026, 7) == "府督2026-007" and RULES.number(2026, 1000) == "督2026-1000"


@pytest.mark.parametrize(
    ("scene", "idle"),
    [("停工", "停工"), ("未停工", ""), ("停工后已复工", ""), ("未开工", "未开工"), ("主体封顶", ""), ("", "")],
)
def test_a_scene_is_at_rest_only_where_no_word_takes_it_back(scene: str, idle: str) -> None:
    assert RULES.onsite.idle(scene) == idle


def test_the_working_day_before_a_holiday_is_before_all_of_it() -> None:
    assert Calendar().before(date(2026, 10, 5)) == date(2026, 9, 30)


def test_a_unit_that_is_gone_is_answered_for_by_its_successor_and_a_circle_ends() -> None:
    known = an_office()
    pass_on = {"城关街道": "东岭", "东岭街道": "石磨镇", "石磨镇": "城关街道"}
    towns = tuple(replace(town, until="2026-05", successor=pass_on.get(town.name, "")) for town in known.towns)
    office = replace(known, towns=towns)
    assert office.answering("城关街道", Period.parse("2026-05")) == "城关街道"
    assert office.answering("城关街道", Period.parse("2026-06")) in pass_on
    assert (
        replace(office, towns=(towns[0], *known.towns[1:])).answering("城关街道", Period.parse("2026-06")) == "东岭街道"
    )
