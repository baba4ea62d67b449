"""A workbook's styles come in; a fill over a cell's own style goes out as a style's number."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pipeline.model import Level
from pipeline.workbooks.returns.package import Element, Package, UnfitError, main

FILLS = {Level.BLOCK: "FFF8CBAD", Level.HINT: "FFFFF2CC"}
LISTS = {"font": "fonts", "fill": "fills", "border": "borders"}


class Styles:
    """The styles of one workbook, to which some are added."""

    def __init__(self, package: Package, book: str) -> None:
        related = package.related(book, "styles")
        if related is None:
            raise UnfitError("工作簿没有样式。")
        self._root = package.tree(related.target, main("styleSheet"))
        self._formats = self._list("cellXfs")
        self._reserve_fills()
        self._filled: dict[tuple[int, Level], int] = {}
        self._fills: dict[Level, int] = {}

    def _list(self, tag: str) -> Element:
        found = self._root.find(main(tag))
        if found is None:
            raise UnfitError(f"样式中没有 {tag}。")
        return found

    def _reserve_fills(self) -> None:
        """The first two fills are none and gray125 whatever is written there; some writers leave them out or empty."""
        fills = self._list("fills")
        for kind in ("none", "gray125")[len(fills) :]:
            _append(fills, etree.Element(main("fill")))
            etree.SubElement(fills[-1], main("patternFill"), patternType=kind)
        for fill in (fill for fill in fills if not len(fill)):
            etree.SubElement(fill, main("patternFill"), patternType="none")

    def filled(self, style: int, level: Level) -> int:
        """The style with the fill of a level and all else as it was."""
        if (style, level) not in self._filled:
            made = deepcopy(self._formats[style if style < len(self._formats) else 0])
            made.set("fillId", str(self._fill(level)))
            made.set("applyFill", "1")
            self._filled[style, level] = _append(self._formats, made)
        return self._filled[style, level]

    def _fill(self, level: Level) -> int:
        if level not in self._fills:
            fill = etree.Element(main("fill"))
            pattern = etree.SubElement(fill, main("patternFill"), patternType="solid")
            etree.SubElement(pattern, main("fgColor"), rgb=FILLS[level])
            etree.SubElement(pattern, main("bgColor"), indexed="64")
            self._fills[level] = _append(self._list("fills"), fill)
        return self._fills[level]

    def bare(self, style: int) -> int:
        """The style without a fill of ours, when it has one."""
        if not self._is_ours(style):
            return style
        made = deepcopy(self._formats[style])
        made.set("fillId", "0")
        return _append(self._formats, made)

    def _is_ours(self, style: int) -> bool:
        if style >= len(self._formats):
            return False
        fills, at = self._list("fills"), int(self._formats[style].get("fillId", "0"))
        colours = fills[at].iter(main("fgColor")) if at < len(fills) else iter(())
        return any(colour.get("rgb") in FILLS.values() for colour in colours)

    def adopted(self, other: Styles, style: int) -> int:
        """A style of another workbook as a style of this one; its number format is a built-in one."""
        made = deepcopy(other._formats[style])
        for tag, container in LISTS.items():
            part = deepcopy(other._list(container)[int(made.get(f"{tag}Id", "0"))])
            made.set(f"{tag}Id", str(_append(self._list(container), part)))
        made.set("xfId", "0")
        return _append(self._formats, made)


def _append(container: Element, child: Element) -> int:
    """The place of the child in the list it now ends."""
    container.append(child)
    container.set("count", str(len(container)))
    return len(container) - 1
