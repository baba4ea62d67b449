"""A Word file comes in; its text goes out, a paragraph a line with its style, tables as rows of | cells."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx import Document
from docx.section import _Footer, _Header
from docx.table import Table
from docx.text.paragraph import Paragraph

BODY = ("Normal", "公文正文")


def dumped(data: bytes) -> str:
    """What a golden file keeps: ``【一级标题】一、总体情况``, ``| 1 | 东岭街道 |``; body text has no mark."""
    document = Document(io.BytesIO(data))
    return "\n".join(_lines(document.iter_inner_content())) + "\n"


def edges(data: bytes) -> list[str]:
    """The texts of all headers and footers of their own, section by section."""
    sections = Document(io.BytesIO(data)).sections
    kinds = [
        (section.header, section.even_page_header, section.first_page_header, section.footer, section.even_page_footer)
        for section in sections
    ]
    parts: list[_Header | _Footer] = [part for group in kinds for part in group if not part.is_linked_to_previous]
    return ["\n".join(paragraph.text for paragraph in part.paragraphs) for part in parts]


def _lines(blocks: Iterator[Paragraph | Table]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (_row([cell.text for cell in row.cells]) for row in block.rows)
            yield ""
        elif block.text.strip() or "graphic" in block._p.xml:
            yield _paragraph(block)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", "／") for cell in cells) + " |"


def _paragraph(paragraph: Paragraph) -> str:
    style = paragraph.style.name if paragraph.style else ""
    mark = "" if style in BODY else f"【{style}】"
    return mark + (paragraph.text.replace("\n", "／").strip() or "〔图〕")


if __name__ == "__main__":
    import sys
    from pathlib import Path

    print(dumped(Path(sys.argv[1]).read_bytes()), end="")
