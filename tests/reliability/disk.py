"""A folder whose disk fails from some moment on: every write, flush, rename and change of rights on it is counted, and
from the one asked for on they are refused, as on a disk that is full or has become read-only."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

try:
    import resource
except ImportError:  # Windows knows no such limits
    resource = None  # type: ignore[assignment]

WRITES, CHANGES = ("create", "write", "fsync", "mkdir"), ("replace", "rename", "chmod", "unlink", "rmdir")
REFUSED = {errno.ENOSPC: WRITES, errno.EROFS: (*WRITES, *CHANGES)}


@dataclass
class Disk:
    """``error`` is ENOSPC or EROFS; it comes at the operation ``at``, counted from 1 among those that it can meet, and
    at all that follow."""

    folder: Path
    error: int = errno.ENOSPC
    at: int = 0
    met: list[str] = field(default_factory=list)

    @contextmanager
    def failing(self) -> Iterator[None]:
        with ExitStack() as patches:
            patches.enter_context(patch("io.open", self._opened(io.open)))
            for name in ("fsync", "mkdir", *CHANGES):
                patches.enter_context(patch.object(os, name, self._guarded(name)))
            yield

    def meet(self, what: str, place: object) -> None:
        if what not in REFUSED[self.error] or not self._mine(place):
            return
        self.met.append(what)
        if self.at and len(self.met) >= self.at:
            raise OSError(self.error, os.strerror(self.error), str(place))

    def _mine(self, place: object) -> bool:
        path = Path(f"/proc/self/fd/{place}").resolve() if isinstance(place, int) else Path(os.fsdecode(place))  # type: ignore[arg-type]
        return path.is_relative_to(self.folder)

    def _guarded(self, name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def guarded(place: Any, *more: Any, **named: Any) -> Any:
            if name != "mkdir" or not os.path.exists(place):
                self.meet(name, place)
            return real(place, *more, **named)

        return guarded

    def _opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            if mode == "wb" and self._mine(file):
                return io.BufferedWriter(_Written(self, file))
            return real(file, mode, *more, **named)

        return opened


class _Written(io.FileIO):
    """A file to write of which half is on the disk when the disk fails."""

    def __init__(self, disk: Disk, file: Any) -> None:
        self._disk = disk
        self._disk.meet("create", file)
        super().__init__(file, "w")

    def write(self, data: Any) -> int:
        try:
            self._disk.meet("write", Path(os.fsdecode(self.name)))
        except OSError:
            super().write(memoryview(data)[: len(data) // 2])
            raise
        return super().write(data)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes, whoever writes it: the ledger's database too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
