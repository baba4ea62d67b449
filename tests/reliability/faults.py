"""A way to fail comes in; out, what monthly and issue do on a disk that fails at each of their operations in turn."""

from __future__ import annotations

import errno
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from pipeline.commands import main
from tests.reliability import standing
from tests.reliability.disk import Disk, files_up_to
from tests.reliability.office import Office

VERBS = ("monthly", "issue")
FULL, READ_ONLY, LEDGER = "磁盘写满", "变为只读", "文件不能再长（含台账库）"
PAGE = 4096  # bytes of a database page
Failing = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on the error stream."""

    code: int
    said: str

    @property
    def told(self) -> bool:
        """Exit 2 and one sentence."""
        return self.code == 2 and self.said.startswith("错误：") and self.said.count("\n") == 1 and "。" in self.said


@dataclass
class Tally:
    """How many faults were met by way of failing, and what was wrong after each."""

    faults: dict[str, int] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    harmed: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


def tried(every: int = 1) -> Tally:
    """Each operation of both commands in turn, or only every so manieth."""
    tally = Tally()
    for verb in VERBS:
        with tempfile.TemporaryDirectory() as place:
            trial = _Trial(Path(place), verb, tally)
            for way, failing in trial.ways(every):
                trial.run(way, failing)
    return tally


class _Trial:
    """A command on an office as it was before, which is put back each time."""

    def __init__(self, root: Path, verb: str, tally: Tally) -> None:
        self.verb, self.tally = verb, tally
        self.office = Office.of(root.resolve())
        _prepared(self.office, verb)
        self.before = shutil.copytree(self.office.output, root / "before")
        self.old, self.memory = standing.published(self.office.output), standing.memory(self.office.ledger)
        assert self._ended().code == 0
        self.new, self.backups = standing.published(self.office.output), self._backups()

    def ways(self, every: int) -> Iterator[tuple[str, Failing]]:
        for way, error in ((FULL, errno.ENOSPC), (READ_ONLY, errno.EROFS)):
            self._put_back()
            counting = Disk(self.office.output, error)
            with counting.failing():
                self._ended()
            for at in range(1, len(counting.met) + 1, every):
                yield way, Disk(self.office.output, error, at).failing
        for size in range(0, self._longest(), PAGE * 4 * every):
            yield LEDGER, lambda size=size: files_up_to(size)  # type: ignore[misc]

    def run(self, way: str, failing: Failing) -> None:
        self._put_back()
        with failing():
            ended = self._ended()
        done, tally = ended.code == 0 and standing.published(self.office.output) == self.new, self.tally
        if way == LEDGER and done:  # no file was longer
            return
        tally.faults[way] = tally.faults.get(way, 0) + 1
        at = f"{self.verb} {way} {tally.faults[way]}"
        tally.untold += [] if done or ended.told else [f"{at}: {ended}"]
        tally.harmed += [f"{at}: {wrong}" for wrong in self._harmed()]
        tally.unfinished += [f"{at}: {wrong}" for wrong in self._unfinished()]

    def _harmed(self) -> Iterator[str]:
        """Each file stands as it was, or as the finished command leaves it."""
        now = standing.published(self.office.output)
        yield from (path for path in self.old.keys() & self.new.keys() - now.keys())
        yield from (path for path in now if now[path] not in (self.old.get(path), self.new.get(path)))
        yield from self.memory.lost(standing.memory(self.office.ledger))

    def _unfinished(self) -> Iterator[str]:
        """The next run ends well and leaves all that the command leaves otherwise."""
        ended = self._ended()
        if ended.code:
            yield str(ended)
        now = standing.published(self.office.output)
        yield from (path for path in now.keys() | self.new.keys() if now.get(path) != self.new.get(path))
        yield from self.backups - self._backups()
        yield from (*standing.leftovers(self.office.output), *self.office.faults(), *standing.twice(self.office.ledger))

    def _backups(self) -> set[str]:
        return {place.name for place in (self.office.output / "备份").glob("*.sqlite")}

    def _put_back(self) -> None:
        shutil.rmtree(self.office.output)
        shutil.copytree(self.before, self.office.output)

    def _longest(self) -> int:
        return max(place.stat().st_size for place in self.office.output.rglob("*") if place.is_file())

    def _ended(self) -> Ended:
        """The command in this process."""
        shown, said = io.StringIO(), io.StringIO()
        with redirect_stdout(shown), redirect_stderr(said), patch("sys.argv", ["", *self.office.words(self.verb)]):
            try:
                main()
            except SystemExit as exit:
                return Ended(int(exit.code or 0), said.getvalue())
        return Ended(0, said.getvalue())


def _prepared(office: Office, verb: str) -> None:
    """The bulletin of other data stands issued before monthly, is made and not yet issued before issue."""
    office.monthly()
    if verb == "monthly":
        office.issue()
        office.void()
        office.change(100)
