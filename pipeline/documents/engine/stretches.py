"""A stretch of XML between two printed values comes in; what it adds to the text of the document goes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")

MARKUP = re.compile(r"^[^<>]*>|<[^>]*(?:>|$)")
LETTER = re.compile(r"<(/?w:(?:p|t|tr|tbl|tabs|tab|br|cr))(?=[\s/>])[^>]*?(/?)>|<[^>]*>|([^<]+)")
PARAGRAPH = "w:p"
BREAKS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n"}
LINE = "\n<w:p"  # a paragraph a line is for Jinja alone


class Woven(str):
    """A stretch that does not stand so in the template: with an attribute filled in, or, where it is not ``ours``, with
    what a value brought along."""

    __slots__ = ("ours",)
    ours: bool

    def __new__(cls, xml: str, *, ours: bool = False) -> Woven:
        self = super().__new__(cls, xml)
        self.ours = ours
        return self


def data_of(xml: str) -> bytes:
    """Its bytes in the document."""
    return xml.replace(LINE, LINE[1:]).encode()


def letters_of(xml: str) -> str:
    """Its character data, as a parser of the whole document finds them."""
    return unescape(MARKUP.sub("", xml.replace(LINE, LINE[1:])))


class Reading(NamedTuple):
    """A stretch as a reader's eye goes over it: its part of the current paragraph and the beginnings of those that it
    opens; the paragraphs, tables and rows that it opens and closes, by their tags; whether it ends in a text node."""

    texts: list[str]
    tags: list[str]
    inside: bool


def read(xml: str, inside: bool) -> Reading:
    """``inside``: it begins in a text node."""
    texts, tags, tabs = [""], list[str](), False
    for kind, empty, letters in LETTER.findall(xml):
        match kind:
            case "w:p":
                texts.append("")
                tags.append(kind)
            case "w:tbl" | "w:tr" | "/w:tbl" | "/w:tr":
                tags += [kind, f"/{kind}"] if empty else [kind]
            case "w:t" | "/w:t":
                inside = kind == "w:t" and not empty
            case "w:tabs" | "/w:tabs":
                tabs = kind == "w:tabs" and not empty
            case "w:tab" | "w:br" | "w:cr" if not tabs:
                texts[-1] += BREAKS[kind]
            case "" if inside:
                texts[-1] += unescape(letters)
    return Reading(texts, tags, inside)


class Known(dict[Key, Found]):
    """What a stretch gives, looked into once."""

    def __init__(self, look: Callable[[Key], Found]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, key: Key) -> Found:
        self[key] = found = self._look(key)
        return found


@dataclass(frozen=True)
class Stretches:
    """What is known of the stretches of one part of a template."""

    data: Known[str, bytes] = field(default_factory=lambda: Known(data_of))
    letters: Known[str, str] = field(default_factory=lambda: Known(letters_of))
    read: Known[tuple[str, bool], Reading] = field(default_factory=lambda: Known(lambda key: read(*key)))
