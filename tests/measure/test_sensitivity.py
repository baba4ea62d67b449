"""What hangs on a weight, on cases in which a tenth turns two ranks, and in which it does not."""

from __future__ import annotations

from fractions import Fraction

from pipeline.measure.sensitivity import moved
from pipeline.model.assessment import Category, Sway
from tests.measure.test_assessment import HEAD, TOWNS, indicator, judged
from tests.tables import sheet

SPEED, START = indicator("年度投资完成率", 50, 100), indicator("开工率", 50, 100)


def city(slow: int) -> object:
    """城关 runs ahead with one of two projects not begun, 东岭 has begun all and spent ``slow`` of a hundred."""
    text = f"{HEAD}\n甲 | 城关 | 100 | 100 | 在建\n乙 | 城关 | 100 | 100 | 前期\n丙 | 东岭 | 100 | {slow} | 在建"
    block = sheet(text, sender="市发改局", file="项目.xlsx")
    found = judged(Category("街道", "镇街", (SPEED, START), ()), TOWNS, blocks=(block,))
    assert found.assessed
    return found.assessed.sways


def test_a_tenth_of_a_weight_that_turns_two_ranks_is_told_both_ways() -> None:
    tenth, less = Fraction(11, 10), Fraction(9, 10)  # 100 and 50 against 52 and 100: 75.0 against 76.0 as it is
    turned = [("镇街:东岭街道", 1, 2), ("镇街:城关街道", 2, 1)]
    expected = [Sway("街道", "年度投资完成率", tenth, *each) for each in turned]
    expected += [Sway("街道", "开工率", less, *each) for each in turned]
    assert city(52) == tuple(expected)


def test_where_the_distance_is_larger_nothing_hangs_on_a_tenth() -> None:
    assert city(80) == ()


def test_the_other_weights_are_scaled_so_that_the_sum_stays() -> None:
    three = Category("街道", "镇街", (indicator("甲", 40, 1), indicator("乙", 45, 1), indicator("丙", 15, 1)), ())
    weights = moved(three, three.indicators[0], Fraction(11, 10))
    assert weights == {"甲": 44, "乙": 45 * Fraction(56, 60), "丙": 14} and sum(weights.values()) == 100


def test_a_sole_weight_cannot_move_and_none_grows_beyond_the_whole() -> None:
    sole = Category("街道", "镇街", (indicator("甲", 100, 1),), ())
    assert moved(sole, sole.indicators[0], Fraction(11, 10)) == {"甲": 100}
    heavy = Category("街道", "镇街", (indicator("甲", 95, 1), indicator("乙", 5, 1)), ())
    assert moved(heavy, heavy.indicators[0], Fraction(11, 10)) == {"甲": 100, "乙": 0}
