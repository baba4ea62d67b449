"""A part of a template as docxtpl patched it comes in; what Jinja is to compile, a paragraph a line, goes out."""

from __future__ import annotations

import re

from pipeline.documents.engine.accounts import EDGE, EXPRESSION
from pipeline.documents.engine.faults import TAG, Source

FIRST_BRACES = (b"{", "｛".encode())
BRACES = re.compile(r"[｛{]\s*[｛{]|[｝}]\s*[｝}]|[｛{]\s*[%％]|[%％]\s*[｝}]")
PARAGRAPH = re.compile(r"<w:p([ >])")
ATTRIBUTE_TAG = re.compile(r'(w:(?:val|fill)=")\{\{(.+?)\}\}(")')
COLUMN_TAG = re.compile(r"%\s*(?:tc|hm|colspan)\b")
TORN = re.compile(f"<[^>]*{EDGE}")
ESCAPES = {"{_{": "{{ '{{' }}", "}_}": "{{ '}' ~ '}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%' ~ '}' }}"}
KINDS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}


def source_of(file: str, part: str, patched: str) -> Source:
    """A printed attribute may hold letters and digits only; braces that docxtpl escapes are printed as text."""
    text = PARAGRAPH.sub(r"\n<w:p\1", patched)
    for escape, tag in ESCAPES.items():
        text = text.replace(escape, tag)
    kind = next((words for kind, words in KINDS.items() if kind in part), "")
    return Source(file, kind, ATTRIBUTE_TAG.sub(r"\1{{ (\2)|_attribute }}\3", text))


def columns_vary(xml: str) -> bool:
    """Whether a part, before it is patched, loops over the cells of a row."""
    return bool(COLUMN_TAG.search(TAG.sub("", xml)))


def tears(text: str) -> bool:
    """Whether a tag of Jinja stands inside a tag of XML."""
    return bool(TORN.search(EXPRESSION.sub(EDGE, text)))


def tagged(data: bytes) -> bool:
    """Whether a part holds anything to fill in, or what looks like it."""
    return any(brace in data for brace in FIRST_BRACES)


def leftover(source: Source) -> None:
    """TemplateError for braces that Jinja would leave in the document as text: full-width, spaced or unmatched."""
    kept = EXPRESSION.sub(lambda match: "\n" * match[0].count("\n"), source.text)
    for line, paragraph in enumerate(kept.split("\n"), 1):
        if any(brace in paragraph for brace in "{}｛｝") and (match := BRACES.search(TAG.sub("", paragraph))):
            raise source.fault(line, f"有未识别的花括号“{match[0]}”，请用半角的双花括号成对书写")
