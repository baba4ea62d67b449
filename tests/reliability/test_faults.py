"""The disk fails in the middle of monthly and issue: at a part of the operations that make reliability goes through."""

from __future__ import annotations

import sys

import pytest

from tests.reliability.faults import FULL, LEDGER, READ_ONLY, tried

EVERY = 60


@pytest.mark.skipif(sys.platform != "linux", reason="/proc, RLIMIT_FSIZE")
def test_a_disk_that_fails_harms_nothing_is_told_and_the_next_run_completes() -> None:
    tally = tried(EVERY)
    assert tally.faults.keys() == {FULL, READ_ONLY, LEDGER}
    assert (tally.untold, tally.harmed, tally.unfinished) == ([], [], [])
