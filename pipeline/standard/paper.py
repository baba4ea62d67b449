"""A PDF comes in; its pages as a ruler finds them, in millimetres, go out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MM = 25.4 / 72
DOTS = 200 / 25.4  # of a page's picture, a millimetre
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # the type area of an upright page
WIDE = (35.0, 28.0, 260.0, 184.0)  # left, top, right, bottom of a wide one
UPRIGHT = (LEFT, TOP, RIGHT, BOTTOM)
SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True)
class Glyph:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    face: str
    size: float
    colour: tuple[float, ...]
    upright: bool


@dataclass(frozen=True)
class Stroke:
    """A rule, or the edge of a box."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[float, ...]

    @property
    def flat(self) -> bool:
        return self.bottom - self.top < 1 < self.right - self.left


@dataclass(frozen=True)
class Page:
    """One page: its characters and rules; ``inked`` finds what is printed, for glyph boxes are larger than ink."""

    number: int
    wide: bool
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    pictures: int
    source: Any

    @property
    def area(self) -> tuple[float, float, float, float]:
        return WIDE if self.wide else UPRIGHT

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs if glyph.text.strip())

    def lines(self) -> list[list[Glyph]]:
        """The printed lines of the type area, top down, each from the left."""
        rows: dict[int, list[Glyph]] = {}
        for glyph in self.glyphs:
            if glyph.upright and glyph.text.strip() and glyph.bottom < self.area[3] + 2:
                rows.setdefault(round(glyph.bottom / MM), []).append(glyph)
        return [sorted(rows[at], key=lambda glyph: glyph.left) for at in sorted(rows)]

    def inked(self, box: tuple[float, float, float, float], red: bool = False) -> tuple[float, ...] | None:
        """Left, top, right and bottom of what is printed (in red) inside a box; None where nothing is."""
        from PIL import Image, ImageChops

        image: Image.Image = self.source.to_image(resolution=200).original.convert("RGB")
        cut = image.crop((round(box[0] * DOTS), round(box[1] * DOTS), round(box[2] * DOTS), round(box[3] * DOTS)))
        channels = cut.split()
        shade = ImageChops.subtract(channels[0], channels[1]) if red else ImageChops.invert(cut.convert("L"))
        found = shade.point([255 if value > 100 else 0 for value in range(256)]).getbbox()
        return None if found is None else tuple(box[at % 2] + side / DOTS for at, side in enumerate(found))


def pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page; ValueError for what is no PDF."""
    import pdfplumber

    try:
        opened = pdfplumber.open(io.BytesIO(pdf))
        return tuple(_page(at, page) for at, page in enumerate(opened.pages, 1))
    except Exception as fault:
        raise ValueError(f"no PDF: {type(fault).__name__}") from fault


def _page(number: int, page: Any) -> Page:
    strokes = [_stroke(line, line.get("stroking_color")) for line in page.lines]
    for box in page.rects:
        strokes.append(_stroke(box, box.get("non_stroking_color") if box.get("fill") else box.get("stroking_color")))
    images = len(page.images) + len(page.curves)
    return Page(number, page.width > page.height, tuple(map(_glyph, page.chars)), tuple(strokes), images, page)


def _glyph(char: Mapping[str, Any]) -> Glyph:
    sides = _sides(char)
    face = SUBSET.sub("", str(char["fontname"]))
    colour = _colour(char.get("non_stroking_color"))
    return Glyph(char["text"], *sides, face, float(char["size"]), colour, bool(char.get("upright", True)))


def _stroke(shape: Mapping[str, Any], colour: Any) -> Stroke:
    return Stroke(*_sides(shape), _colour(colour))


def _sides(shape: Mapping[str, Any]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(shape[key]) * MM for key in ("x0", "top", "x1", "bottom"))
    return left, top, right, bottom


def _colour(colour: Any) -> tuple[float, ...]:
    return tuple(float(part) for part in colour) if isinstance(colour, Sequence) else ()


def is_red(colour: tuple[float, ...]) -> bool:
    return len(colour) == 3 and colour[0] > 0.7 and max(colour[1:]) < 0.4


def faces(found: Sequence[Page]) -> Iterator[str]:
    """Every face that is in the PDF, once."""
    return iter(dict.fromkeys(glyph.face for page in found for glyph in page.glyphs))
