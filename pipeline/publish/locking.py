"""One run at a time in an output folder and on a ledger file; the second waits, then is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from pipeline.model import PipelineError
from pipeline.rules.mishap import said

WAIT_SECONDS = 30
POLL_SECONDS = 0.01  # short, so that whoever waits is not passed by again and again
LOCK = ".lock"
SQLITE = "sqlite"


@contextmanager
def locked(output: Path, ledger: str = "") -> Iterator[None]:
    """Alone in an output folder and on a ledger; PostgreSQL sees to its own. Raises PipelineError."""
    with ExitStack() as stack:
        stack.enter_context(_alone(output / LOCK, f"{output}"))
        if file := _file(ledger):
            stack.enter_context(_alone(file.with_name(f".{file.name}{LOCK}"), f"台账库 {file}"))
        yield


def writable(output: Path) -> bool:
    """Whether anything may be written there; where it may not, nobody of this name writes beside us."""
    return os.access(output, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _file(ledger: str) -> Path | None:
    """The file of a SQLite ledger's URL."""
    scheme, found, path = ledger.partition(":///")
    path = path.partition("?")[0]
    return Path(path) if found and scheme.partition("+")[0] == SQLITE and path not in ("", ":memory:") else None


@contextmanager
def _alone(path: Path, what: str) -> Iterator[None]:
    lock = FileLock(path, poll_interval=POLL_SECONDS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=WAIT_SECONDS)
    except Timeout:
        raise PipelineError(f"另一个任务正在使用 {what}，请稍后再试。") from None
    except OSError as error:
        raise PipelineError(f"无法写入 {path.parent}：{said(error)}。") from None
    try:
        yield
    finally:
        _unlock(lock, path)


def _unlock(lock: BaseFileLock, path: Path) -> None:
    """Let the next run in and leave no lock file: unlinked while it is still held, for one who waits for a file that
    is gone tries again; Windows cannot unlink an open file, and removes it when it closes. On a disk that has become
    read-only it stays, and holds nobody up."""
    if os.name == "posix":
        with suppress(OSError):
            path.unlink()
    lock.release()
