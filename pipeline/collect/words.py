"""The bytes of a .docx in, its paragraphs out: whether each is a heading, and its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from pipeline.collect.guard import opened_zip, part
from pipeline.collect.sheet import Refused

MOST_CHARACTERS = 2_000_000
BREAKS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
APART = ("w:tbl", "w:txbxContent", "w:moveFrom", "w:del")  # what is no paragraph of the body, or was struck out
_HEADING = re.compile(r"(?:heading|标题)\s*\d", re.IGNORECASE)

Attributes = Mapping[str, str]


def read_words(data: bytes) -> list[tuple[bool, str]]:
    """(is a heading, text) of every paragraph of the body; raises Refused when it is no sound Word document."""
    try:
        with opened_zip(data) as archive:
            names = archive.namelist()
            headings = _headings(part(archive, "word/styles.xml")) if "word/styles.xml" in names else frozenset()
            return _paragraphs(part(archive, "word/document.xml"), headings)
    except expat.ExpatError as error:
        raise Refused("file-unreadable", "不是完好的 Word 文档") from error


def _headings(xml: bytes) -> frozenset[str]:
    """The ids of the styles whose name says that they are headings."""
    found: set[str] = set()
    style = [""]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "w:style":
            style[0] = attributes.get("w:styleId", "")
        elif tag == "w:name" and _HEADING.match(attributes.get("w:val", "")):
            found.add(style[0])

    _parse(xml, start, lambda _: None, lambda _: None)
    return frozenset(found)


class _Body:
    """The state of one pass over document.xml."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.headings = headings
        self.found: list[tuple[bool, str]] = []
        self.texts: list[str] = []
        self.heading = self.hearing = False
        self.apart = self.characters = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        self.apart += tag in APART
        if self.apart:
            return
        if tag == "w:p":
            self.texts, self.heading = [], False
        elif tag == "w:pStyle":
            self.heading = self.heading or attributes.get("w:val") in self.headings
        elif tag == "w:outlineLvl":
            self.heading = self.heading or attributes.get("w:val", "9") < "9"
        elif tag == "w:t":
            self.hearing = True
        elif tag in BREAKS:
            self.texts.append(BREAKS[tag])

    def end(self, tag: str) -> None:
        if not self.apart and tag == "w:p":
            self.found.append((self.heading, "".join(self.texts)))
        self.hearing = self.hearing and tag != "w:t"
        self.apart -= tag in APART

    def hear(self, text: str) -> None:
        if self.hearing and not self.apart:
            self.texts.append(text)
            self.characters += len(text)
            if self.characters > MOST_CHARACTERS:
                raise Refused("file-unreadable", "文字过多，疑为异常文件")


def _paragraphs(xml: bytes, headings: frozenset[str]) -> list[tuple[bool, str]]:
    body = _Body(headings)
    _parse(xml, body.start, body.end, body.hear)
    return body.found


def _parse(
    xml: bytes, start: Callable[[str, Attributes], None], end: Callable[[str], None], hear: Callable[[str], None]
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, hear
    parser.Parse(xml, True)
