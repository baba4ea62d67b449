"""A Word file comes in; the same with one thing wrong, found by the text of its paragraph, goes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

Plant = Callable[[Any], None]


def planted(data: bytes, plant: Plant) -> bytes:
    document = Document(io.BytesIO(data))
    plant(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def at(document: Any, start: str) -> Any:
    """The last paragraph that begins so, whether in a table or not."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [*document.paragraphs, *(line for cell in cells for line in cell.paragraphs)]
    return [line for line in lines if line.text.strip().startswith(start)][-1]


def runs(start: str, change: Callable[[Any], None]) -> Plant:
    """A change to each run of a paragraph."""

    def plant(document: Any) -> None:
        for run in at(document, start).runs:
            change(run)

    return plant


def size(start: str, points: float) -> Plant:
    return runs(start, lambda run: setattr(run.font, "size", Pt(points)))


def face(start: str, name: str) -> Plant:
    def plant(document: Any) -> None:
        for run in at(document, start).runs:
            run.font.name = name
            run._element.rPr.rFonts.set(qn("w:eastAsia"), name)

    return plant


def colour(start: str, value: str) -> Plant:
    def plant(document: Any) -> None:
        for run in at(document, start).runs:
            run.font.color.rgb = RGBColor.from_string(value)

    return plant


def bold(start: str) -> Plant:
    return runs(start, lambda run: setattr(run.font, "bold", True))


def align(start: str, where: str) -> Plant:
    return lambda document: setattr(at(document, start), "alignment", getattr(ALIGN, where))


def indent(start: str, **characters: int) -> Plant:
    """Indents in hundredths of a 字: ``firstLine=0``, ``left=200``."""

    def plant(document: Any) -> None:
        node = at(document, start)._p.get_or_add_pPr().get_or_add_ind()
        for key in list(node.attrib):
            del node.attrib[key]
        for side, value in characters.items():
            node.set(qn(f"w:{side}Chars"), str(value))
            node.set(qn(f"w:{side}"), str(round(value * 3.15)))

    return plant


def words(start: str, old: str, new: str) -> Plant:
    def plant(document: Any) -> None:
        line = at(document, start)
        assert old in line.text
        whole = line.text.replace(old, new)
        for run in line.runs[1:]:
            run.text = ""
        line.runs[0].text = whole

    return plant


def dropped(start: str) -> Plant:
    def plant(document: Any) -> None:
        node = at(document, start)._p
        node.getparent().remove(node)

    return plant


def blanks(start: str, count: int) -> Plant:
    """So many empty paragraphs right above."""

    def plant(document: Any) -> None:
        line = at(document, start)
        above = line._p.getprevious()
        model = deepcopy(document.paragraphs[1]._p)
        while above is not None and not "".join(above.itertext()).strip():
            model, above = above, above.getprevious()
            model.getparent().remove(model)
        for _ in range(count):
            line._p.addprevious(deepcopy(model))

    return plant


def swapped(first: str, second: str) -> Plant:
    def plant(document: Any) -> None:
        one, other = at(document, first)._p, at(document, second)._p
        one.addprevious(other)

    return plant


def page(**sides: float) -> Plant:
    """Margins or paper of the first section in millimetres."""

    def plant(document: Any) -> None:
        for side, value in sides.items():
            setattr(document.sections[0], side, Mm(value))

    return plant


def pitch(start: str, points: float) -> Plant:
    return lambda document: setattr(at(document, start).paragraph_format, "line_spacing", Pt(points))


def footer(change: Callable[[Any], None]) -> Plant:
    """A change to the footer of odd pages."""
    return lambda document: change(document.sections[0].footer.paragraphs[0])


def unruled(start: str) -> Plant:
    def plant(document: Any) -> None:
        properties = at(document, start)._p.pPr
        properties.remove(properties.find(qn("w:pBdr")))

    return plant
