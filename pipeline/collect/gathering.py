"""The input directory in; the tables found in its workbooks, each cell with its origin, and findings out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.collect.folder import NARRATIVE, Source, contents, digest, fingerprint, named, paths, sources, standing
from pipeline.collect.lexicon import CHANGES, LISTING, REGISTER
from pipeline.collect.narrative import LOOSE, blocks
from pipeline.collect.opener import Opener, lasting
from pipeline.collect.parcel import BOOK, WORDS
from pipeline.collect.pictures import photographs, set_apart
from pipeline.collect.reading import FileRead, Reader
from pipeline.collect.sharing import Loaded, read_elsewhere
from pipeline.collect.sheet import Grid, Refused
from pipeline.model import Collected, Finding, Period
from pipeline.model.hands import Hands
from pipeline.rules import Law, Office

__all__ = ["collect", "collect_register", "fingerprint", "paths", "photographs", "sheets"]


def collect(
    folder: Path,
    period: Period,
    law: Law,
    office: Office,
    *,
    seen: Callable[[str], None] = lambda _: None,
    hands: Hands | None = None,
) -> Collected:
    """Read everything that was sent for a period, in a child that is ended at the end; of many files ``hands`` may read
    some, each in a child of its own.

    Raises PipelineError when there is no folder for it or no workbook in it; whatever else is wrong is a finding.
    """
    reader, found = Reader(law, office, period), sources(folder, period)
    every = [*found, *standing(folder, period, found)]
    with Opener() as opener:
        told = list(_told(reader, opener, every, hands, seen))
        reads = set_apart(_governed([read for read, _ in told], len(found)))
        narrative, findings = _narrative(opener, folder / period.text / NARRATIVE, law)
        guarded = opener.guarded and all(guarded for _, guarded in told)
    unguarded = () if guarded else (law.finding("reading-unguarded"),)
    return Collected(
        blocks=tuple(block for read in reads for block in read.blocks),
        inputs=tuple(read.input for read in reads),
        findings=(*(finding for read in reads for finding in read.findings), *findings, *unguarded),
        narrative=narrative,
    )


def collect_register(folder: Path, period: Period, law: Law, office: Office) -> Collected:
    """The register alone with the changes made to it; nothing of the period need have been sent."""
    reader, found = Reader(law, office, period), named(folder, period)
    listed, beside = [source for source in found if LISTING in source.name.name], standing(folder, period, found)
    with Opener() as opener:
        told = _told(reader, opener, [*listed, *beside])
        reads = _governed([read for read, _ in told], len(listed))
    blocks = (block for read in reads for block in read.blocks if block.form in (REGISTER, CHANGES))
    return Collected(tuple(blocks), tuple(read.input for read in reads), ())


def sheets(path: Path) -> tuple[Grid, ...]:
    """All sheets of one file, read as collect reads them; () when it cannot be read."""
    opened = lasting().one(contents(path), BOOK)
    return () if isinstance(opened, Refused) else opened.grids


def _loaded(found: Iterable[Source]) -> Iterator[Loaded]:
    """Every file with the bytes that are to be opened, one at a time."""
    for source in found:
        data = contents(source.path)
        sha256 = digest(source.path) if isinstance(data, Refused) else hashlib.sha256(data).hexdigest()
        yield Loaded(source.name, sha256, data if source.tabled else None)


def _told(
    reader: Reader,
    opener: Opener,
    found: list[Source],
    hands: Hands | None = None,
    seen: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[FileRead, bool]]:
    """Every file with whether its reading was guarded."""
    if hands and hands.needed(len(found)):
        reads = read_elsewhere(reader, hands, _loaded(found), len(found))
    else:
        reads = ((read, opener.guarded) for read in _read_here(reader, opener, _loaded(found)))
    for read, guarded in reads:
        yield read, guarded
        seen(read.input.path)


def _read_here(reader: Reader, opener: Opener, files: Iterable[Loaded]) -> Iterator[FileRead]:
    for loaded, result in opener.each((one, one.data) for one in files):
        yield loaded.unread if result is None else reader.read(loaded.name, loaded.sha256, result)


def _governed(reads: list[FileRead], sent: int) -> list[FileRead]:
    """The files with what stands beside the period, whose register is there for its hash alone where one of the first
    ``sent`` files is a register by another name."""
    if not any(map(_is_register, reads[:sent])):
        return reads
    return reads[:sent] + [FileRead(read.input) if _is_register(read) else read for read in reads[sent:]]


def _is_register(read: FileRead) -> bool:
    return any(block.form == REGISTER for block in read.blocks)


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
