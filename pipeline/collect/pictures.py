"""The names of photographs in, the bytes of those that lie in the period's folder out; nothing outside it is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.collect.folder import Source, named
from pipeline.collect.reading import FileRead
from pipeline.model import Period, Value
from pipeline.rules.photographs import FOLDER, all_photographs, spellings
from pipeline.rules.spelling import folded

MOST_PHOTOGRAPH = 20 * 1024 * 1024
MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
FORM, FIELD = "现场督查记录表", "photos"


def photographs(folder: Path, period: Period, names: Iterable[str]) -> dict[str, bytes]:
    """Each name (see rules/photographs.py) with the bytes of its file, b"" where that is no JPEG or PNG of at most
    20 MiB; a name without a file is left out."""
    lying = {folded(str(source.name)): source for source in named(folder, period) if _inside(source, folder, period)}
    found = ((name, next((lying[path] for path in spellings(name) if path in lying), None)) for name in names)
    return {name: _bytes(source.path) for name, source in found if source}


def _inside(source: Source, folder: Path, period: Period) -> bool:
    return source.path.resolve().is_relative_to((folder / period.text).resolve())


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_PHOTOGRAPH:
            return b""
        data = path.read_bytes()
    except OSError:
        return b""
    return data if data.startswith(MARKS) else b""


def set_apart(reads: list[FileRead]) -> list[FileRead]:
    """The files without complaint of a photograph that it is no workbook: those that a record names, those in 照片/."""
    records = (record for read in reads for record in _records(read))
    meant = {path for name in all_photographs(records) for path in spellings(name)}
    return [_quiet(read) if _photograph(read, meant) else read for read in reads]


def _records(read: FileRead) -> Iterator[dict[str, Value]]:
    for block in (block for block in read.blocks if block.form == FORM):
        places = [at for at, heading in enumerate(block.headings) if heading.field == FIELD]
        for said in (line.values[at] for line in block.lines for at in places):
            yield {"file": block.file, FIELD: said if isinstance(said, str) else None}


def _photograph(read: FileRead, meant: set[str]) -> bool:
    path = read.input.path
    refused = [finding.code for finding in read.findings] == ["file-not-a-workbook"]
    return refused and (folded(path) in meant or FOLDER in Path(path).parent.parts)


def _quiet(read: FileRead) -> FileRead:
    return FileRead(replace(read.input, sender=None))
