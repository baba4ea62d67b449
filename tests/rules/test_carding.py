"""cards.toml, questions.toml and the list of contradictions: what ships is sound, and what is not is named."""

from __future__ import annotations

import pytest

from pipeline.documents.told.asking import CASES
from pipeline.measure.cards import SEEN as MEASURED
from pipeline.model import PipelineError
from pipeline.rules.asking import asking
from pipeline.rules.carding import SEEN, UNITS, card_rules
from tests.tables import LAW

RULE = {"of": "镇街", "by": "时序比", "card": "黄", "reason": "{value}", "below": 80}
QUESTION = {"when": "idle", "to": "镇街", "reason": "没有投资", "ask": "为什么？"}


@pytest.mark.parametrize(
    "wrong", [{"of": "部门"}, {"by": "没有这项"}, {"card": "蓝"}, {"at_least": 1}, {"of": "产业链"}]
)
def test_a_rule_that_cannot_be_judged_is_named(wrong: dict[str, object]) -> None:
    with pytest.raises(PipelineError, match=r"cards\.toml"):
        card_rules({"rules": [{**RULE, **wrong}]})


def test_red_rules_are_tried_before_yellow_ones() -> None:
    assert [rule.card for rule in card_rules({"rules": [RULE, {**RULE, "card": "红", "below": 60}]})] == ["红", "黄"]


def test_a_rule_says_its_limit() -> None:
    (rule,) = card_rules({"rules": [RULE]})
    assert rule.told == "低于80%亮黄牌"


def test_nothing_holds_of_a_number_that_is_not_known() -> None:
    (rule,) = card_rules({"rules": [RULE]})
    assert not rule.holds(None) and rule.holds(79) and not rule.holds(80)


def test_everything_that_a_rule_may_look_at_is_measured_and_has_a_unit() -> None:
    assert {by for names in SEEN.values() for by in names} == set(MEASURED) == set(UNITS)


@pytest.mark.parametrize("wrong", [{"to": "谁"}, {"ask": ""}])
def test_a_question_that_is_asked_of_nobody_is_named(wrong: dict[str, object]) -> None:
    with pytest.raises(PipelineError, match=r"questions\.toml 中 idle 一条"):
        asking({"questions": [{**QUESTION, **wrong}], "merits": [], "most": 3, "months": 2})


def test_every_case_of_the_questions_is_known_and_told_somewhere() -> None:
    said = {rule.when for rule in (*LAW.asking.questions, *LAW.asking.merits)}
    assert said == set(CASES)


def test_every_contradiction_is_a_finding() -> None:
    assert set(LAW.figures["quality"]["contradictions"]) <= set(LAW.findings)
