"""The bytes of photographs come in; what Word can print goes out: upright, small, without a word of where and by whom
they were taken, and a finding for each that is missing or broken."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.documents.charts.chart import EMU, RELATION
from pipeline.documents.engine.package import Addition
from pipeline.model import Finding, Table
from pipeline.rules import Law
from pipeline.rules.photographs import photographs_of

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = ("JPEG", "PNG")
MOST_PIXELS = 50_000_000
LONGEST = 1600  # pixels of the longer side
QUALITY = 85
WIDE, TALL = 7400, 4900  # hundredths of a millimetre: two to a row, three rows below the title of an annex
PAPER = (255, 255, 255)
TYPE = "image/jpeg"

INLINE = (
    '</w:t><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{number}" name="照片{number}" descr="现场照片"/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="{number}" name="照片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing><w:t>"
)


@dataclass(frozen=True)
class Photograph:
    """A JPEG of our own making, its size in pixels."""

    data: bytes
    width: int
    height: int

    def drawn(self, number: int) -> str:
        """The run content that shows it, as wide and tall as its half of a row allows."""
        scale = min(WIDE / self.width, TALL / self.height)
        size = {"cx": int(self.width * scale) * EMU, "cy": int(self.height * scale) * EMU}
        return INLINE.format(number=number, relation=f"rIdPhotograph{number}", **size)

    def additions(self, number: int) -> tuple[Addition, ...]:
        relation = (f"rIdPhotograph{number}", f"{RELATION}/image")
        return (Addition(f"word/media/photograph{number}.jpeg", self.data, TYPE, relation),)


def photographs(
    records: Table, found: Mapping[str, bytes], law: Law
) -> tuple[dict[str, Photograph], tuple[Finding, ...]]:
    """The photographs that 现场督查 records name, by the names of ``found`` (what lies in the period's folder), and a
    hint for each that is missing or cannot be printed."""
    made: dict[str, Photograph] = {}
    findings: list[Finding] = []
    for record in records:
        for name, written in photographs_of(record).items():
            place = {key: record[key] for key in ("file", "sheet", "sender")} | {"project": record["name"]}
            shown = made.get(name) or developed(found.get(name, b""))
            if shown:
                made[name] = shown
            else:
                code = "photo-unreadable" if name in found else "photo-missing"
                findings.append(law.finding(code, **place, field="照片", value=written, subject=record["name"]))
    return made, tuple(findings)


def developed(data: bytes) -> Photograph | None:
    """The same picture upright, at most 1600 pixels long, nothing but its pixels kept, the same bytes every time; None
    when it is no whole JPEG or PNG or has too many pixels."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None
                opened.draft("RGB", (LONGEST, LONGEST))
                return _printed(ImageOps.exif_transpose(opened))
    except Exception:
        return None  # whatever a decoder raises, the picture is broken


def _printed(image: Image) -> Photograph:
    from PIL import Image

    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, (*PAPER, 255)), image)
    image = image.convert("RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    plain, out = Image.new("RGB", image.size), io.BytesIO()
    plain.paste(image)  # pixels only: what Pillow keeps beside them stays behind
    plain.save(out, "JPEG", quality=QUALITY)
    return Photograph(out.getvalue(), *plain.size)
