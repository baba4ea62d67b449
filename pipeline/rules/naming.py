"""Any text comes in; what may name a file on any system goes out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.rules.spelling import masked, visible

MOST_BYTES = 220  # of a stem: with its ending and the marks of a file being written it stays below 255
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_name(text: str) -> str:
    """A text as the stem of a file's name, private numbers masked."""
    plain = _UNSAFE.sub("_", " ".join(masked(visible(text)).split())).strip(". _") or "_"
    plain = f"_{plain}" if _RESERVED.fullmatch(plain) else plain
    return plain.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ")


def is_portable(name: str) -> bool:
    """Whether a name can be that of a file or folder on any system, and leads nowhere else."""
    plain = name == visible(name).rstrip(". ") and name.isprintable()
    return bool(name) and plain and not _UNSAFE.search(name) and not _RESERVED.fullmatch(name)


def file_names(names: Sequence[str]) -> dict[str, str]:
    """Each name with the stem of its file, no two alike."""
    made: dict[str, str] = {}
    for name in names:
        stem = file_name(name)
        numbered = (stem if number == 1 else f"{stem}（{number}）" for number in range(1, len(names) + 1))
        taken = {other.casefold() for other in made.values()}
        made[name] = next(one for one in numbered if one.casefold() not in taken)
    return made
