"""The input directory in; the tables found in its workbooks, each cell with its origin, and findings out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline.collect.folder import NARRATIVE, Source, fingerprint, paths, sources, standing_register
from pipeline.collect.guard import MOST_BYTES
from pipeline.collect.lexicon import REGISTER
from pipeline.collect.opening import opened
from pipeline.collect.reading import FileRead, Reader
from pipeline.collect.sheet import Refused
from pipeline.model import Collected, Finding, Grid, InputFile, Period
from pipeline.rules import Law, Office

__all__ = ["collect", "fingerprint", "paths", "sheets"]


def sheets(path: Path) -> list[Grid]:
    """The sheets of one file as they lie; raises PipelineError when it cannot be read."""
    return opened(path.read_bytes())


def collect(
    folder: Path, period: Period, law: Law, office: Office, *, seen: Callable[[str], None] = lambda _: None
) -> Collected:
    """Read everything that was sent for a period.

    Raises PipelineError when there is no folder for it or no workbook in it; whatever else is wrong is a finding.
    """
    reader, found = Reader(law, office, period), sources(folder, period)
    reads = [read for source in found for read in _seen(_read(reader, source), source, seen)]
    if standing := standing_register(folder, found):
        reads += _seen(_standing(_read(reader, standing), reads), standing, seen)
    narrative, findings = _narrative(folder / period.text / NARRATIVE, law)
    return Collected(
        blocks=tuple(block for read in reads for block in read.blocks),
        inputs=tuple(read.input for read in reads),
        findings=(*(finding for read in reads for finding in read.findings), *findings),
        narrative=narrative,
    )


def _standing(read: FileRead, reads: list[FileRead]) -> FileRead:
    """The standing register, for its hash alone where a file of the period is a register by another name."""
    own = any(block.form == REGISTER for each in reads for block in each.blocks)
    return FileRead(read.input) if own else read


def _seen(read: FileRead, source: Source, seen: Callable[[str], None]) -> Iterator[FileRead]:
    seen(str(source.name))
    yield read


def _read(reader: Reader, source: Source) -> FileRead:
    try:
        if source.path.stat().st_size > MOST_BYTES:
            return reader.refused(source.name, "", "file-unreadable", "文件过大")
        data = source.path.read_bytes()
    except OSError as error:
        return reader.refused(source.name, "", "file-unreadable", error.strerror or "无法打开")
    if source.tabled:
        return reader.read(source.name, data)
    return FileRead(InputFile(str(source.name), hashlib.sha256(data).hexdigest(), 0))


def _narrative(path: Path, law: Law) -> tuple[Mapping[str, tuple[str, ...]], tuple[Finding, ...]]:
    if not path.is_file():
        return {}, ()
    from pipeline.collect.narrative import LOOSE, read_narrative

    try:
        blocks = dict(read_narrative(path))
    except Refused as refused:
        return {}, (law.finding("file-unreadable", file=path.name, reason=refused.reason),)
    loose = blocks.pop(LOOSE, ())
    if not loose:
        return blocks, ()
    return blocks, (law.finding("narrative-without-heading", file=path.name, count=len(loose), value=loose[0][:20]),)
