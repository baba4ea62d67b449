"""The input directory in; the tables found in its workbooks, each cell with its origin, and findings out."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.collect.folder import NARRATIVE, Source, contents, digest, fingerprint, sources, standing_register
from pipeline.collect.lexicon import REGISTER
from pipeline.collect.narrative import LOOSE, blocks
from pipeline.collect.opener import Opener
from pipeline.collect.parcel import BOOK, WORDS
from pipeline.collect.reading import FileRead, Reader
from pipeline.collect.sheet import Grid, Refused
from pipeline.model import Collected, Finding, InputFile, Period
from pipeline.rules import Law, Office

__all__ = ["collect", "fingerprint", "sheets"]


def collect(
    folder: Path, period: Period, law: Law, office: Office, *, seen: Callable[[str], None] = lambda _: None
) -> Collected:
    """Read everything that was sent for a period, in a child that is ended at the end.

    Raises PipelineError when there is no folder for it or no workbook in it; whatever else is wrong is a finding.
    """
    reader, found = Reader(law, office, period), sources(folder, period)
    standing = standing_register(folder, found)
    with Opener() as opener:
        reads = list(_reads(reader, opener, [*found, *([standing] if standing else [])], seen))
        narrative, findings = _narrative(opener, folder / period.text / NARRATIVE, law)
        unguarded = () if opener.guarded else (law.finding("reading-unguarded"),)
    if standing:
        reads[-1] = _standing(reads[-1], reads[:-1])
    return Collected(
        blocks=tuple(block for read in reads for block in read.blocks),
        inputs=tuple(read.input for read in reads),
        findings=(*(finding for read in reads for finding in read.findings), *findings, *unguarded),
        narrative=narrative,
    )


def sheets(path: Path) -> tuple[Grid, ...]:
    """All sheets of one file, read as collect reads them; () when it cannot be read."""
    opened = _lasting().one(contents(path), BOOK)
    return () if isinstance(opened, Refused) else opened.grids


@cache
def _lasting() -> Opener:
    """One child for all files that are asked for singly, until the program ends."""
    opener = Opener()
    atexit.register(opener.close)
    return opener


@dataclass(frozen=True)
class _Loaded:
    """A file on its way: its hash, and the refusal of one that could not even be loaded."""

    source: Source
    sha256: str
    refused: Refused | None = None


def _loaded(found: Iterable[Source]) -> Iterator[tuple[_Loaded, bytes | None]]:
    """Every file with the bytes that are to be opened, one at a time."""
    for source in found:
        data = contents(source.path)
        if isinstance(data, Refused):
            yield _Loaded(source, digest(source.path), data if source.tabled else None), None
        else:
            yield _Loaded(source, hashlib.sha256(data).hexdigest()), data if source.tabled else None


def _reads(reader: Reader, opener: Opener, found: list[Source], seen: Callable[[str], None]) -> Iterator[FileRead]:
    for loaded, result in opener.each(_loaded(found)):
        name = loaded.source.name
        if loaded.source.tabled:
            yield reader.read(name, loaded.sha256, loaded.refused or result)
        else:
            yield FileRead(InputFile(str(name), loaded.sha256, 0))
        seen(str(name))


def _standing(read: FileRead, reads: list[FileRead]) -> FileRead:
    """The standing register, for its hash alone where a file of the period is a register by another name."""
    own = any(block.form == REGISTER for each in reads for block in each.blocks)
    return FileRead(read.input) if own else read


def _narrative(opener: Opener, path: Path, law: Law) -> tuple[Mapping[str, tuple[str, ...]], tuple[Finding, ...]]:
    if not path.is_file():
        return {}, ()
    said = opener.one(contents(path), WORDS)
    if isinstance(said, Refused):
        return {}, (law.finding("file-unreadable", file=path.name, reason=said.reason),)
    named = dict(blocks(said))
    loose = named.pop(LOOSE, ())
    if not loose:
        return named, ()
    return named, (law.finding("narrative-without-heading", file=path.name, count=len(loose), value=loose[0][:20]),)
