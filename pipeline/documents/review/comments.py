"""Places in a finished document and what is to be said of them come in; the document with Word's own comments goes out,
byte for byte the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from lxml import etree

from pipeline.documents.engine.package import DOCUMENT, Addition, joined, members, packed
from pipeline.documents.engine.places import body_of
from pipeline.documents.engine.sandbox import cleaned
from pipeline.documents.engine.spans import P, R, T, W, pieces

AUTHOR, INITIALS = "数据来源", "源"
PART, RELATION = "word/comments.xml", "rIdComments"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
NAMES = {"w": W[1:-1]}
HALF_POINTS = "18"
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element


@dataclass(frozen=True)
class Comment:
    """What is said, a paragraph a line, of so many characters of the ``paragraph``-th paragraph of the body."""

    paragraph: int
    start: int
    length: int
    lines: tuple[str, ...]


def commented(data: bytes, comments: Sequence[Comment], dated: date) -> bytes:
    """The same document with the comments, numbered in the order of the text."""
    ordered = sorted(comments, key=lambda one: (one.paragraph, one.start))
    root, parts = body_of(data), members(data)
    paragraphs = list(root.iter(P))
    for number, one in reversed([*enumerate(ordered)]):  # from the end, so that what stands before keeps its place
        _anchor(paragraphs[one.paragraph - 1], one, str(number))
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Addition(PART, _part(ordered, dated), KIND, (RELATION, TYPE))
    return packed(joined({**parts, DOCUMENT: body}, (part,)))


def _anchor(paragraph: Element, one: Comment, number: str) -> None:
    first, last = _runs(paragraph, one.start, one.start + one.length)
    first.addprevious(etree.Element(W + "commentRangeStart", {W + "id": number}))
    reference = etree.Element(R)
    etree.SubElement(reference, W + "commentReference", {W + "id": number})
    last.addnext(reference)
    last.addnext(etree.Element(W + "commentRangeEnd", {W + "id": number}))


def _runs(paragraph: Element, start: int, end: int) -> tuple[Element, Element]:
    """The first and the last run of some characters, cut so that they hold nothing else."""
    _cut(paragraph, end)
    _cut(paragraph, start)
    at, found = 0, []
    for node, text in next(pieces(paragraph)):
        if text and start <= at < end:
            found.append(_run(node))
        at += len(text)
    return found[0], found[-1]


def _run(node: Element) -> Element:
    return next(node.iterancestors(R))


def _cut(paragraph: Element, at: int) -> None:
    """A run ends before the character: one that goes on is parted in two of the same look."""
    passed = 0
    for node, text in next(pieces(paragraph)):
        if passed < at < passed + len(text):
            _parted(node, at - passed)
            return
        if passed == at and text and _before(node):
            _parted(node, 0)
            return
        passed += len(text)


def _before(node: Element) -> bool:
    """Whether other content stands before it in its run."""
    previous = node.getprevious()
    return previous is not None and previous.tag != W + "rPr"


def _parted(node: Element, at: int) -> None:
    run = _run(node)
    place = run.index(node)
    rest = deepcopy(run)
    for child in list(rest)[:place]:
        if child.tag != W + "rPr":
            rest.remove(child)
    for child in list(run)[place + 1 :]:
        run.remove(child)
    _say(next(child for child in rest if child.tag == node.tag), (node.text or "")[at:])
    if at:
        _say(node, (node.text or "")[:at])
    else:
        run.remove(node)
    run.addnext(rest)


def _say(node: Element, text: str) -> None:
    if node.tag == T:
        node.text = text
        node.set(PRESERVE, "preserve")


def _part(comments: Iterable[Comment], dated: date) -> bytes:
    root = etree.Element(W + "comments", nsmap=NAMES)
    for number, one in enumerate(comments):
        facts = {"id": str(number), "author": AUTHOR, "date": f"{dated}T00:00:00Z", "initials": INITIALS}
        comment = etree.SubElement(root, W + "comment", {W + name: value for name, value in facts.items()})
        for line in one.lines:
            _line(comment, line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _line(comment: Element, text: str) -> None:
    """Small and close, whatever the look of the document's own text."""
    paragraph = etree.SubElement(comment, P)
    shape = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(shape, W + "spacing", {W + "line": "240", W + "lineRule": "auto"})
    etree.SubElement(shape, W + "ind", {W + "firstLine": "0"})
    etree.SubElement(shape, W + "jc", {W + "val": "left"})
    run = etree.SubElement(paragraph, R)
    look = etree.SubElement(run, W + "rPr")
    for size in ("sz", "szCs"):
        etree.SubElement(look, W + size, {W + "val": HALF_POINTS})
    _say(etree.SubElement(run, T), cleaned(text).replace("\n", " "))
