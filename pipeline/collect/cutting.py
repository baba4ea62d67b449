"""A worksheet's XML in, the little of it out that says more than plain values do, for a pass over it costs ten times
as much as cutting the rest away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.collect.sheet import Refused

EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]+"(?: s="[0-9]*")?/>')
EMPTY_ROW = re.compile(rb'<row r="[0-9]+"[^>]*(?:/>|></row>)(?=<row r="|</sheetData>)')
UNPLACED = re.compile(rb'<c(?: (?!r=")|/?>)')
UNNUMBERED = re.compile(rb'<row(?: (?!r=")|/?>)')
TEXT = rb"[^<&]*+(?:&(?:amp|lt|gt|quot|apos);[^<&]*+)*+"
FORMULA = rb'(?:<f(?: [A-Za-z0-9]++="[^"<>&]*+")*+(?:/>|>%s</f>))?+' % TEXT
VALUE = FORMULA + rb"<v>[^<\s][^<]*+"
# A plain cell holds a value, calculated or typed, and no error. Attributes are spelled out, so that all that is cut is
# XML. The last row stays, of other rows that stay the last cell, and cells far out (beyond ZZ99999) in any order.
CELL = (
    rb'<c r="([A-Z]{1,2}+)([0-9]{1,5}+)"(?: s="[0-9]++")?+'
    rb'(?: t="(?:s"><v>[0-9]++|(?:n|str|b)">%s)|>%s)</v></c>' % (VALUE, VALUE)
)
ATTRIBUTE = rb' (?:hidden="(?:0|false)"|(?!hidden=)[A-Za-z0-9:]++="[0-9A-Za-z.:]*+")'
PLAIN_ROW = re.compile(rb'<row r="[0-9]++"(?:%s)*+>(?:%s)++</row>(?=<row r=")' % (ATTRIBUTE, CELL))
PLAIN_RUN = re.compile(rb"(?:%s)++(?=<c )" % CELL)
NUMBER = rb'<c r="([A-Z]{1,2})([0-9]{1,5})" s="(%s)"(?: t="n")?>' + FORMULA + rb"<v>"


@dataclass(frozen=True)
class Cut:
    """A worksheet without its plain cells, and how far the rows of nothing else reached; nothing is cut where cells or
    rows do not say where they stand, for then they are counted from those before them."""

    rest: bytes
    height: int = 0
    width: int = 0


@lru_cache(maxsize=16384)
def column_number(letters: str) -> int:
    """A → 0, AA → 26; raises Refused on anything else."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise Refused("file-unreadable", "单元格坐标不正确")
        number = number * 26 + ord(letter) - 64
    return number - 1


def emptied(xml: bytes) -> bytes:
    """The worksheet without its empty cells, and without the rows in which nothing is left."""
    body = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if xml.find(b'"/>', *body) < 0 and xml.find(b'"></row>', *body) < 0:
        return xml
    slim = EMPTY_ROW.sub(b"", EMPTY.sub(b"", xml))
    return slim if len(slim) == len(xml) or not UNPLACED.search(xml) else xml


def cut(xml: bytes) -> Cut:
    """The worksheet without rows of plain cells, and in other rows without plain cells that another cell follows."""
    if b"!" in xml and b"<!" in xml:  # in a comment a row is none
        return Cut(xml)
    pieces = PLAIN_ROW.split(xml)
    rest, letters, rows = b"".join(pieces[::3]), pieces[1::3], pieces[2::3]
    if UNPLACED.search(rest) or UNNUMBERED.search(rest):
        return Cut(xml)
    width = max((column_number(name.decode()) + 1 for name in set(letters)), default=0)
    return Cut(PLAIN_RUN.sub(b"", rest), max(map(int, rows), default=0), width)


def numbers(xml: bytes, natures: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Where numbers stand whose style means something: row, column and what it means."""
    found = _styled(natures).findall(xml) if natures else []
    return [(int(row) - 1, column_number(letters.decode()), natures[style.decode()]) for letters, row, style in found]


def first_number(xml: bytes, style: str) -> tuple[int, int] | None:
    """Where the first number of a style stands."""
    found = _styled((style,)).search(xml) if f' s="{style}"'.encode() in xml else None
    return (int(found[2]) - 1, column_number(found[1].decode())) if found else None


def _styled(styles: Iterable[str]) -> re.Pattern[bytes]:
    return re.compile(NUMBER % b"|".join(name.encode() for name in styles))
