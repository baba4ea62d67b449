"""A worksheet's XML in, how many of its cells hold something out: counted by another way than the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.collect.sheet import BLANKS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>]*?(?:/>|>[^<]*</f>)(<v>\s*</v>|<v/>)?</c>")
_ERROR = re.compile(rb"<c\b[^>]* t=\"e\"[^>]*><v(?:/>|>\s*</v>)</c>")
_INLINE = re.compile(rb"<is>(.*?)</is>", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_TEXT = re.compile(rb"<t(?: [^>]*)?>(?!(?:\s|&#(?:32|9|10|13|x20|x9|xa|xd);)*<)", re.IGNORECASE)
_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_MAYBE_VOID = re.compile(rb"<si/>|<si></si>|<t(?: [^>]*)?(?:/>|>(?:\s|&#\w+;)*</t>)|<rPh\b")
_BLANK = re.compile(rb"<v>\s+</v>")
_UNNUMBERED = re.compile(rb"t=[\"']s[\"'][^>]*><(?:\w+:)?v>(?!\d*</)")
_ODD = re.compile(rb"<v(?!>[^<\s])")
_SHARED = re.compile(rb"<c\b[^>]* t=\"s\"[^>]*><v>\s*(\d+)\s*</v>")


def void_strings(xml: bytes) -> frozenset[int]:
    """The indexes of the shared strings that say nothing, in an xl/sharedStrings.xml or b""."""
    items = xml.count(b"<si")
    if b"<!" in xml or (xml and not items) or items != xml.count(b"<si>") + xml.count(b"<si/>"):
        return frozenset(at for at, item in enumerate(_elements(xml, "si")) if not _element_says(item))
    if not _MAYBE_VOID.search(xml):
        return frozenset()
    return frozenset(at for at, item in enumerate(_ITEM.finditer(xml)) if not _says(item[1] or b""))


def unnumbered(xml: bytes) -> bool:
    """Whether a cell names its shared string by something that is no number, which a reader takes for the first."""
    return _UNNUMBERED.search(xml) is not None


def tally(xml: bytes, void: frozenset[int], rest: bytes | None = None) -> int:
    """Cells with a value, a text, an error or a formula never calculated; ``void`` are the empty shared strings, and
    ``rest`` is the worksheet without rows of plain cells."""
    odder = xml if rest is None else rest
    odd = _ODD.search(odder) is not None or b"<is" in odder
    if (odd and _unusual(odder)) or b"<!" in odder or b":sheetData" in odder:
        return sum(_holds(cell, void) for cell in _elements(xml, "c"))
    values = xml.count(b"<v>")
    if odd:
        values -= odder.count(b"<v></v>") + len(_BLANK.findall(odder))
        values += sum(map(_says, _INLINE.findall(odder)))
    if b"<f" in odder:
        values += sum(b't="str"' not in head or not shown for head, shown in _FORMULA.findall(odder))
    if b't="e"' in odder:
        values += len(_ERROR.findall(odder))
    return values - (sum(int(index) in void for index in _SHARED.findall(xml)) if void else 0)


def _unusual(xml: bytes) -> bool:
    """Whether a value is spelled otherwise than programs do."""
    values = xml.count(b"<v>") + xml.count(b"<v/>")
    return xml.count(b"<v") != values or xml.count(b"<is") != xml.count(b"<is>")


def _says(item: bytes) -> bool:
    """Whether a string item has a text beside its phonetic one."""
    return _TEXT.search(_PHONETIC.sub(b"", item)) is not None


def _elements(xml: bytes, name: str) -> Iterator[Element]:
    """Every element of a local name, whatever its prefix; slower, and only for parts spelled in an unusual way."""
    from xml.etree.ElementTree import iterparse

    for _, element in iterparse(BytesIO(xml)):
        if _local(element) == name:
            yield element
            element.clear()


def _element_says(item: Element) -> bool:
    if _local(item) == "rPh":
        return False
    return bool(_local(item) == "t" and item.text and item.text.strip(BLANKS)) or any(map(_element_says, item))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _holds(cell: Element, void: frozenset[int]) -> bool:
    parts, kind = {_local(child): child for child in cell}, cell.get("t")
    value = parts.get("v")
    if (text := (value.text if value is not None else None)) and text.strip(BLANKS):
        return not (kind == "s" and text.strip().isdecimal() and int(text) in void)
    if "is" in parts:
        return _element_says(parts["is"])
    return (kind == "e" and value is not None) or ("f" in parts and (value is None or kind != "str"))
