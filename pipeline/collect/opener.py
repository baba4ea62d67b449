"""Files' bytes in, what a child made of them out: however a file ends the child, the run goes on with the next."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from pickle import UnpicklingError
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import IO, Any, Self, TypeVar

import pipeline
from pipeline.collect.parcel import BOOK, MOST_FRAME, READY, receive, send, unpacked
from pipeline.collect.sheet import Refused

Key = TypeVar("Key")

START = "import sys; sys.path[:] = sys.argv[1:]; from pipeline.collect.child import serve; serve()"
FLAGS = ("-S", "-s", "-P", "-c", START)
LEAST_SECONDS = 4.0
BYTES_A_SECOND = 1_000_000
START_SECONDS = 60.0
LOOK_SECONDS, LAST_WORDS = 1.0, 0.5  # how often a silent child is looked at, and how long a dead one's words may take
TOO_SLOW = "内容过于复杂，在规定时间内读不完；请只保留要报送的表"
ENDED = "读取时异常中止，文件已损坏或内容过大"
NONSENSE = "读取结果异常，文件已损坏"


def allowed(data: bytes) -> float:
    """Seconds that a file may take: more for a large one."""
    return LEAST_SECONDS + len(data) / BYTES_A_SECOND


class _Child:
    """A running child and the thread that takes in what it says."""

    def __init__(self) -> None:
        places = [str(Path(pipeline.__file__).parent.parent), *(os.path.abspath(place) for place in sys.path)]
        self.process = subprocess.Popen(
            [sys.executable, *FLAGS, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin and self.process.stdout
        self.stdin = self.process.stdin
        self.said: SimpleQueue[bytes | None] = SimpleQueue()
        Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()

    def _listen(self, stdout: IO[bytes]) -> None:
        frame: bytes | None = b""
        with stdout:
            while frame is not None:
                frame = receive(stdout, MOST_FRAME)
                self.said.put(frame)

    def end(self) -> None:
        """End it at once; it keeps nothing that could be lost."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.stdin.close()

    def dismiss(self) -> None:
        """Let it end by itself."""
        with suppress(OSError):
            self.stdin.close()
        try:
            self.process.wait(LEAST_SECONDS)
        except subprocess.TimeoutExpired:
            self.end()


class Opener:
    """Opens files in a child of its own; where none can be started, in this process, and ``guarded`` says so."""

    def __init__(self) -> None:
        self.guarded = True
        self._child: _Child | None = None
        self._ready = False
        self._asked: tuple[bytes, bytes] = (BOOK, b"")
        self._until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child; a later file would start a new one."""
        child, self._child, self._ready = self._child, None, False
        if child:
            child.dismiss()

    @property
    def child(self) -> int | None:
        """The process id of the child that runs now."""
        return self._child.process.pid if self._child else None

    def one(self, data: bytes | Refused, task: bytes) -> Any:
        """What a single file's bytes give: what its task makes of them, or a Refused."""
        if isinstance(data, Refused):
            return data
        self.start(data, task)
        return self.finish()

    def each(self, files: Iterable[tuple[Key, bytes | Refused | None]]) -> Iterator[tuple[Key, Any]]:
        """Every key with what its bytes gave: an Opened, a Refused, or None where there are no bytes, in order.

        The child reads the next file while the caller is busy with this one."""
        waiting: list[Key] = []
        for key, data in files:
            done = [(one, self.finish()) for one in waiting]
            waiting = []
            if isinstance(data, bytes):
                self.start(data)
                waiting = [key]
            yield from done
            if not isinstance(data, bytes):
                yield key, data
        yield from [(one, self.finish()) for one in waiting]

    def start(self, data: bytes, task: bytes = BOOK) -> None:
        """Hand a file to the child."""
        self._asked = task, data
        if not self._awake():
            return
        assert self._child
        seconds = allowed(data)
        self._until = monotonic() + seconds + (0 if self._ready else START_SECONDS)
        with suppress(OSError):  # a child that is gone is noticed when it should answer
            send(self._child.stdin, task, int(seconds + 1).to_bytes(2, "big"), data)

    def finish(self) -> Any:
        """What became of the file that was started last: an Opened or a Refused."""
        if self._child and not self._ready:
            self._ready = self._frame() == READY
            self.guarded = self._ready
            self._until = monotonic() + allowed(self._asked[1])
        if not self.guarded or self._child is None:
            return _unguarded(*self._asked)
        frame = self._frame()
        if frame is None:
            late = monotonic() >= self._until
            self._discard()
            return Refused("file-unreadable", TOO_SLOW if late else ENDED)
        return self._understood(frame)

    def _awake(self) -> bool:
        """Whether there is a child to ask; a dead one is replaced."""
        if self._child and self._child.process.poll() is not None:
            self._discard()
        if self._child is None and self.guarded:
            try:
                self._child = _Child()
            except (OSError, ValueError, TypeError):  # no executable, no right to start one
                self.guarded = False
        return self._child is not None

    def _frame(self) -> bytes | None:
        """What the child says next; None when it says nothing in time or ends, even if somebody else holds its pipe."""
        assert self._child
        while True:
            left, over = max(self._until - monotonic(), 0), self._child.process.poll() is not None
            with suppress(Empty):
                return self._child.said.get(timeout=min(left, LAST_WORDS if over else LOOK_SECONDS))
            if over or not left:
                return None

    def _discard(self) -> None:
        child, self._child, self._ready = self._child, None, False
        if child:
            child.end()

    def _understood(self, frame: bytes) -> Any:
        try:
            word, *said = unpacked(frame)
        except (UnpicklingError, ValueError, TypeError, EOFError, AttributeError, ImportError, IndexError):
            self._discard()
            return Refused("file-unreadable", NONSENSE)
        return said[0] if word == "opened" else Refused(*said)


def _unguarded(task: bytes, data: bytes) -> Any:
    """The file read in this process, as the child would."""
    from pipeline.collect.child import reply

    word, *said = unpacked(reply(task, memoryview(data)))
    return said[0] if word == "opened" else Refused(*said)


@cache
def lasting() -> Opener:
    """One child for all files that a process is asked for singly, until it ends."""
    opener = Opener()
    atexit.register(opener.close)
    return opener
