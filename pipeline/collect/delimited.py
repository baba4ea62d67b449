"""Delimited text in, one nameless sheet out: UTF-8, UTF-16 or GB18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
import re
from collections import Counter

from pipeline.collect.guard import bearable
from pipeline.collect.sheet import Grid, Refused, trimmed, typed_text
from pipeline.collect.sniff import BOMS
from pipeline.model import Value

MOST_FIELD = 1_000_000
SAMPLE_LINES = 50
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b\x1c\x7f]")
_QUOTED = re.compile(r'"[^"]*"')
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')


def decoded(data: bytes) -> str:
    """The text, whatever it was saved as; raises Refused when it is none."""
    marked = next((name for bom, name in BOMS if data.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise Refused("file-not-a-workbook", "无法识别的文件格式")


def read_delimited(data: bytes) -> list[Grid]:
    """The rows as a spreadsheet program would number them."""
    text = decoded(data)
    if not text.strip():
        raise Refused("file-not-a-workbook", "只有空白")
    delimiter, body = _declared(text) or (_delimiter(text), text)
    csv.field_size_limit(MOST_FIELD)
    try:
        records = list(csv.reader(body.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        raise Refused("file-unreadable", "文本内容已损坏") from None
    rows = trimmed([_value(field) for field in record] for record in records)
    bearable(len(rows), max(map(len, rows), default=0))
    return [Grid(None, rows)]


def _declared(text: str) -> tuple[str, str] | None:
    """``sep=;`` in the first line, as Excel understands it: the delimiter and the rest."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    return (first[4], rest) if len(first) == 5 and first.lower().startswith("sep=") else None


def _delimiter(text: str) -> str:
    """The mark that stands equally often in most of the first lines; a text without any is no table."""
    sample = [_QUOTED.sub("", line) for line in text.splitlines()[:SAMPLE_LINES] if line.strip()]
    scores = {mark: _evenness([line.count(mark) for line in sample]) for mark in "\t;,"}
    best = max(scores, key=lambda mark: scores[mark])
    if not any(scores[best]):
        raise Refused("file-not-a-workbook", "是纯文本")
    return best


def _evenness(counts: list[int]) -> tuple[int, int]:
    """How many lines share the commonest count above none, and that count."""
    common = Counter(count for count in counts if count)
    return max(((lines, count) for count, lines in common.items()), default=(0, 0))


def _value(field: str) -> Value:
    formula = _QUOTED_FORMULA.fullmatch(field)
    return typed_text(formula[1] if formula else field)
