"""This very program comes in; a fingerprint goes out by which two machines know that they would make the same bytes."""

from __future__ import annotations

import hashlib
import sys
import zlib
from functools import cache
from pathlib import Path

import pipeline

SUFFIXES = (".py", ".toml")


@cache
def fingerprint() -> str:
    """The sha256 of the program's files with the versions of Python and zlib."""
    root = Path(pipeline.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES)
    told = hashlib.sha256(f"{sys.version_info[:2]} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for path in files:
        told.update(path.relative_to(root).as_posix().encode())
        told.update(path.read_bytes())
    return told.hexdigest()
