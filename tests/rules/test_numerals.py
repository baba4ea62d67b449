"""Exact numbers as decimals, half up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.numerals import fixed, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 8), "0.13"), (Fraction(-1, 8), "-0.13"), (Fraction(-1, 1000), "0.00"), (37, "37.00"), (0, "0.00")],
)
def test_a_rate_has_its_decimals_half_up_and_no_negative_nothing(value: int | Fraction, text: str) -> None:
    assert fixed(value, 2) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6000, "6000"),
        (Fraction(1, 10**4), "0.0001"),
        (Fraction(100, 3), "33.333333"),
        (0, "0"),
        (Fraction(-3, 2), "-1.5"),
    ],
)
def test_an_amount_has_no_trailing_zeros(value: int | Fraction, text: str) -> None:
    assert plain(value) == text


@given(st.integers(-(10**20), 10**20))
def test_whole_yuan_in_wan_lose_nothing(yuan: int) -> None:
    assert Fraction(plain(Fraction(yuan, 10**4))) * 10**4 == yuan
