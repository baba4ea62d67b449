"""The paragraphs of 文字材料.docx in, its blocks out: each heading names one, its paragraphs are a person's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.rules.spelling import visible

LOOSE = ""
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])\s*")


def blocks(paragraphs: Iterable[tuple[bool, str]]) -> Mapping[str, tuple[str, ...]]:
    """Heading → paragraphs, in the order of the document, under LOOSE what stands before the first heading."""
    found: dict[str, list[str]] = {LOOSE: []}
    current = found[LOOSE]
    for heading, said in paragraphs:
        text = " ".join(visible(said).split())
        if text and heading:
            current = found.setdefault(_NUMBERING.sub("", text), [])
        elif text:
            current.append(text)
    return {name: tuple(texts) for name, texts in found.items() if texts or name != LOOSE}
