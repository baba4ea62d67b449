"""What was slow to make of some bytes comes in; the next process, made of the same bytes, gets it back.

It is kept beside Python's own compiled modules, in the __pycache__ of the room that made it: code is taken from nowhere
that somebody could write to who could not change the program itself. PYTHONDONTWRITEBYTECODE switches it off.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

MOST = 64  # of one kind; the oldest go
DIGEST = hashlib.sha256().digest_size
ENDING = ".kept"


def recalled(room: Path, kind: str, made_of: Iterable[bytes]) -> Any:
    """What ``keep`` was given for the same bytes, None when there is nothing whole."""
    place = _place(room, kind, made_of)
    try:
        if place.parent.stat().st_mode & stat.S_IWOTH:
            return None
        data = place.read_bytes()
    except OSError:
        return None
    return marshal.loads(data[DIGEST:]) if hashlib.sha256(data[DIGEST:]).digest() == data[:DIGEST] else None


def keep(room: Path, kind: str, made_of: Iterable[bytes], made: Any) -> None:
    """Numbers, texts, bytes, compiled code and tuples of them; where nothing can be written, nothing is kept."""
    if sys.dont_write_bytecode:
        return
    place, data = _place(room, kind, made_of), marshal.dumps(made)
    draft = place.with_suffix(f".{os.getpid()}.tmp")
    try:
        place.parent.mkdir(exist_ok=True)
        draft.write_bytes(hashlib.sha256(data).digest() + data)
        draft.replace(place)
        _forget(place.parent, kind)
    except OSError:
        with suppress(OSError):
            draft.unlink()


def _place(room: Path, kind: str, made_of: Iterable[bytes]) -> Path:
    known = hashlib.sha256(MAGIC_NUMBER)
    for part in made_of:
        known.update(hashlib.sha256(part).digest())
    return room / "__pycache__" / f"{kind}.{known.hexdigest()[:40]}{ENDING}"


def _forget(folder: Path, kind: str) -> None:
    kept = sorted(folder.glob(f"{kind}.*{ENDING}"), key=lambda path: path.stat().st_mtime_ns)
    for path in kept[:-MOST]:
        path.unlink(missing_ok=True)
