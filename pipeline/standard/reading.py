"""A Word file comes in; its paragraphs as they really look, its sections and its footers go out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.standard.looks import Look, Looks
from pipeline.standard.numbering import Numbering
from pipeline.standard.package import DOCUMENT, Element, Package, R, W, opened

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TWIPS = 1440 / 25.4  # a millimetre
POINT = 20.0
SKIPPED = (W + "txbxContent", W + "del", W + "moveFrom", MC + "Fallback")


@dataclass(frozen=True)
class Run:
    """Text of one look."""

    text: str
    look: Look = field(default_factory=dict)

    @property
    def size(self) -> float:
        return number(self.look.get("sz", "20")) / 2


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as it looks; ``at`` counts the document's paragraphs, ``blank`` the empty ones right above."""

    at: int
    runs: tuple[Run, ...]
    look: Look
    base: Look
    style: str
    section: int
    blank: int = 0
    table: Element | None = None
    boxed: bool = False
    breaks: bool = False  # begins on a new page
    label: str = ""  # an automatic number
    drawn: bool = False  # holds a drawing

    @property
    def text(self) -> str:
        return self.label + "".join(run.text for run in self.runs)

    @property
    def said(self) -> str:
        """Without the blanks at its ends."""
        return self.text.strip(" \t\n\u3000\xa0")

    @property
    def size(self) -> float:
        """Of its first printed run; of an empty one what its style says."""
        return next((run.size for run in self.runs if run.text.strip()), number(self.base.get("sz", "20")) / 2)

    @property
    def character(self) -> float:
        """The width of one 字 in twips."""
        look = next((run.look for run in self.runs if run.text.strip()), self.base)
        return max(self.size * POINT + number(look.get("spacing", "0")), 1)

    def part(self, start: int, end: int | None = None) -> Paragraph:
        """The same paragraph with only the runs of a slice of its text."""
        at, kept = len(self.label), []
        end = len(self.text) if end is None else end
        for run in self.runs:
            cut = run.text[max(start - at, 0) : max(end - at, 0)]
            at += len(run.text)
            kept += [Run(cut, run.look)] if cut else []
        return replace(self, runs=tuple(kept), label=self.label if not start else "")


@dataclass(frozen=True)
class Section:
    """A stretch of pages of one set-up, in millimetres, and its footers: odd, even and first."""

    width: float
    height: float
    margins: dict[str, float]
    wide: bool
    grid: tuple[str, float, float]  # type, line pitch in points, character space in points
    title_page: bool
    edges: dict[str, Element | None]  # default, even, first: what the footer holds
    tops: dict[str, Element | None]  # the same of the header


