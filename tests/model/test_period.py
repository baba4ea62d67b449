from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Day, Period, PipelineError

MONTHS = st.builds("{:04}-{:02}".format, st.integers(1980, 2098), st.integers(1, 12))
WEEKS = st.dates(date(1980, 1, 7), date(2098, 12, 20)).map(lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]))


@pytest.mark.parametrize(
    ("text", "as_of", "elapsed"),
    [
        ("2026-05", date(2026, 5, 31), 5),
        ("2024-02", date(2024, 2, 29), 2),
        ("2026-12", date(2026, 12, 31), 12),
        ("2026-W21", date(2026, 5, 24), 4),
        ("2026-W22", date(2026, 5, 31), 5),
        ("2026-W01", date(2026, 1, 4), 0),
    ],
)
def test_a_period_ends_on_its_last_day_and_counts_complete_months(text: str, as_of: date, elapsed: int) -> None:
    assert (Period.parse(text).as_of, Period.parse(text).elapsed) == (as_of, elapsed)


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-5", "2026-00", "0000-01", "2026-W54", "2025-W53", "2026-W00", "２０２６-05", "2026-05\n", ""],
)
def test_what_is_neither_month_nor_week_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(PipelineError, match="不是期间"):
        Period.parse(text)


def test_the_as_of_of_the_command_line_wins() -> None:
    assert Period.parse("2026-05", date(2026, 5, 20)).as_of == date(2026, 5, 20)


def test_a_week_over_new_year_belongs_to_the_year_of_its_sunday() -> None:
    week = Period.parse("2026-W53")
    assert (week.year, week.month, week.previous.year) == (2027, 1, 2026)


def test_labels_name_the_span() -> None:
    labels = [Period.parse(text).label for text in ("2026-05", "2026-01", "2026-W21")]
    assert labels == ["2026年1—5月", "2026年1月", "2026年第21周"]


@given(st.one_of(MONTHS, WEEKS))
def test_the_previous_period_ends_the_day_before_this_one_begins(text: str) -> None:
    period = Period.parse(text)
    first = period.as_of - timedelta(days=6) if period.weekly else period.as_of.replace(day=1)
    assert period.previous.as_of == first - timedelta(days=1)
    assert period.previous.weekly == period.weekly


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_date_given_as_a_month_agrees_with_any_day_in_it(one: date, other: date) -> None:
    same_month = (one.year, one.month) == (other.year, other.month)
    assert Day(one, month_only=True).agrees(Day(other)) == same_month
    assert Day(one).agrees(Day(other, month_only=True)) == same_month
    assert Day(one).agrees(Day(other)) == (one == other)
