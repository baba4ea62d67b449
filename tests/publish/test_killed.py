"""A publishing process is killed at random points; what it leaves is the last committed publication, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from pipeline.ledger import Ledger
from pipeline.model import Registered, Standing
from pipeline.publish import locked, recover

KILLS = 8
PUBLISHES = """
import sys
from pathlib import Path
from pipeline.ledger import Ledger
from pipeline.model import Registered, Standing
from pipeline.publish import Publication, locked, recover

output, url = Path(sys.argv[1]), sys.argv[2]
with locked(output, url):
    ledger = Ledger(url)
    recover(output, ledger.committed)
    print("ready", flush=True)
    while True:
        number = len(ledger.register()) + 1
        publication = Publication(output, f"token-{number}")
        with publication.completing(ledger.committed), ledger.writing() as book:
            assert book.take("示推办", 2026) == number
            for at in range(6):
                publication.put(f"2026-05/{at}/文件.docx", f"{number} ".encode() * 5000)
            publication.put(f"印发/{number}.docx", f"{number}".encode(), frozen=True)
            publication.stage()
            book.enter(Registered("示推办", 2026, number, f"{number}号", Standing.ISSUED, "通报"))
            book.commit_token(f"token-{number}")
"""


def killed(output: Path, url: str, wait: float) -> None:
    """Start publishing without end, and kill it after a while."""
    process = subprocess.Popen([sys.executable, "-c", PUBLISHES, str(output), url], stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_at_random_points_it_loses_no_number_and_no_file(tmp_path: Path) -> None:
    output, url = tmp_path / "output", f"sqlite:///{tmp_path}/output/ledger.sqlite"
    chance = random.Random(5)
    for wait in (*(chance.uniform(0, 0.2) for _ in range(KILLS)), 2):
        killed(output, url, wait)
        with locked(output, url):
            ledger = Ledger(url)
            recover(output, ledger.committed)
            as_committed(output, ledger.register())
            assert ledger.audit_faults() == []
            ledger.close()
    assert list((output / "印发").iterdir())


def as_committed(output: Path, register: tuple[Registered, ...]) -> None:
    last = len(register)
    assert [row.number for row in register] == [*range(1, last + 1)]
    assert all(row.standing is Standing.ISSUED for row in register)
    issued = {path.name: path.read_bytes() for path in (output / "印发").glob("*")}
    assert issued == {f"{number}.docx": f"{number}".encode() for number in range(1, last + 1)}
    found = {path.read_bytes() for path in output.rglob("文件.docx")}
    assert found == ({f"{last} ".encode() * 5000} if last else set())
    assert not list(output.rglob(".*.tmp"))
