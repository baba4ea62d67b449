from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.model import PipelineError
from pipeline.rules.calendar import Calendar, load_calendar


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "日历.toml"
    path.write_bytes(text.encode(encoding))
    return path


def test_public_holidays_and_worked_sundays_are_known() -> None:
    calendar = Calendar()
    assert not calendar.works(date(2026, 5, 1)) and not calendar.works(date(2026, 2, 17))
    assert calendar.works(date(2025, 1, 26))  # 春节调休，周日上班
    assert calendar.guessed == set()


def test_the_nth_working_day_steps_over_days_off() -> None:
    assert Calendar().after(date(2026, 5, 31), 5) == date(2026, 6, 5)
    assert Calendar().after(date(2026, 9, 30), 1) == date(2026, 10, 8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_what_the_clerk_wrote_comes_first(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "放假 = [2027-01-04]\n调休上班 = [2027-01-03]\n", encoding)
    calendar = load_calendar(path)
    assert calendar.works(date(2027, 1, 3)) and not calendar.works(date(2027, 1, 4))
    assert calendar.guessed == set()


def test_an_unknown_year_is_monday_to_friday_and_says_so() -> None:
    calendar = Calendar()
    assert calendar.works(date(2027, 1, 4)) and not calendar.works(date(2027, 1, 3))
    assert calendar.guessed == {2027}


def test_no_file_is_an_empty_calendar(tmp_path: Path) -> None:
    assert load_calendar(tmp_path / "日历.toml").off == frozenset()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("放假 = 2027-01-01", "放假"),
        ('放假 = ["2027-01-01"]', "放假"),
        ("放假 = [2027-01-01T00:00:00]", "放假"),
        ("调休上班 = [1]", "调休上班"),
        ("调休 = [2027-01-01]", "调休 不是已知"),
        ("放假 = [2027-01-01]\n调休上班 = [2027-01-01]", "2027-01-01"),
        ("放假 = ", "TOML"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(PipelineError, match=named) as caught:
        load_calendar(written(tmp_path, text))
    assert "日历.toml" in str(caught.value)


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="无法读取"):
        load_calendar(tmp_path)
