"""Numbers that several processes take at once: none twice, none lost, no error."""

from __future__ import annotations

import subprocess
import sys

from pipeline.ledger import Ledger
from pipeline.model import Standing

PROCESSES, EACH = 4, 10
TAKES = """
import sys
from pipeline.ledger import Ledger
from pipeline.model import Registered, Standing

ledger = Ledger(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with ledger.writing() as book:
        number = book.take("示推办", 2026)
        book.enter(Registered("示推办", 2026, number, f"{number}号", Standing.ISSUED, "通报"))
ledger.close()
"""


def test_numbers_of_several_processes_are_all_different(url: str) -> None:
    command = [sys.executable, "-c", TAKES, url, str(EACH)]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(PROCESSES)]
    assert [process.communicate()[1] for process in started] == [b""] * PROCESSES
    ledger = Ledger(url)
    assert [row.number for row in ledger.register()] == [*range(1, PROCESSES * EACH + 1)]
    assert {row.standing for row in ledger.register()} == {Standing.ISSUED} and ledger.audit_faults() == []
    ledger.close()
