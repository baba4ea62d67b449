"""A 现场督查 record comes in; the names of its photographs, as its 照片 cell writes them and as they are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from pipeline.model import Row
from pipeline.rules.spelling import apart, folded, visible

FOLDER = "照片"
ENDINGS = (".jpg", ".jpeg", ".png")


def photographs_of(record: Row) -> dict[str, str]:
    """Where each photograph is looked for, from the period's folder (the folder of the record's workbook and the name)
    → the name as it was written."""
    place = PurePosixPath(record["file"] or "").parent
    names = (visible(name).replace("\\", "/").strip() for name in apart(record["photos"]))
    return {str(place / name): name for name in names if name}


def all_photographs(records: Iterable[Row]) -> tuple[str, ...]:
    """Where the photographs of all records are looked for, each once."""
    return tuple(dict.fromkeys(name for record in records for name in photographs_of(record)))


def spellings(name: str) -> tuple[str, ...]:
    """The folded paths under which a file answers to such a name: beside the workbook or in its 照片/, with or without
    its ending."""
    path = PurePosixPath(name)
    places = (path, path.parent / FOLDER / path.name)
    known = path.suffix.lower() in ENDINGS
    return tuple(folded(f"{place}{ending}") for place in places for ending in (("",) if known else ("", *ENDINGS)))
