"""Earlier periods are read when they are asked for, and no more of them are held than a period looks back on."""

from __future__ import annotations

from functools import partial

from pipeline.model import Tables
from pipeline.run.history import AT_HAND, History

MONTHS = [f"2026-{month:02}" for month in range(1, 13)]


def recorded(asked: list[str]) -> History:
    """A year of which every reading is written down."""

    def load(period: str) -> Tables:
        asked.append(period)
        return Tables({}, counts={period: None})  # type: ignore[dict-item]

    return History({period: partial(load, period) for period in MONTHS})


def test_a_period_is_read_when_it_is_asked_for_and_once_while_it_is_at_hand() -> None:
    asked: list[str] = []
    history = recorded(asked)
    assert "2026-03" in history and len(history) == 12 and list(history) == MONTHS
    assert asked == []
    assert [list(history["2026-03"].counts) for _ in range(3)] == [["2026-03"]] * 3
    assert history.get("2025-12") is None
    assert asked == ["2026-03"]


def test_the_period_that_was_asked_for_longest_ago_goes_first() -> None:
    asked: list[str] = []
    history = recorded(asked)
    for month in [*MONTHS[: AT_HAND + 1], MONTHS[1], MONTHS[0]]:
        assert list(history[month].counts) == [month]
    assert asked == [*MONTHS[: AT_HAND + 1], MONTHS[0]]


def test_some_periods_and_changed_rows_are_no_reason_to_read_any() -> None:
    asked: list[str] = []
    changed = recorded(asked).where(lambda text: text > "2026-10").seen(lambda tables: Tables({"改过": ()}))
    assert asked == [] and list(changed) == ["2026-11", "2026-12"]
    assert changed["2026-11"].forms == {"改过": ()}
    assert asked == ["2026-11"]
