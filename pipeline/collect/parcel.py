"""What goes over the pipes between the run and its reading child: frames of bytes, and replies without any code."""

from __future__ import annotations

import io
import pickle
from typing import IO, Any

LENGTH = 8
MOST_FRAME = 512 * 1024 * 1024
BOOK, WORDS = b"B", b"W"
READY = b"ready"
ADMITTED = {
    "pipeline.collect.opening": ("Opened",),
    "pipeline.collect.sheet": ("Doubt",),
    "pipeline.model.sheets": ("Grid", "Span"),
    "pipeline.model.cells": ("Fault", "FaultKind", "Percent"),
    "datetime": ("date", "datetime", "time", "timedelta"),
}


def send(target: IO[bytes], *pieces: bytes) -> None:
    """One frame: its length, then its bytes."""
    target.write(sum(map(len, pieces)).to_bytes(LENGTH, "big"))
    for piece in pieces:
        target.write(piece)
    target.flush()


def receive(source: IO[bytes], most: int) -> bytes | None:
    """The next frame; None at the end, or when it is torn or longer than ``most``."""
    head = source.read(LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < LENGTH or length > most:
        return None
    data = source.read(length)
    return data if len(data) == length else None


class _Reply(pickle.Unpickler):
    """Admits the nouns of a sheet and nothing that acts."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in ADMITTED.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def unpacked(data: bytes) -> Any:
    """A reply as values; raises UnpicklingError for one that holds anything else."""
    return _Reply(io.BytesIO(data)).load()
