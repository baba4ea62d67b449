"""The bytes of a template come in; what it takes to print it any number of times goes out: the parts to fill, patched
by docxtpl and compiled by Jinja, and the members that stay as they are."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from jinja2 import compiler

from pipeline.documents.engine.archive import Member, members_of
from pipeline.documents.engine.faults import Source, TemplateError, line_of, reason_of
from pipeline.documents.engine.filled import letters
from pipeline.documents.engine.flow import Flow, bypassed
from pipeline.documents.engine.package import CONTENT_TYPES, DOCUMENT, DOCUMENT_RELS
from pipeline.documents.engine.stretches import Stretches
from pipeline.documents.engine.tags import columns_vary, leftover, source_of, tagged, tears
from pipeline.rules.recall import keep, recalled

if TYPE_CHECKING:
    from lxml import etree

ROOM, KIND = Path(__file__).parent, "template"
WRITTEN_BY = ("carrier.py", "compiled.py", "flow.py", "tags.py")
MAIN = b"wordprocessingml.document.main+xml"
FILLED = ("/header", "/footer", "/footnotes")  # what docxtpl fills besides the body, in this order
BROKEN = (KeyError, ValueError, SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error)  # lxml's is a SyntaxError


class Unsuited(Exception):
    """A template that docxtpl itself must fill."""


@dataclass(frozen=True)
class Words:
    """The file that a clerk edits, and its carrier where it has one: their names and bytes."""

    name: str
    data: bytes
    carrier: str = ""
    carrying: bytes = b""

    @property
    def file(self) -> str:
        """How errors name it."""
        return f"{self.name}（载体 {self.carrier}）" if self.carrier else self.name

    def composed(self) -> bytes:
        """The template in its carrier; TemplateError when they do not fit."""
        from pipeline.documents.engine.carrier import composed

        return composed(self.data, self.carrying, self.name, self.carrier) if self.carrier else self.data


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
def compiled(words: Words, names: frozenset[str]) -> Compiled | None:
    """A template with filters of these ``names``, compiled once and kept for the next process; None when docxtpl itself
    must fill it, or say what is wrong with the file. TemplateError names a paragraph that cannot be compiled."""
    made_of = (*_writers(), words.data, words.carrying, words.file.encode(), "\n".join(sorted(names)).encode())
    if held := recalled(ROOM, KIND, made_of):
        return _taken(held, words.file)
    made = _compiled(words, names)
    if made:
        keep(ROOM, KIND, made_of, _given(made))
    return made


@lru_cache(maxsize=1)
def _writers() -> tuple[bytes, ...]:
    """All code that has a say in what is compiled."""
    docxtpl = find_spec("docxtpl")
    places = [ROOM / name for name in WRITTEN_BY]
    places += [Path(str(compiler.__file__)), Path(str(docxtpl and docxtpl.origin)).with_name("template.py")]
    return tuple(place.read_bytes() for place in places)


def _given(made: Compiled) -> Any:
    """As numbers, texts, bytes and code."""
    members = [(one.name, one.crc, one.size, one.deflated) for one in made.members.values()]
    return members, [(part.name, part.source.part, part.source.text, part.code, part.torn) for part in made.parts]


def _taken(held: Any, file: str) -> Compiled:
    members, parts = held
    made = tuple(Part(name, Source(file, kind, text), code, torn) for name, kind, text, code, torn in parts)
    return Compiled({name: Member(name, *facts) for name, *facts in members}, made)


def _compiled(words: Words, names: frozenset[str]) -> Compiled | None:
    data = words.composed()
    try:
        members = {member.name: member for member in members_of(data)}
        sources = [*_sources(members, words.file)]
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
    from lxml import etree

    return etree.tostring(_parsed(data), encoding="unicode")


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree

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
