"""Two months over a year's end; make reliability goes through fourteen."""

from __future__ import annotations

from tests.reliability.months import tried


def test_over_a_years_end_every_item_has_one_state_and_the_counts_add_up() -> None:
    tally = tried(("2026-12", "2027-01"))
    assert tally.items and tally.issued["示推办2027"] and tally.wrong == []
