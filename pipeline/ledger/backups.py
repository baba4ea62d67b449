"""A SQLite file in use comes in; a whole copy of it on the disk goes out."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.rules.naming import file_name


def copy(source: Path, folder: Path, label: str) -> Path:
    """Copy to ``folder/<label>.sqlite``, which stands there whole or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{file_name(label)}.sqlite"
    temporary = place.with_name(f".{place.name}.tmp")
    try:
        _copy(source, temporary)
        _flush(temporary)
        temporary.replace(place)
    except (OSError, sqlite3.Error) as error:
        temporary.unlink(missing_ok=True)
        raise OSError(str(error)) from None
    _flush(folder)
    return place


def _copy(source: Path, temporary: Path) -> None:
    temporary.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(temporary)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


def _flush(place: Path) -> None:
    """Down to the disk; folders have no such thing on Windows."""
    if os.name == "nt" and place.is_dir():
        return
    descriptor = os.open(place, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
