"""The published table says what was measured, and says so when a measure is missed."""

from __future__ import annotations

from tests.reliability.__main__ import PAGE, SECTIONS, table, written
from tests.reliability.measures import Measure, intake

LINE = "{} 行　{}：{} 秒 CPU，为 openpyxl 的 {}\n".format
JUDGED = "读取、清洗、核查"
FAST = LINE("25×30", "读取（collect）", "0.150", "0.30") + LINE("25×30", JUDGED, "0.200", "0.24")
SLOW = LINE("25×400", JUDGED, "1.700", "0.20") + LINE("25×30", JUDGED, "0.100", "0.26")


def test_the_speed_of_intake_is_judged_by_its_seconds_and_by_its_share() -> None:
    assert [(each.what, each.met) for each in intake(FAST)] == [("25×30 行读取、清洗、核查", True)]
    assert [each.met for each in intake(SLOW)] == [False, False]
    assert list(intake("")) == []


def test_a_missed_measure_is_printed_as_missed() -> None:
    assert table([Measure("甲", "0", "1", False)]).splitlines()[-1] == "| 甲 | 0 | 1 | **未达到** |"


def test_each_section_has_its_place_on_the_page_and_is_written_alone() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in SECTIONS:
        once = written(page, name, [Measure("甲", "0", "0", True)])
        twice = written(once, name, [Measure("乙", "0", "0", True)])
        assert "| 甲 |" in once and "| 甲 |" not in twice
        assert once.replace("| 甲 |", "| 乙 |") == twice
        assert all(once.count(f"<!-- {other} -->") == 1 for other in SECTIONS)
