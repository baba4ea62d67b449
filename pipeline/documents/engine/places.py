"""The paragraphs of a finished document and the spans of its values come in; each printed value with its place, as a
person finds it, goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.documents.engine.package import DOCUMENT, members
from pipeline.documents.engine.spans import P, Span, W, texts_of
from pipeline.model import Kind, Origin, Printed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TABLE, ROW = W + "tbl", W + "tr"
UNKNOWN = Origin(Kind.FIELD)


class Paragraph(NamedTuple):
    """A paragraph of the body: its text, and the row of a table that it stands in, 表2第4行, "" in none."""

    text: str
    row: str


def body_of(data: bytes) -> Element:
    """The tree of a finished document's main part."""
    from lxml import etree

    return etree.fromstring(members(data)[DOCUMENT], etree.XMLParser(huge_tree=True, resolve_entities=False))


def row_name(table: int, row: int) -> str:
    """Both counted from 1."""
    return f"表{table}第{row}行"


def paragraphs_of(root: Element) -> list[Paragraph]:
    """Every paragraph, in reading order, those in tables too."""
    rows = _rows(root)
    return [Paragraph(text, rows.get(one, "")) for one, text in zip(root.iter(P), texts_of(root), strict=True)]


def _rows(root: Element) -> Mapping[Element, str]:
    """The row of every paragraph that stands in a table; of a table in a table its own."""
    tables = enumerate(root.iter(TABLE), 1)
    rows = ((row, row_name(table, at)) for table, one in tables for at, row in enumerate(one.iterchildren(ROW), 1))
    return {paragraph: name for row, name in rows for paragraph in row.iter(P)}


def printed(document: str, paragraphs: Sequence[Paragraph], spans: Iterable[Span]) -> tuple[Printed, ...]:
    """The spans of the main part as the whole program knows them."""
    places = list(_places(paragraphs))
    return tuple(
        Printed(
            document,
            span.paragraph,
            places[span.paragraph - 1],
            paragraphs[span.paragraph - 1].text,
            span.start,
            str(span.text),
            span.value.origin or UNKNOWN,
        )
        for span in spans
    )


def _places(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """第3段 of those that hold text and stand in no table, or 表2第4行."""
    told = 0
    for text, row in paragraphs:
        told += not row and bool(text.strip())
        yield row or f"第{told}段"
