"""文字材料.docx in, its blocks out: each heading names one, its paragraphs are the words a person wrote."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.collect.guard import opened_zip, part
from pipeline.collect.sheet import Refused
from pipeline.rules.spelling import visible

LOOSE = ""
_HEADING = re.compile(r"(?:heading|标题)\s*\d", re.IGNORECASE)
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])\s*")


def read_narrative(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Heading → paragraphs, in the order of the document, under LOOSE what stands before the first heading;
    raises Refused when it cannot be read."""
    try:
        return _blocks(path.read_bytes())
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:  # python-docx and lxml raise whatever they meet in a broken file
        raise Refused("file-unreadable", "不是完好的 Word 文档") from error


def _blocks(data: bytes) -> Mapping[str, tuple[str, ...]]:
    import docx

    with opened_zip(data) as archive:
        part(archive, "word/document.xml")
    blocks: dict[str, list[str]] = {LOOSE: []}
    current = blocks[LOOSE]
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        text = " ".join(visible(paragraph.text).split())
        if text and _is_heading(paragraph):
            current = blocks.setdefault(_NUMBERING.sub("", text), [])
        elif text:
            current.append(text)
    return {name: tuple(texts) for name, texts in blocks.items() if texts or name != LOOSE}


def _is_heading(paragraph: Any) -> bool:
    """A heading by its style's name, or by an outline level of its own, as WPS writes it."""
    style = paragraph.style
    named = style is not None and _HEADING.match(style.name or "") is not None
    return named or bool(paragraph._p.xpath("./w:pPr/w:outlineLvl[@w:val < 9]"))
