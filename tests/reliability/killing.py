"""Numbers of kills in; out, what monthly and issue, killed at random points, leave broken after the next start."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from pipeline.model import Registered
from pipeline.publish.journal import NAME as JOURNAL
from tests.reliability import standing
from tests.reliability.office import NAME, PERIOD, Office
from tests.reliability.running import ROOT

SEED = 2026
# What each command stages first.
STAGED = {"monthly": f"{PERIOD}/.数据核查.xlsx.tmp", "issue": f"印发/{PERIOD}/.{NAME}.docx.tmp"}
GLANCE = 0.0005  # seconds


@dataclass
class Tally:
    """What was killed, and what was wrong after each next start; ``begun`` with files already staged, ``pending`` with
    all of them written and not yet in their places."""

    kills: int = 0
    begun: int = 0
    pending: int = 0
    unreadable: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)  # register or manifest and files
    twice: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [*self.unreadable, *self.lost, *self.unlike, *self.twice, *self.left, *self.unfinished]


@dataclass(frozen=True)
class Usual:
    """How many seconds a command takes, and for how many of them its files are staged and not yet in their places."""

    whole: float
    publishing: float


def tried(kills: int) -> Tally:
    """Kill monthly twice, then issue twice, and so on until it is so often in all."""
    with tempfile.TemporaryDirectory() as place:
        trial = _Trial(Office.of(Path(place)))
        while trial.tally.kills < kills:
            trial.monthly()
            trial.issue()
    return trial.tally


class _Trial:
    """One office that is killed again and again."""

    def __init__(self, office: Office) -> None:
        self.office, self.tally = office, Tally()
        self._chance = random.Random(SEED)
        self._done = 0
        self._usual = {verb: self._unharmed(verb) for verb in STAGED}
        self.office.void()

    def monthly(self) -> None:
        """Killed on data that changed each time; then the next run makes the documents."""
        for _ in range(2):
            self._done += 1
            self.office.change(self._done)
            self._strike("monthly")
        if (status := self.office.monthly().status) != "made":
            self.tally.unfinished.append(status)
        self.tally.left += standing.leftovers(self.office.output)

    def issue(self) -> None:
        """Killed while it issues; asked again, what was issued has its number, and is withdrawn for the next time."""
        for _ in range(2):
            before = self._register()
            self._strike("issue")
            after = self._register()
            if after not in (before, [*before, len(before) + 1]):
                self.tally.twice.append(f"{before} {after}")
            if after != before:
                self._withdraw(after[-1])

    def _withdraw(self, number: int) -> None:
        row = self.office.issue()
        if not isinstance(row, Registered) or row.number != number:
            self.tally.twice.append(f"{row} {number}")
        elif row.text not in standing.printed(self.office.output / row.path):
            self.tally.unlike.append(row.text)
        self.office.void()

    def _register(self) -> list[int]:
        return sorted(number for _, _, number in standing.memory(self.office.ledger).rows["register"])

    def _unharmed(self, verb: str) -> Usual:
        process, started = self._started(verb), monotonic()
        self._await_staged(process, verb)
        staged = monotonic()
        while (self.office.output / STAGED[verb]).exists():
            sleep(GLANCE)
        placed = monotonic()
        assert process.wait() == 0
        return Usual(monotonic() - started, placed - staged)

    def _strike(self, verb: str) -> None:
        """Kill at any moment, every other time at one of publishing; a command that was quicker does not count."""
        before, usual = standing.memory(self.office.ledger), self._usual[verb]
        process = self._started(verb)
        if self._chance.random() < 0.5:
            self._await_staged(process, verb)
            sleep(self._chance.uniform(0, usual.publishing))
        else:
            sleep(self._chance.uniform(0, usual.whole))
        process.send_signal(signal.SIGKILL)
        self.tally.kills += process.wait() == -signal.SIGKILL
        self.tally.begun += any(self.office.output.rglob(".*.tmp"))
        self.tally.pending += (self.office.output / JOURNAL).exists()
        self._judge(before)

    def _judge(self, before: standing.Memory) -> None:
        office, tally = self.office, self.tally
        tally.unreadable += standing.unreadable(office.output)
        tally.unlike += [*office.faults(), *standing.unlisted(office.output), *standing.writable(office.output)]
        tally.unreadable += standing.unreadable(office.output)
        tally.left += standing.leftovers(office.output)
        tally.lost += before.lost(standing.memory(office.ledger))
        tally.twice += standing.twice(office.ledger)

    def _started(self, verb: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "pipeline", *self.office.words(verb)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _await_staged(self, process: subprocess.Popen[bytes], verb: str) -> None:
        """Until the command stages its files, or ended."""
        staged = (self.office.output / STAGED[verb]).exists
        while process.poll() is None and not staged():
            sleep(GLANCE)
