"""numbering.xml comes in; the automatic number that Word prints before a paragraph goes out as text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.standard.package import Element, Package, W

DIGITS = "零一二三四五六七八九"
CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
           "taiwaneseCountingThousand")  # fmt: skip
PLACE = re.compile(r"%(\d)")


@dataclass
class Numbering:
    """The lists of a file, counted on as its paragraphs are read in order."""

    package: Package
    levels: dict[tuple[str, str], tuple[str, str, int]] = field(init=False)
    styles: dict[str, tuple[str, str]] = field(init=False)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        root, styles = self.package.part("word/numbering.xml"), self.package.part("word/styles.xml")
        self.levels = {} if root is None else _levels(root)
        self.styles = {} if styles is None else dict(_styled(styles))

    def label(self, properties: Element | None, style: str) -> str:
        """``（一）``, ``1.``; empty where the paragraph is in no list."""
        own = None if properties is None else properties.find(W + "numPr")
        number, level = _pair(own) if own is not None else self.styles.get(style, ("", "0"))
        if (number, level) not in self.levels:
            return ""
        kind, text, start = self.levels[number, level]
        counts, depth = self.counts[number], int(level)
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        return PLACE.sub(lambda match: _counted(counts.get(int(match[1]) - 1, 1), kind), text) if kind else ""


def _levels(root: Element) -> dict[tuple[str, str], tuple[str, str, int]]:
    abstract = {node.get(W + "abstractNumId", ""): node for node in root.findall(W + "abstractNum")}
    found: dict[tuple[str, str], tuple[str, str, int]] = {}
    for number in root.findall(W + "num"):
        of = number.find(W + "abstractNumId")
        node = None if of is None else abstract.get(of.get(W + "val", ""))
        for level in [] if node is None else node.findall(W + "lvl"):
            kind, text, start = (_value(level, tag) for tag in ("numFmt", "lvlText", "start"))
            depth = level.get(W + "ilvl", "0")
            if depth.isdecimal() and kind != "bullet":
                first = int(start) if start.isdecimal() and len(start) < 6 else 1
                found[number.get(W + "numId", ""), depth] = (kind, text, first)
    return found


def _styled(styles: Element) -> list[tuple[str, tuple[str, str]]]:
    found = ((style.get(W + "styleId", ""), style.find(f"{W}pPr/{W}numPr")) for style in styles.iter(W + "style"))
    return [(name, _pair(node)) for name, node in found if node is not None]


def _pair(node: Element) -> tuple[str, str]:
    return _value(node, "numId"), _value(node, "ilvl") or "0"


def _value(node: Element, tag: str) -> str:
    child = node.find(W + tag)
    return "" if child is None else child.get(W + "val", "")


def _counted(value: int, kind: str) -> str:
    if kind not in CHINESE or not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
