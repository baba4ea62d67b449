"""Who sent what under which name comes in; safe names of files in 退回/ go out, no two alike."""

from __future__ import annotations

import re

from pipeline.rules.spelling import masked, visible

FOLDER = "退回"
MOST_BYTES = 220  # of a stem: with its ending and the marks of a file being written it stays below 255
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe(text: str) -> str:
    """A text as the name of a file on any system, private numbers masked."""
    plain = _UNSAFE.sub("_", " ".join(masked(visible(text)).split())).strip(". _") or "_"
    plain = f"_{plain}" if _RESERVED.fullmatch(plain) else plain
    return plain.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ")


def fresh(sender: str, stem: str, taken: set[str]) -> str:
    """The path of a returned workbook, numbered where the sender sent two of one name."""
    number = 1
    while True:
        name = safe(stem) if number == 1 else f"{safe(stem)}（{number}）"
        path = f"{FOLDER}/{safe(sender)}/{name}.xlsx"
        if path.casefold() not in taken:
            taken.add(path.casefold())
            return path
        number += 1
