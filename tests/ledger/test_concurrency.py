"""Numbers that several processes take at once: none twice, none lost, no error; a tenth of what make reliability
takes."""

from __future__ import annotations

from tests.reliability.contention import PROCESSES, taken

EACH = 10


def test_numbers_of_several_processes_are_all_different(url: str) -> None:
    found = taken(url, EACH)
    assert (found.complaints, found.twice) == ((), [])
    assert len(found.numbers) == PROCESSES * EACH and found.whole
