"""A template, compiled or for docxtpl, and what fills it come in; the finished and checked document goes out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.documents.engine.archive import Member, written
from pipeline.documents.engine.compiled import Compiled, Part
from pipeline.documents.engine.drawings import Drawings
from pipeline.documents.engine.faults import TemplateError, line_of, reason_of
from pipeline.documents.engine.filled import Filled, letters
from pipeline.documents.engine.flow import Flow
from pipeline.documents.engine.package import (
    CONTENT_TYPES,
    CORE,
    DOCUMENT,
    DOCUMENT_RELS,
    Properties,
    joined,
    members,
    ordered,
    packed,
)
from pipeline.documents.engine.places import Paragraph, body_of, paragraphs_of
from pipeline.documents.engine.reading import kind_of
from pipeline.documents.engine.sandbox import Sandbox
from pipeline.documents.engine.spans import Span
from pipeline.model import Kind

DRAWING = re.compile(rb'(<wp:docPr\b[^>]*?\sid=")[^"]*')
DRAWN = "<wp:docPr"
FIRST_DRAWING = 1001  # docxtpl's

Filters = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Finished:
    """A document, and the paragraphs of its main part and where each value stands in them."""

    data: bytes
    main: Filled | None = None
    known: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every value of the main part."""
        return self.main.spans if self.main else self.known

    def printed(self, wanted: frozenset[Kind]) -> tuple[list[Paragraph], list[Span]]:
        """The paragraphs, and the values of these kinds."""
        if self.main:
            read = self.main.read(wanted)
            return read.paragraphs, read.spans
        return paragraphs_of(body_of(self.data)), [span for span in self.known if kind_of(span.value) in wanted]


def filled(template: Compiled, context: Mapping[str, Any], filters: Filters, properties: Properties) -> Finished:
    """Only what changes is made anew; the other members are copied as they are."""
    drawings = Drawings()
    flow = Flow(filters, drawings.draw)
    parts = {part.name: _printed(part, flow, context) for part in template.parts}
    changed = {name: part.data for name, part in parts.items()}
    if drawings.drawn or any(DRAWN in xml for xml in parts[DOCUMENT].known.data):
        changed[DOCUMENT] = _numbered(changed[DOCUMENT])
    changed |= _drawn(template, drawings)
    if CORE in template.members:
        changed[CORE] = properties.xml()
    for name in changed.keys() - parts.keys():
        if name.endswith((".xml", ".rels")):
            letters(changed[name], name, template.parts[0].source.file)
    made = dict(template.members) | {name: Member.of(name, data) for name, data in changed.items()}
    return Finished(written(made[name] for name in ordered(made)), parts[DOCUMENT])


def _printed(part: Part, flow: Flow, context: Mapping[str, Any]) -> Filled:
    try:
        poured = flow.poured(part.code, context, torn=part.torn)
    except TemplateError:
        raise
    except Exception as fault:
        raise part.source.fault(line_of(fault), reason_of(fault)) from fault
    return Filled.of(part.name, part.source, part.stretches, poured)


def _numbered(document: bytes) -> bytes:
    """Every drawing by a number of its own."""
    numbers = iter(range(FIRST_DRAWING, len(document)))
    return DRAWING.sub(lambda match: match[1] + str(next(numbers)).encode(), document)


def _drawn(template: Compiled, drawings: Drawings) -> dict[str, bytes]:
    """The parts behind the drawings, and what leads to them."""
    additions = drawings.additions()
    if not additions:
        return {}
    return joined({name: template.members[name].data for name in (CONTENT_TYPES, DOCUMENT_RELS)}, additions)


def by_docxtpl(
    data: bytes, name: str, context: Mapping[str, Any], filters: Filters, properties: Properties
) -> Finished:
    """The same by docxtpl's own way of filling, for what only it can fill."""
    from pipeline.documents.engine.proof import Proof
    from pipeline.documents.engine.rendering import Rendering

    drawings = Drawings()
    sandbox = Sandbox(filters, drawings.draw)
    proof, out = Proof(name), io.BytesIO()
    Rendering(io.BytesIO(data), name, sandbox, proof).fill(context, out)
    parts = joined(members(out.getvalue()), drawings.additions())
    proof.check(parts, [value.text for value in sandbox.values])
    if CORE in parts:
        parts[CORE] = properties.xml()
    return Finished(packed(parts), known=proof.spans[DOCUMENT])
