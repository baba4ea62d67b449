"""monthly and issue are killed at random points; with those of tests/publish a tenth of the kills of make
reliability."""

from __future__ import annotations

import os

import pytest

from tests.reliability.killing import tried

KILLS = 8


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_at_random_points_no_file_no_row_and_no_number_is_lost() -> None:
    tally = tried(KILLS)
    assert tally.kills >= KILLS and tally.wrong == []
