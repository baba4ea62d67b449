from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.dates import EPOCH, read_date
from pipeline.model import Value

DAYS = st.dates(date(1980, 1, 1), date(2099, 12, 31))


def read(value: Value, *, end: bool = False, year: int = 2026) -> date | None:
    found = read_date(value, year, end=end)
    return found.day.day if found else None


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2026年5月", date(2026, 5, 1), date(2026, 5, 31)),
        ("2026/05", date(2026, 5, 1), date(2026, 5, 31)),
        ("2026.5", date(2026, 5, 1), date(2026, 5, 31)),
        (2026.5, date(2026, 5, 1), date(2026, 5, 31)),
        ("2026-05", date(2026, 5, 1), date(2026, 5, 31)),
        ("202605", date(2026, 5, 1), date(2026, 5, 31)),
        (202605, date(2026, 5, 1), date(2026, 5, 31)),
        ("2026年2月份", date(2026, 2, 1), date(2026, 2, 28)),
        ("6月", date(2026, 6, 1), date(2026, 6, 30)),
    ],
)
def test_a_bare_month_is_its_first_day_for_a_start_and_its_last_for_a_finish(
    cell: Value, start: date, end: date
) -> None:
    found = read_date(cell, 2026, end=False)
    assert found and found.day.month_only
    assert (read(cell), read(cell, end=True)) == (start, end)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026.5.30", date(2026, 5, 30)),
        ("2026-5-30", date(2026, 5, 30)),
        ("2026/5/30", date(2026, 5, 30)),
        ("2026年5月30日", date(2026, 5, 30)),
        ("２０２６年５月３０日", date(2026, 5, 30)),
        (" 2026 年 5 月 30 日 ", date(2026, 5, 30)),
        ("2026-05-30 00:00:00", date(2026, 5, 30)),
        ("2026-5-3 10:00:00", date(2026, 5, 3)),
        ("2026-05-30T08:30:00", date(2026, 5, 30)),
        (datetime(2026, 5, 30, 8), date(2026, 5, 30)),
        (date(2026, 5, 30), date(2026, 5, 30)),
        (46172, date(2026, 5, 30)),
        (46172.75, date(2026, 5, 30)),
        ("46172", date(2026, 5, 30)),
        (20260530, date(2026, 5, 30)),
        ("20260530", date(2026, 5, 30)),
        ("5月30日", date(2026, 5, 30)),
        ("5月上旬", date(2026, 5, 10)),
        ("5月中旬", date(2026, 5, 20)),
        ("2026年5月下旬", date(2026, 5, 31)),
        ("5月底", date(2026, 5, 31)),
        ("2026年2月底", date(2026, 2, 28)),
        ("2026年底", date(2026, 12, 31)),
    ],
)
def test_days_are_read_as_people_write_them(cell: Value, expected: date) -> None:
    for end in (False, True):
        found = read_date(cell, 2026, end=end)
        assert found and (found.day.day, found.day.month_only, found.doubtful) == (expected, False, False)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(6.3, date(2026, 6, 3)), ("6.3", date(2026, 6, 3)), ("6/3", date(2026, 6, 3)), (2026.1, date(2026, 1, 1))],
)
def test_two_possible_readings_are_read_and_doubted(cell: Value, expected: date) -> None:
    found = read_date(cell, 2026, end=False)
    assert found and (found.day.day, found.doubtful) == (expected, True)


@pytest.mark.parametrize(
    "cell",
    [
        "2026年2月30日", "2026.13", "13月", "6.31", "0月", "尽快", "2026年6月前", "约6月", 5, 0, -1, 1e300,
        float("nan"), float("inf"),
        True, time(8), "1899-12-30", "2026-5-3x", "", "2026年5月3日至6月3日",
    ],
)  # fmt: skip
def test_impossible_and_vague_dates_are_not_understood(cell: Value) -> None:
    assert read(cell) is None and read(cell, end=True) is None


@given(DAYS, st.booleans())
def test_a_day_survives_every_spelling(day: date, end: bool) -> None:
    serial = (day - EPOCH).days
    spellings: list[Value] = [
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        serial,
        f"{serial}",
    ]
    spellings += [f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day} 9:05", float(serial)]
    assert {read(spelling, end=end) for spelling in spellings} == {day}


@given(st.text(max_size=10) | st.floats() | st.integers())
def test_no_cell_makes_the_reader_fail(cell: Value) -> None:
    day = read(cell)
    assert day is None or 1980 <= day.year <= 2100
