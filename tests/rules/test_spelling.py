from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.identity import Identities, key
from pipeline.rules.spelling import folded, masked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("城关 街道", "城关街道"),
        ("一期（扩建）", "一期(扩建)"),
        ("ＡＢＣ１", "abc1"),
        ("1—5月", "1-5月"),
        ("甲\u200b乙\ufeff", "甲乙"),
        ("1～5月", "1-5月"),
    ],
)
def test_width_case_blanks_brackets_and_dashes_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_phases_stay_different_projects() -> None:
    assert folded("产业园（一期）") != folded("产业园（二期）")


TYPED = st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("（）【】—～１Ａ　\u200b\n城关镇一期")


@given(st.text(TYPED))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    "number",
    [
        "13800138000", "138 0013 8000", "138-0013-8000", "１３８００１３８０００", "+8613800138000", "86-13800138000",
        "0531-88881234", "053188881234", "（0531）88881234", "400-800-8888", "37010219900101123X", "370102199001011234",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "联系人张三{}。", "电话：{}/转", "{}-李四", "李四-{}", "tel.{}", "（{}）"])
def test_telephone_and_identity_numbers_are_masked_wherever_they_stand(number: str, around: str) -> None:
    assert masked(around.format(number)) == around.format("***")


@pytest.mark.parametrize(
    "text", ["2601-370000-04-01-123456", "30000000000元", "12345.13800138000", "12345678901234", "91370102MA3C4D5E6F"]
)
def test_codes_and_amounts_are_not_masked(text: str) -> None:
    assert masked(text) == text


def test_equal_codes_are_the_same_project_whatever_the_names() -> None:
    known = Identities([(key("2601-01", "甲", "城关街道"), "a")])
    assert known.find(key("２６０１－０１", "乙", "东岭街道")) == "a"


def test_different_codes_are_different_projects_even_under_one_name() -> None:
    known = Identities([(key("1", "甲", "城关街道"), "a")])
    assert known.find(key("2", "甲", "城关街道")) is None


def test_name_and_town_decide_where_one_row_carries_no_code() -> None:
    known = Identities([(key("1", "甲（一期）", "城关街道"), "a"), (key(None, "乙", "城关街道"), "b")])
    assert known.find(key(None, "甲(一期)", "城关街道")) == "a"
    assert known.find(key("9", "乙", "城关街道")) == "b"
    assert known.find(key(None, "甲(一期)", "东岭街道")) is None
