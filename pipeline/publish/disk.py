"""Paths below output/ and bytes come in; files that are whole, flushed and nowhere else go out."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from pipeline.model import PipelineError
from pipeline.rules.naming import is_portable

SUFFIX = ".tmp"
FROZEN = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
PAUSES = (0.1, 0.3, 0.6)  # seconds between attempts to replace a file that another program holds open


def placed(output: Path, path: str) -> Path:
    """Where a path with ``/`` lies in the output folder. Raises PipelineError when it leads out of it, through a
    link, onto a folder, or is no name on some system."""
    root, parts = output.resolve(), path.split("/")
    place = root.joinpath(*parts)
    folders = place.parents[: len(parts) - 1]
    if not all(map(is_portable, parts)) or any(folder.is_symlink() for folder in folders) or place.is_dir():
        raise PipelineError(f"不能以“{path}”为文件名：它越出了输出文件夹，或不能作文件名，或已有同名文件夹。")
    return place


def temporary(place: Path) -> Path:
    """Where a file is written before it takes its place: beside it, hidden."""
    return place.with_name(f".{place.name}{SUFFIX}")


def is_frozen(place: Path) -> bool:
    """Whether a file stands there that nobody may write."""
    return place.is_file() and not place.stat().st_mode & stat.S_IWUSR


def write(place: Path, data: bytes) -> None:
    """Bytes to a file, down to the disk."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush(folder: Path) -> None:
    """The names in a folder, down to the disk; Windows does so by itself."""
    if os.name == "nt" or not folder.is_dir():
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(place: Path, frozen: bool) -> None:
    """Let what was written beside its place take it; done before, it is not done again. Raises OSError."""
    written = temporary(place)
    if not written.exists():
        return
    if frozen:
        written.chmod(FROZEN)
    for pause in PAUSES:
        try:
            written.replace(place)
            return
        except PermissionError:
            time.sleep(pause)
    written.replace(place)


def remove(place: Path, root: Path) -> None:
    """Remove a file, and the folders that this empties below those that lie in the output folder."""
    if os.name == "nt" and place.exists():
        place.chmod(stat.S_IWRITE)
    place.unlink(missing_ok=True)
    for folder in place.parents:
        if root in (folder, folder.parent) or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()
