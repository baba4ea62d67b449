from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.numbers import UNITS, count, money, number, percent
from pipeline.model import Fault, FaultKind, Percent, Value

WAN = 10**4
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def yuan(value: Value, unit: int = WAN) -> int | None:
    read = money(value, unit)
    return None if read is None else read[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("8000", 80_000_000),
        ("8,000.50", 80_005_000),
        ("８，０００．５", 80_005_000),
        ("1.2亿元", 120_000_000),
        ("1.2 亿元", 120_000_000),
        ("3500万", 35_000_000),
        ("3千万元", 30_000_000),
        ("3千万", 30_000_000),
        ("5百万元", 5_000_000),
        ("2千元", 2_000),
        ("0.5亿", 50_000_000),
        ("￥12元", 12),
        ("¥12元", 12),
        (" 12\n", 120_000),
        ("+5", 50_000),
        ("0", 0),
        (0, 0),
        (0.1 + 0.2, 3000),
        (1234.56, 12_345_600),
        (12345678901.0, 123_456_789_010_000),
    ],
)
def test_amounts_are_read_as_people_write_them(cell: Value, expected: int) -> None:
    assert yuan(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "约8000", "8000左右", "8000余", "八千", "1,23", "12,34", "1.2.3", "-5", -0.01, "nan", "inf",
        "Infinity", "1e5", "12%",
        "3500 4200", "3500\n4200", "8 000", "1. 5", float("nan"), float("inf"), float("-inf"), True, False,
        "1_000", "٣", "²",
        "①", "½", "五", Percent(0.5), Fault(FaultKind.ERROR, "#REF!"), "8000-9000", "1.2亿元（含设备）", "12元元", "",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_not_guessed(cell: Value) -> None:
    assert yuan(cell) is None


def test_an_amount_beyond_what_a_database_keeps_is_not_understood() -> None:
    assert yuan("1" + "0" * 40) is None and yuan(1e300) is None and yuan("99999999999", 10**8) is None
    assert yuan("999999999", 10**8) == 99_999_999_900_000_000


@pytest.mark.parametrize(("cell", "expected"), [("0.00005", 1), ("0.00004999", 0), ("0.00015", 2), (0.00025, 3)])
def test_half_a_yuan_is_rounded_up_once(cell: Value, expected: int) -> None:
    assert yuan(cell) == expected


@given(
    st.integers(0, 10**9),
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", *UNITS]),
    st.sampled_from([1, WAN, 10**8]),
)
def test_an_amount_survives_separators_full_width_and_units(
    digits: int, places: int, grouped: bool, wide: bool, unit: str, column: int
) -> None:
    exact = Decimal(digits).scaleb(-places)
    text = f"{exact:,f}" if grouped else f"{exact:f}"
    expected = Fraction(exact) * UNITS.get(unit, column)
    assert yuan((text.translate(WIDE) if wide else text) + unit, column) == int(expected + Fraction(1, 2))


@given(st.integers(0, 10**15))
def test_whole_yuan_written_as_wan_by_excel_come_back_exactly(amount: int) -> None:
    assert yuan(amount, 1) == amount
    if amount < 10**11:
        assert yuan(amount / WAN) == amount


@given(st.text(max_size=12))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read = number(text)
    assert read is None or read.value.is_finite()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("129%", 129), (Percent(1.29), 129), (129, 129), ("129", 129), ("34.7％", Fraction("34.7")),
        (Percent(0.347), Fraction("34.7")),
        (0.5, Fraction(1, 2)), (Percent(0.0), 0),
    ],
)  # fmt: skip
def test_a_rate_is_the_same_as_text_as_percent_format_and_bare(cell: Value, expected: Fraction) -> None:
    assert percent(cell) == expected


@pytest.mark.parametrize("cell", ["12万", "约30%", True, Percent(float("nan")), None])
def test_what_is_no_rate_is_not_guessed(cell: Value) -> None:
    assert percent(cell) is None


def test_a_count_is_whole_and_bare() -> None:
    assert [count(cell) for cell in ("3", 3.0, "３", "3.5", -1, "3次", "3万")] == [3, 3, 3, None, None, None, None]
