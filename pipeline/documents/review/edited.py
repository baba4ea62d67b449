"""A document that a leader edited in Word or WPS comes in; with number and date in their places, and what it says
differently from the one that was made, it goes out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from lxml import etree

from pipeline.documents.engine.package import DOCUMENT, members, packed
from pipeline.documents.review.difference import Difference
from pipeline.model import PipelineError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPEN_DATE = re.compile(r"\d{4}年\s*月\s*日")
LARGEST = 100 << 20
LONGEST_LETTERHEAD = 40

Element = etree._Element


def differences(old: bytes, new: bytes, name: str) -> tuple[Difference, ...]:
    """What the new file says differently, line by line. PipelineError when it is no .docx."""
    before, after = _lines(_root(old, name)), _lines(_root(new, name))
    found: list[Difference] = []
    for kind, *at in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found.extend(_told(before[at[0] : at[1]], after[at[2] : at[3]]))
    return tuple(found)


def _told(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Side by side as far as both go, then what only one has."""
    for before, after in zip_longest(old, new, fillvalue=""):
        yield Difference(before, after)


def issued_file(data: bytes, series: str, number_text: str, day_text: str, name: str) -> bytes:
    """The edited file with number and date where they were left open. PipelineError when it already carries another
    number, or has no place for one."""
    parts, root = _parts(data, name), _root(data, name)
    open_number, any_number = _numbers(series, number_text)
    found = [match[0] for match in map(any_number.match, map(_letterhead, root.iter(W + "p"))) if match]
    if other := next((text for text in found if text != number_text), None):
        told = f"《{name}》版头已写有文号“{other}”，与将用的“{number_text}”不一致"
        raise PipelineError(f"{told}；请把它留空，或用 --number 指明。")
    placed = [_filled(block, open_number, number_text) for block in root.iter(W + "p")]
    if not found and not any(placed):
        raise PipelineError(f"《{name}》中找不到发文字号的位置（{number_text}），请保留版头中的文号一行。")
    for block in root.iter(W + "p"):
        _filled(block, OPEN_DATE, day_text)
    return packed({**parts, DOCUMENT: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def _letterhead(block: Element) -> str:
    """The text of a line that may be that of the number (with 签发人 beside it); body text may cite other numbers."""
    text = _text(block).strip()
    return text if len(text) <= LONGEST_LETTERHEAD else ""


def _numbers(series: str, number_text: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How an open number of the series looks, and a filled one: 示推办〔2026〕　号, or 第　期 of a 简报."""
    if number_text.endswith("期"):
        return re.compile(r"第[\s_]*期"), re.compile(r"第\d+期")
    head = re.escape(series) + r"〔\d{4}〕"
    return re.compile(head + r"[\s_]*号"), re.compile(head + r"\d+号")


def _root(data: bytes, name: str) -> Element:
    try:
        return etree.fromstring(_parts(data, name)[DOCUMENT], etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError) as fault:
        raise PipelineError(f"《{name}》不是完好的 .docx 文件，请用 Word 或 WPS 另存为 .docx。") from fault


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST:
                raise PipelineError(f"《{name}》过大，不予接收。")
        return members(data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise PipelineError(f"《{name}》不是完好的 .docx 文件，请用 Word 或 WPS 另存为 .docx。") from fault


def _lines(root: Element) -> list[str]:
    """Every paragraph that says something, a table row as one line."""
    return [line for line in _said(next(root.iter(W + "body"), root)) if line.strip("｜ 　")]


def _said(blocks: Iterable[Element]) -> Iterator[str]:
    for block in blocks:
        if block.tag == W + "tbl":
            for row in block.iter(W + "tr"):
                yield "｜".join(_joined(cell) for cell in row.iter(W + "tc"))
        elif block.tag == W + "p":
            yield _text(block).strip()
        elif block.tag == W + "sdt":
            yield from _said(block.iter(W + "p"))


def _joined(cell: Element) -> str:
    return " ".join(_text(block) for block in cell.iter(W + "p")).strip()


def _text(block: Element) -> str:
    return "".join(node.text or "" for node in block.iter(W + "t"))


def _filled(block: Element, pattern: re.Pattern[str], words: str) -> bool:
    """Put words in the place of what the pattern finds, however the program that saved the file cut it into runs."""
    match = pattern.search(_text(block))
    if match is None:
        return False
    at, written = 0, False
    for node in block.iter(W + "t"):
        text = node.text or ""
        start, end = max(match.start() - at, 0), min(match.end() - at, len(text))
        at += len(text)
        if start < end:
            node.text = text[:start] + ("" if written else words) + text[end:]
            written = True
    return True
