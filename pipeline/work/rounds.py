"""Tasks come in as values and go to a crew as bytes, several at a time; their results go out in order, each once."""

from __future__ import annotations

import hashlib
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model import PipelineError
from pipeline.work.crew import Crew

MOST_IN_LOT = 16
MOST_BYTES = 4 * 1024 * 1024  # of a lot; a larger task makes a lot of its own
AHEAD = 2  # lots on their way for each worker
SHARES = 8  # lots for each worker, where there are few tasks
_BRIEFS: dict[str, tuple[Callable[[Any, Any], Any], Any]] = {}  # of a worker: the round that it is at
OTHER_PROGRAM = "集群中有工作机的程序与本机不是同一版本：请在每台工作机上装好与本机相同的程序和 Python，再重新运行。"


@dataclass(frozen=True)
class Lot:
    """Tasks that travel together, and what will become of them."""

    tasks: tuple[bytes, ...]
    future: Future[Any] | None = None


class Round:
    """One function over many tasks. Tasks are idempotent: when a worker dies, those that it may have had are done
    again, each alone, so that the one that kills is known; the others go on."""

    def __init__(self, crew: Crew, do: Callable[[Any, Any], Any], shared: Any) -> None:
        self._crew = crew
        self._brief = pickle.dumps((do, shared), pickle.HIGHEST_PROTOCOL)
        self._digest = hashlib.sha256(self._brief).hexdigest()

    def results(self, tasks: Iterable[Any], many: int) -> Iterator[Any]:
        """In order; None for a task that was given up."""
        most = max(1, min(MOST_IN_LOT, many // (self._crew.size * SHARES)))
        going: deque[Lot] = deque()
        for at, lot in enumerate(_lots(tasks, most)):
            if len(going) >= self._crew.size * AHEAD:
                yield from self._ended(going)
            brief = self._brief if at < self._crew.size else None  # the others ask for it
            going.append(replace(lot, future=self._sent(lot.tasks, brief)))
        while going:
            yield from self._ended(going)

    def _sent(self, tasks: tuple[bytes, ...], brief: bytes | None) -> Future[Any]:
        try:
            return self._crew.submit(done, self._digest, brief, tasks, self._crew.program)
        except Exception as error:
            if not self._crew.died(error):
                raise
            refused: Future[Any] = Future()  # by a crew that is broken already
            refused.set_exception(error)
            return refused

    def _ended(self, going: deque[Lot]) -> list[Any]:
        lot = going.popleft()
        assert lot.future
        try:
            return self._told(lot.tasks, lot.future)
        except Exception as error:
            if not self._crew.died(error):
                raise
        wait([other.future for other in going if other.future])
        self._crew.renew()
        return [self._alone(task) for task in lot.tasks]

    def _told(self, tasks: tuple[bytes, ...], future: Future[Any]) -> list[Any]:
        """What a worker made of the tasks; one that was not briefed is, and does them then."""
        results = self._crew.result(future) or self._crew.result(self._sent(tasks, self._brief))
        said: list[Any] = pickle.loads(results)
        return said

    def _alone(self, task: bytes) -> Any:
        """A task that may be the one that kills, with nothing else on its way."""
        for _ in range(self._crew.trials):
            try:
                return self._told((task,), self._sent((task,), self._brief))[0]
            except Exception as error:
                if not self._crew.died(error):
                    raise
                self._crew.renew()
        return None


def _lots(tasks: Iterable[Any], most: int) -> Iterator[Lot]:
    held: list[bytes] = []
    for task in tasks:
        data = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        if held and (len(held) == most or sum(map(len, held)) + len(data) > MOST_BYTES):
            yield Lot(tuple(held))
            held = []
        held.append(data)
    if held:
        yield Lot(tuple(held))


def done(digest: str, brief: bytes | None, tasks: tuple[bytes, ...], program: str) -> bytes:
    """In a worker: what the function of the brief makes of each task; b"" where the worker knows no such brief."""
    if program:
        from pipeline.work.program import fingerprint

        if program != fingerprint():
            raise PipelineError(OTHER_PROGRAM)
    if brief is not None and digest not in _BRIEFS:
        _BRIEFS.clear()
        _BRIEFS[digest] = pickle.loads(brief)
    if digest not in _BRIEFS:
        return b""
    do, shared = _BRIEFS[digest]
    return pickle.dumps([do(shared, pickle.loads(task)) for task in tasks], pickle.HIGHEST_PROTOCOL)
