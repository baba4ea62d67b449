"""The tree of a rendered part, in which every printed value stands between marks, comes in; the tree without marks, and
where each value stands in it, go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.model import Origin

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, T = W + "p", W + "r", W + "t"
BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n"}
OPEN, STOP, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"  # no characters: nothing that a person writes
MARKS = str.maketrans(dict.fromkeys((OPEN, STOP, CLOSE)))
_MARK = re.compile(f"{OPEN}(\\d*){STOP}|{CLOSE}")
_WHOLE = re.compile(f"{OPEN}(\\d+){STOP}([^{OPEN}{CLOSE}]+){CLOSE}")
_PRINTED = re.compile(f"{OPEN}(\\d+){STOP}[^{OPEN}{CLOSE}]*{CLOSE}")


class Value(NamedTuple):
    """What a template printed: its text, where it comes from, and the exact number that it says."""

    text: str
    origin: Origin | None
    exact: Any = None


class Span(NamedTuple):
    """A printed value at ``start`` of the text of the ``paragraph``-th paragraph of a part, counted from 1."""

    paragraph: int
    start: int
    text: str
    value: Value


def marked(text: str, number: int) -> str:
    """A printed value between its marks."""
    return f"{OPEN}{number}{STOP}{text}{CLOSE}"


def numbers_of(text: str) -> list[int]:
    """The numbers of the values in a text, as it was printed."""
    return [int(mark[1]) for mark in _MARK.finditer(text) if mark[1]]


def parted(text: str) -> list[str]:
    """What stands around printed values, and the numbers of those between."""
    return _PRINTED.split(text)


def unmarked(text: str) -> str:
    return _MARK.sub("", text)


def pieces(root: Element) -> Iterator[list[tuple[Element, str]]]:
    """The paragraphs of a part in reading order, those in tables too: the text nodes of each, with what they add to
    its text; tabs and line breaks are characters."""
    held: list[tuple[Element, str]] | None = None
    for node in root.iter(P, T, *BREAKS):
        if node.tag == P:
            if held is not None:
                yield held
            held = []
        elif held is not None and node.tag == T:
            held.append((node, node.text or ""))
        elif held is not None and _in_run(node):
            held.append((node, BREAKS[str(node.tag)]))
    if held is not None:
        yield held


def texts_of(root: Element) -> list[str]:
    """The text of every paragraph, as spans count it."""
    return ["".join(text for _, text in held) for held in pieces(root)]


def _in_run(node: Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == R


def spans_of(root: Element, values: Sequence[Value]) -> tuple[tuple[Span, ...], list[str]]:
    """Where each value stands, and the texts of all paragraphs; the marks are taken out of the tree."""
    found: list[Span] = []
    texts: list[str] = []
    for held in pieces(root):
        if len(held) == 1 and (whole := _WHOLE.fullmatch(held[0][1])):  # most cells of tables
            held[0][0].text = whole[2]
            texts.append(whole[2])
            found.append(Span(len(texts), 0, whole[2], values[int(whole[1])]))
        else:
            reading = _Reading(len(texts) + 1, values)
            for node, text in held:
                reading.add(node, text)
            texts.append(reading.text)
            found += reading.spans
    return tuple(found), texts


def read(text: str, values: Sequence[Value]) -> tuple[str, list[Span]]:
    """A rendered text that stands in no tree: without its marks, and where each value stands in it."""
    from lxml import etree

    reading = _Reading(1, values)
    reading.add(etree.Element(T), text)
    return reading.text, reading.spans


class _Reading:
    """One paragraph as far as it was read; a value may reach over line breaks, and so over text nodes."""

    def __init__(self, number: int, values: Sequence[Value]) -> None:
        self.number, self.values = number, values
        self.text, self.spans = "", list[Span]()
        self._value, self._start = 0, 0

    def add(self, node: Element, part: str) -> None:
        if OPEN not in part and CLOSE not in part:
            self.text += part
            return
        at, start = 0, len(self.text)
        for mark in _MARK.finditer(part):
            self.text += part[at : mark.start()]
            at = mark.end()
            self._mark(mark[1])
        self.text += part[at:]
        node.text = self.text[start:] or None

    def _mark(self, value: str | None) -> None:
        if value is not None:
            self._value, self._start = int(value), len(self.text)
        elif len(self.text) > self._start:
            self.spans.append(Span(self.number, self._start, self.text[self._start :], self.values[self._value]))
