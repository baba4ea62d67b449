"""The members of a Word file come in; the same bytes every time go out: order, dates and properties fixed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from pipeline.documents.engine.archive import Member, written

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
DOCUMENT_RELS = "word/_rels/document.xml.rels"
CORE = "docProps/core.xml"
FIRST = (CONTENT_TYPES, "_rels/.rels", DOCUMENT)

CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    '<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; never the clock: ``dated`` is the 数据截止日."""

    title: str = ""
    author: str = ""
    dated: date = date(2000, 1, 1)

    def xml(self) -> bytes:
        return CORE_XML.format(title=_text(self.title), author=_text(self.author), day=self.dated).encode()


def _text(words: str) -> str:
    return escape(words, quote=False)


@dataclass(frozen=True)
class Addition:
    """A part that joins the document: its name, bytes, content type and, when the document points at it, its id."""

    name: str
    data: bytes
    content_type: str = ""
    relation: tuple[str, str] | None = None  # id, type


def members(data: bytes) -> dict[str, bytes]:
    """The members of a zip; raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {item.filename: archive.read(item) for item in archive.infolist() if not item.is_dir()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip with fixed member order and dates."""
    return written(Member.of(name, parts[name]) for name in ordered(parts))


def ordered(names: Iterable[str]) -> list[str]:
    """The names of members as they follow one another."""
    known = set(names)
    return [*(name for name in FIRST if name in known), *sorted(known - set(FIRST))]


def joined(parts: Mapping[str, bytes], additions: tuple[Addition, ...]) -> dict[str, bytes]:
    """The package with more parts, their content types and the document's relationships to them."""
    types = "".join(
        f'<Override PartName="/{new.name}" ContentType="{new.content_type}"/>' for new in additions if new.content_type
    )
    links = "".join(
        f'<Relationship Id="{new.relation[0]}" Type="{new.relation[1]}" Target="{new.name.removeprefix("word/")}"/>'
        for new in additions
        if new.relation
    )
    return {
        **parts,
        **{new.name: new.data for new in additions},
        CONTENT_TYPES: parts[CONTENT_TYPES].replace(b"</Types>", f"{types}</Types>".encode()),
        DOCUMENT_RELS: parts[DOCUMENT_RELS].replace(b"</Relationships>", f"{links}</Relationships>".encode()),
    }
