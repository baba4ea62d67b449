"""A stretch of XML between two printed values comes in; what it adds to the text of the document goes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")

MARKUP = re.compile(r"^[^<>]*>|<[^>]*(?:>|$)")
LETTER = re.compile(r"<(/?w:(?:p|t|r|tabs|tab|br|cr))(?=[\s/>])[^>]*?(/?)>|<[^>]*>|([^<]+)")
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


def read(xml: str, inside: bool) -> tuple[list[str], bool]:
    """Its part of the current paragraph and the beginnings of those that it opens, as spans count them; where it
    begins and then where it ends ``inside`` a text node."""
    texts, tabs = [""], False
    for kind, empty, letters in LETTER.findall(xml):
        match kind:
            case "w:p":
                texts.append("")
            case "w:t" | "/w:t":
                inside = kind == "w:t" and not empty
            case "w:tabs" | "/w:tabs":
                tabs = kind == "w:tabs" and not empty
            case "w:tab" | "w:br" | "w:cr" if not tabs:
                texts[-1] += BREAKS[kind]
            case "" if inside:
                texts[-1] += unescape(letters)
    return texts, inside


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
    read: Known[tuple[str, bool], tuple[list[str], bool]] = field(default_factory=lambda: Known(lambda key: read(*key)))
