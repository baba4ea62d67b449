"""A finished document and the spans of its values come in; each printed value with its place, as a person finds it,
goes out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.package import DOCUMENT, members
from pipeline.documents.spans import P, Span, W, texts_of
from pipeline.model import Kind, Origin, Printed

TABLE, ROW = W + "tbl", W + "tr"
UNKNOWN = Origin(Kind.FIELD)

Element = etree._Element


@dataclass(frozen=True)
class Spot:
    """A paragraph of the body: its place in words, its text and the row of a table that it stands in, if it does."""

    place: str
    text: str
    element: Element
    row: Element | None


def body_of(data: bytes) -> Element:
    """The tree of a finished document's main part."""
    return etree.fromstring(members(data)[DOCUMENT], etree.XMLParser(huge_tree=True, resolve_entities=False))


def spots(root: Element, wanted: Container[int] | None = None) -> dict[int, Spot]:
    """Every paragraph that is wanted by its number, from 1: 第3段 of those that hold text and stand in no table, or
    表2第4行."""
    rows = _rows(root)
    found: dict[int, Spot] = {}
    told = 0
    for number, (element, text) in enumerate(zip(root.iter(P), texts_of(root), strict=True), 1):
        row, place = rows.get(element, (None, ""))
        told += row is None and bool(text.strip())
        if wanted is None or number in wanted:
            found[number] = Spot(place or f"第{told}段", text, element, row)
    return found


def _rows(root: Element) -> Mapping[Element, tuple[Element, str]]:
    """The row of every paragraph that stands in a table, and its name; of a table in a table its own."""
    tables = enumerate(root.iter(TABLE), 1)
    rows = ((row, f"表{table}第{at}行") for table, one in tables for at, row in enumerate(one.iterchildren(ROW), 1))
    return {paragraph: row for row in rows for paragraph in row[0].iter(P)}


def printed(document: str, root: Element, spans: Iterable[Span]) -> tuple[Printed, ...]:
    """The spans of the main part as the whole program knows them."""
    spans = tuple(spans)
    where = spots(root, {span.paragraph for span in spans})
    return tuple(
        Printed(
            document,
            span.paragraph,
            where[span.paragraph].place,
            where[span.paragraph].text,
            span.start,
            str(span.text),
            span.value.origin or UNKNOWN,
        )
        for span in spans
    )
