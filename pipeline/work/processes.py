"""A crew of processes on this machine, started fresh (spawn) on every system."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any


class Processes:
    """When one process dies the pool with all that it holds is lost: a new one takes its place."""

    trials = 3
    program = ""

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool = self._new()

    def submit(self, call: Callable[..., Any], *args: Any) -> Future[Any]:
        return self._pool.submit(call, *args)

    def result(self, future: Future[Any]) -> Any:
        return future.result()

    def died(self, error: BaseException) -> bool:
        return isinstance(error, BrokenProcessPool)

    def renew(self) -> None:
        self.dismiss()
        self._pool = self._new()

    def dismiss(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.size, get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Ctrl-C is for the run, which ends its workers; a worker whose run was killed ends by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
