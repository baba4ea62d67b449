"""How figures are said: exact inside, half up once at the edge."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.quantity import Quantity, WordingError, decimal
from pipeline.documents.wording import FILTERS, chosen_filters
from pipeline.model import Day, PipelineError

YUAN, RATE, POINTS = "元", "%", "个百分点"


def said(name: str, value: Any, *arguments: Any) -> Any:
    return FILTERS[name](value, *arguments)


@pytest.mark.parametrize(
    ("name", "value", "unit", "words"),
    [
        ("亿元", 19212970000, YUAN, "192.13亿元"),
        ("亿元", 500000, YUAN, "0.01亿元"),
        ("亿元", 499999, YUAN, "0.00亿元"),
        ("亿元", None, YUAN, "—"),
        ("万元", 35605000, YUAN, "3561万元"),
        ("亿元数", 100000000, YUAN, "1.00"),
        ("万元数", 4999, YUAN, "0"),
        ("万元原数", 35600000, YUAN, "3560"),
        ("万元原数", 35605000, YUAN, "3560.5"),
        ("万元原数", 1, YUAN, "0.0001"),
        ("万元原数", -100000, YUAN, "-10"),
        ("万元原数", None, YUAN, "—"),
        ("百分率", Fraction(309, 10), RATE, "30.9%"),
        ("百分率", Fraction(1250, 10000), RATE, "0.1%"),
        ("百分率", Fraction(129), RATE, "129.0%"),
        ("百分数", Fraction(30), RATE, "30.0"),
        ("百分点", Fraction(-697319, 100000), POINTS, "7.0个百分点"),
        ("百分点数", Fraction(23, 10), POINTS, "+2.3"),
        ("百分点数", Fraction(-4, 100), POINTS, "0.0"),
        ("高低时序", Fraction(-7), POINTS, "低于时序进度7.0个百分点"),
        ("高低时序", Fraction(5, 2), POINTS, "高出时序进度2.5个百分点"),
        ("高低时序", Fraction(4, 100), POINTS, "与时序进度持平"),
        ("高低时序", Fraction(5, 100), POINTS, "高出时序进度0.1个百分点"),
        ("多少时序", -3_862_000_000, YUAN, "比时序进度少完成38.62亿元"),
        ("多少时序", 99_999_999, YUAN, "比时序进度多完成10000万元"),
        ("多少时序", 0, YUAN, "与时序进度持平"),
        ("多少时序", None, YUAN, "—"),
        ("升降", Fraction(31, 5), POINTS, "提高6.2个百分点"),
        ("升降", Fraction(-1, 100), POINTS, "持平"),
        ("升降", None, POINTS, "—"),
        ("名次变化", 2, "位", "上升2位"),
        ("名次变化", -1, "位", "下降1位"),
        ("名次变化", 0, "位", "持平"),
        ("名次变化", None, "位", "—"),
    ],
)
def test_a_figure_is_said_in_the_words_of_official_documents(
    name: str, value: int | Fraction | None, unit: str, words: str
) -> None:
    assert said(name, Quantity(value, unit)) == words


def test_the_published_example_of_江门_rounds_once_from_exact_values() -> None:
    rate, schedule = Fraction(97158, 1000), Fraction(83333, 1000)
    assert said("高低时序", Quantity(rate - schedule, POINTS)) == "高出时序进度13.8个百分点"


@given(st.decimals(-(10**18), 10**18, places=9), st.integers(0, 6))
def test_decimals_agree_with_the_library_of_decimal_arithmetic(exact: Decimal, places: int) -> None:
    value = Fraction(exact)
    with localcontext(prec=60):
        expected = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(decimal(value, places)) == expected
    assert not decimal(value, places).startswith("-0") or expected != 0


@pytest.mark.parametrize("value", [0.1, "12", True, [1], float("nan")])
def test_what_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(WordingError):
        said("百分率", value)


@pytest.mark.parametrize(("name", "unit"), [("亿元", RATE), ("百分率", YUAN), ("名次变化", "个"), ("高低时序", YUAN)])
def test_a_filter_for_another_unit_is_refused(name: str, unit: str) -> None:
    with pytest.raises(WordingError, match=unit):
        said(name, Quantity(1, unit))


def test_one_document_may_print_other_decimals() -> None:
    filters = chosen_filters({"亿元": 1, "百分率": 2}, "office.toml")
    assert filters["亿元"](Quantity(19212970000, YUAN)) == "192.1亿元"
    assert filters["高低时序"](Quantity(Fraction(-697319, 100000), POINTS)) == "低于时序进度6.97个百分点"
    assert filters["万元"](Quantity(10000, YUAN)) == "1万元"


@pytest.mark.parametrize("precision", [{"亿": 2}, {"亿元": "2"}, {"亿元": True}, {"百分率": 9}])
def test_a_precision_that_is_none_names_its_key(precision: dict[str, Any]) -> None:
    with pytest.raises(PipelineError, match=r"office.toml.precision\."):
        chosen_filters(precision, "office.toml")


@pytest.mark.parametrize(
    ("items", "arguments", "words"),
    [
        (["甲镇"], (), "甲镇"),
        (["甲镇", "乙镇", "丙镇"], (), "甲镇、乙镇、丙镇"),
        (["甲镇", "乙镇", "丙镇"], ("", 2), "甲镇、乙镇等"),
        ([{"镇街": "甲镇"}, {"镇街": "乙镇"}], ("镇街",), "甲镇、乙镇"),
        (["《甲》", "《乙》", "丙"], (), "《甲》《乙》、丙"),
        ([], (), ""),
    ],
)
def test_a_list_is_joined_as_the_standard_of_punctuation_wants(items: list[Any], arguments: Any, words: str) -> None:
    assert said("顿号", items, *arguments) == words


@pytest.mark.parametrize(
    ("name", "moment", "words"),
    [
        ("日期", date(2026, 5, 31), "2026年5月31日"),
        ("日期", "2026-06-01", "2026年6月1日"),
        ("日期", Day(date(2026, 3, 1), month_only=True), "2026年3月"),
        ("日期", None, "—"),
        ("年月", Day(date(2026, 3, 15)), "2026年3月"),
        ("月日", date(2026, 12, 1), "12月1日"),
        ("日期数", date(2026, 5, 31), "2026.5.31"),
        ("日期数", Day(date(2026, 3, 1), month_only=True), "2026.3"),
    ],
)
def test_dates_carry_no_leading_zeros(name: str, moment: Any, words: str) -> None:
    assert said(name, moment) == words


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")])
def test_headings_are_numbered_in_chinese(number: int, words: str) -> None:
    assert said("大写序号", number) == words


def test_a_missing_value_is_neither_more_nor_less_than_anything() -> None:
    missing = Quantity(None, YUAN)
    assert not missing > 0 and not missing <= 0 and missing != 0 and not missing
    assert Quantity(3, "个") > 2 and Quantity(3, "个") == 3 and Quantity(3, "个") <= Quantity(Fraction(7, 2), "%")


def test_a_count_prints_itself_and_a_rate_does_not() -> None:
    assert str(Quantity(25, "个")) == "25" and str(Quantity(None, "名")) == "—"
    with pytest.raises(WordingError, match="过滤器"):
        str(Quantity(Fraction(1, 3), "%"))


def test_zero_is_present_and_none_is_not() -> None:
    assert said("有", Quantity(0, "%")) and not said("有", Quantity(None, "%")) and not said("有", "")
    assert said("缺省", "") == "—" and said("缺省", None, "无") == "无" and said("缺省", "甲") == "甲"


def test_parts_that_do_not_add_up_as_printed_are_noticed() -> None:
    rows = [{"投资": Quantity(4_000_000, YUAN)}] * 2
    assert said("有尾差", rows, "投资", Quantity(8_000_000, YUAN), 1)
    assert not said("有尾差", rows, "投资", Quantity(8_000_000, YUAN), 2)
    assert not said("有尾差", rows, "投资", Quantity(9_000_000, YUAN), 1), "parts that are not the whole say nothing"


def test_every_filter_says_in_chinese_what_it_prints() -> None:
    assert all("\u4e00" <= (call.__doc__ or " ")[0] <= "\u9fff" or call.__doc__ for call in FILTERS.values())
