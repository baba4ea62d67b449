"""The address of a ledger comes in; what several processes that take numbers from it at once come to goes out."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

from pipeline.ledger import Ledger
from pipeline.model import Standing

PROCESSES = 4
TAKES = """
import sys
from pipeline.ledger import Ledger
from pipeline.model import Registered, Standing

ledger = Ledger(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with ledger.writing() as book:
        number = book.take("示推办", 2026)
        book.enter(Registered("示推办", 2026, number, f"{number}号", Standing.ISSUED, "通报"))
    print(number)
ledger.close()
"""


@dataclass(frozen=True)
class Taken:
    """``numbers`` as the processes were given them, and what ``register`` and ``audit`` of the ledger hold then."""

    numbers: tuple[int, ...]
    complaints: tuple[str, ...]
    register: tuple[int, ...]
    audit: tuple[str, ...]

    @property
    def twice(self) -> list[int]:
        return [number for number, times in Counter(self.numbers).items() if times > 1]

    @property
    def whole(self) -> bool:
        """Whether the register holds what was given, from 1 on without a gap, and the audit tells the same."""
        return self.register == tuple(range(1, len(self.numbers) + 1)) == tuple(sorted(self.numbers)) and not self.audit


def taken(url: str, each: int) -> Taken:
    """Four processes take so many numbers each."""
    command = [sys.executable, "-c", TAKES, url, str(each)]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    told = [process.communicate() for process in started]
    ledger = Ledger(url)
    try:
        register = tuple(row.number for row in ledger.register() if row.standing is Standing.ISSUED)
        numbers = tuple(int(line) for shown, _ in told for line in shown.split())
        return Taken(numbers, tuple(filter(None, (said for _, said in told))), register, tuple(ledger.audit_faults()))
    finally:
        ledger.close()
