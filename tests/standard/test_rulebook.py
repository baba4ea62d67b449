"""The rules as data, and the house rules that an office sets in their place."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model import PipelineError
from pipeline.standard import judge, rulebook
from pipeline.standard.aspects import ASPECTS
from pipeline.standard.pages import RULES as PAGES
from pipeline.standard.setting import RULES as SETTING
from pipeline.standard.structure import RULES as STRUCTURE
from tests.standard.planting import planted, size
from tests.standard.typed import typed


def test_every_rule_is_judged_by_someone() -> None:
    known = {*ASPECTS, *PAGES, *SETTING, *STRUCTURE}
    rules = rulebook().rules.values()
    assert [rule.code for rule in rules if rule.aspect not in known and rule.judged != "person"] == []
    assert [rule.code for rule in rules if not rule.says.endswith(("。", "！"))] == []
    assert {rule.strength for rule in rules} == set("定荐推实")


def test_a_house_rule_stands_in_the_place_of_the_standard() -> None:
    small = planted(typed(), size("关于做好", 18))
    assert "title-size" in {each.code for each in judge(small, "甲")}
    assert "title-size" not in {each.code for each in judge(small, "甲", house={"title-size": 18})}
    assert "title-size" not in {each.code for each in judge(small, "甲", house={"title-size": False})}
    broken = next(each for each in judge(typed(), "甲", house={"title-size": 18}) if each.code == "title-size")
    assert (broken.expected, broken.found) == ("小2号（18磅）", "2号（22磅）")


@pytest.mark.parametrize("house", [{"没有": 1}, {"title-size": "大"}, {"date-pattern": "("}, {"date-place": [1]}])
def test_a_house_rule_that_does_not_fit_names_its_key(house: dict[str, Any]) -> None:
    with pytest.raises(PipelineError, match=next(iter(house))):
        judge(typed(), "甲", house=house)
