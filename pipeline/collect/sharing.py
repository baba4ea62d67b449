"""Files' bytes in, what they hold out, read by other processes, each with a guarded child of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.collect.opener import lasting
from pipeline.collect.parcel import BOOK
from pipeline.collect.reading import FileRead, Reader
from pipeline.collect.sheet import Refused
from pipeline.model import InputFile
from pipeline.model.hands import Hands

DEADLY = "读取时反复中止读表的进程，文件已损坏或内容过大"


@dataclass(frozen=True)
class Loaded:
    """A file on its way: its hash, its bytes, or the refusal of one that could not even be loaded; one with neither is
    not read for tables."""

    name: PurePosixPath
    sha256: str
    data: bytes | Refused | None

    @property
    def unread(self) -> FileRead:
        return FileRead(InputFile(str(self.name), self.sha256, 0))


def read_elsewhere(reader: Reader, hands: Hands, files: Iterable[Loaded], many: int) -> Iterator[tuple[FileRead, bool]]:
    """Every file with whether its reading was guarded; one that nobody survives is refused."""
    given: deque[tuple[PurePosixPath, str]] = deque()

    def handed() -> Iterator[Loaded]:
        for loaded in files:
            given.append((loaded.name, loaded.sha256))
            yield loaded

    for result in hands.each(read_one, reader, handed(), many):
        name, sha256 = given.popleft()
        yield result or (reader.refused(name, sha256, "file-unreadable", DEADLY), True)


def read_one(reader: Reader, loaded: Loaded) -> tuple[FileRead, bool]:
    """In a worker: one file, opened by the worker's own child."""
    if loaded.data is None:
        return loaded.unread, True
    opener = lasting()
    read = reader.read(loaded.name, loaded.sha256, opener.one(loaded.data, BOOK))
    return read, opener.guarded