@dataclass(frozen=True)
class Document:
    """All of it; ``names`` resolves style ids."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    looks: Looks
    even_and_odd: bool


def read(data: bytes, name: str) -> Document:
    """A Word file as it looks; PipelineError for what is none."""
    package = opened(data, name)
    root = package.part(DOCUMENT)
    assert root is not None
    body = next(root.iter(W + "body"), root)
    looks = Looks(package)
    reader = _Reader(looks, Numbering(package), {node: at for at, node in enumerate(root.iter(W + "p"))})
    reader.read(body)
    settings = package.part("word/settings.xml")
    even = settings is not None and settings.find(W + "evenAndOddHeaders") is not None
    return Document(tuple(reader.paragraphs), tuple(_sections(body, package)), looks, even)


@dataclass
class _Reader:
    looks: Looks
    numbering: Numbering
    places: dict[Element, int]
    paragraphs: list[Paragraph] = field(default_factory=list)
    section: int = 0
    blank: int = 0
    breaks: bool = False

    def read(self, parent: Element, table: Element | None = None, boxed: bool = False) -> None:
        for block in parent:
            if block.tag == W + "p":
                self._paragraph(block, table, boxed)
            elif block.tag == W + "tbl":
                self.blank = 0
                for cell in _cells(block):
                    self.read(cell, block if table is None else table, boxed)
            elif block.tag == W + "sdt":
                for content in block.findall(W + "sdtContent"):
                    self.read(content, table, boxed)

    def _paragraph(self, node: Element, table: Element | None, boxed: bool) -> None:
        at, properties = self.places[node], node.find(W + "pPr")
        style, look, base = self.looks.paragraph(properties)
        runs = tuple(self._runs(node, base))
        label = self.numbering.label(properties, style)
        broken = self.breaks or bool(look.get("pageBreakBefore"))
        drawn = next(node.iter(W + "drawing", W + "pict"), None) is not None
        found = Paragraph(at, runs, look, base, style, self.section, self.blank, table, boxed, broken, label, drawn)
        self.paragraphs.append(found)
        for box in _boxes(node):
            self.read(box, table, True)
        self._after(found, node, properties, table)

    def _after(self, found: Paragraph, node: Element, properties: Element | None, table: Element | None) -> None:
        empty = not found.said and not found.drawn
        page_break = any(br.get(W + "type") == "page" for br in node.iter(W + "br"))
        ends = properties is not None and properties.find(W + "sectPr") is not None
        self.blank = self.blank + 1 if empty and table is None and not page_break else 0
        self.breaks = page_break or ends or (self.breaks and empty)
        self.section += ends

    def _runs(self, node: Element, base: Look) -> Iterator[Run]:
        for run in _outside(node):
            look = self.looks.run(base, run.find(W + "rPr"))
            text = "".join(_piece(part) for part in run)
            if text and not look.get("vanish"):
                yield Run(text, look)


def _cells(table: Element) -> Iterator[Element]:
    """The cells of a table, not those of a table within it."""
    return (cell for cell in table.iter(W + "tc") if next(cell.iterancestors(W + "tbl")) is table)


def _outside(node: Element) -> Iterator[Element]:
    """The runs of a paragraph, without those of boxes in it and of what was deleted."""
    for child in node:
        if child.tag == W + "r":
            yield child
        elif child.tag not in SKIPPED and child.tag != W + "pPr":
            yield from _outside(child)


def _piece(part: Element) -> str:
    if part.tag == W + "t":
        return part.text or ""
    if part.tag == W + "noBreakHyphen":
        return "-"
    return {W + "tab": "\t", W + "br": "\n", W + "cr": "\n"}.get(str(part.tag), "")


def _boxes(node: Element) -> Iterator[Element]:
    """Text boxes, each once though Word writes them twice."""
    for box in node.iter(W + "txbxContent"):
        if not any(parent.tag == MC + "Fallback" for parent in box.iterancestors()):
            yield box


def _sections(body: Element, package: Package) -> Iterator[Section]:
    links = package.related()
    inherited: dict[str, Element | None] = {}
    for node in body.iter(W + "sectPr"):
        if node.getparent() is not None and str(getattr(node.getparent(), "tag", "")).endswith("sectPrChange"):
            continue
        for reference in node:
            if reference.tag in (W + "footerReference", W + "headerReference"):
                key = f"{str(reference.tag).removeprefix(W)[:6]} {reference.get(W + 'type', 'default')}"
                inherited[key] = package.part(links.get(reference.get(R + "id", ""), ""))
        yield _section(node, dict(inherited))


def _section(node: Element, edges: dict[str, Element | None]) -> Section:
    size, margins, grid = (node.find(W + tag) for tag in ("pgSz", "pgMar", "docGrid"))
    width, height = (_of(size, key, 0) / TWIPS for key in ("w", "h"))
    sides = {key: abs(_of(margins, key, 0)) / TWIPS for key in ("top", "bottom", "left", "right", "footer")}
    kind = "" if grid is None else grid.get(W + "type", "")
    return Section(
        width,
        height,
        sides,
        width > height,
        (kind, _of(grid, "linePitch", 0) / POINT, _of(grid, "charSpace", 0) / 4096),
        node.find(W + "titlePg") is not None,
        {key: edges.get(f"footer {key}") for key in ("default", "even", "first")},
        {key: edges.get(f"header {key}") for key in ("default", "even", "first")},
    )


def _of(node: Element | None, key: str, default: float) -> float:
    return default if node is None else number(node.get(W + key, str(default)))


def number(text: str) -> float:
    """A measure of any hand: twips as a rule, or with a unit; nonsense is nothing."""
    units = {"pt": 20.0, "mm": TWIPS, "cm": TWIPS * 10, "in": 1440.0}
    unit = units.get(text[-2:], 1.0)
    try:
        value = float(text.removesuffix(text[-2:]) if unit != 1.0 else text) * unit
    except ValueError:
        return 0.0
    return value if abs(value) < 1e7 else 0.0
