"""The bytes of a template come in; what it takes to print it any number of times goes out: the parts to fill, patched
by docxtpl and compiled by Jinja, and the members that stay as they are."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType

from lxml import etree

from pipeline.documents.archive import Member, members_of
from pipeline.documents.faults import Source, TemplateError, line_of, reason_of
from pipeline.documents.filled import letters
from pipeline.documents.flow import Flow, bypassed
from pipeline.documents.package import CONTENT_TYPES, DOCUMENT, DOCUMENT_RELS
from pipeline.documents.proof import leftover
from pipeline.documents.stretches import Stretches
from pipeline.documents.tags import columns_vary, source_of, tagged, tears

MAIN = b"wordprocessingml.document.main+xml"
FILLED = ("/header", "/footer", "/footnotes")  # what docxtpl fills besides the body, in this order
BROKEN = (KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError)


class Unsuited(Exception):
    """A template that docxtpl itself must fill."""


@dataclass(frozen=True)
class Part:
    """A part to fill, ``torn`` where tags stand inside tags, and what is known of the stretches of its XML."""

    name: str
    source: Source
    code: CodeType
    torn: bool
    stretches: Stretches = field(default_factory=Stretches)


@dataclass(frozen=True)
class Compiled:
    """A template ready to be filled: all members as they are, and the parts to put in place of some."""

    members: Mapping[str, Member]
    parts: tuple[Part, ...]


@lru_cache(maxsize=64)
def compiled(data: bytes, file: str, names: frozenset[str]) -> Compiled | None:
    """A template by its bytes, how errors name it and the names of its filters; None when docxtpl itself must fill it,
    or say what is wrong with the file. TemplateError names a paragraph that cannot be compiled."""
    try:
        members = {member.name: member for member in members_of(data)}
        sources = [*_sources(members, file)]
        flow = Flow(dict.fromkeys(names, str), lambda _: None)
        return Compiled(members, tuple(_part(name, source, flow) for name, source in sources))
    except (Unsuited, *BROKEN):
        return None


def _sources(members: Mapping[str, Member], file: str) -> Iterator[tuple[str, Source]]:
    from docxtpl import DocxTemplate

    if MAIN not in members[CONTENT_TYPES].data:
        raise Unsuited
    for name in members:
        if name.endswith((".xml", ".rels")):
            _well_formed(members[name], file)
    patch = DocxTemplate("").patch_xml
    for name in (DOCUMENT, *_beside(members)):
        xml = _normal(members[name].data)
        if columns_vary(xml):
            raise Unsuited
        yield name, source_of(file, name, patch(xml))


def _well_formed(member: Member, file: str) -> None:
    try:
        letters(member.data, member.name, file)
    except TemplateError as fault:
        raise Unsuited from fault


def _beside(members: Mapping[str, Member]) -> list[str]:
    """Headers, footers and footnotes that hold a tag."""
    links = _parsed(members[DOCUMENT_RELS].data)
    found = [(link.get("Type", ""), link.get("Target", "")) for link in links]
    names = [posixpath.join("/word", target)[1:] for kind in FILLED for type_, target in found if type_.endswith(kind)]
    return [name for name in names if tagged(members[name].data)]


def _normal(data: bytes) -> str:
    """XML as docxtpl reads it: one way to write each thing, no comments."""
    return etree.tostring(_parsed(data), encoding="unicode")


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def _part(name: str, source: Source, flow: Flow) -> Part:
    leftover(source)
    try:
        tree = flow.parse(source.text)
        if bypassed(tree):
            raise Unsuited
        return Part(name, source, flow.compile(tree), tears(source.text))
    except Unsuited:
        raise
    except Exception as fault:
        raise source.fault(line_of(fault), reason_of(fault)) from fault
