"""An .xls's records in, how many cells of a sheet hold something out: counted by another way than the reader's."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import Any

from pipeline.collect.sheet import BLANKS

BIFF5 = 50
NUMBER, RK, BOOLERR, RSTRING, LABEL, LABELSST, MULRK, STRING = 0x203, 0x27E, 0x205, 0xD6, 0x204, 0xFD, 0xBD, 0x207
FORMULAS = (0x06, 0x206, 0x406)
BOF, EOF = 0x809, 0x0A
ALWAYS = (NUMBER, RK, BOOLERR)
TEXTS = (RSTRING, LABEL)
EMPTY_RESULT = b"\x03"
NOTHING = b" \t\r\n\0\x01"  # blanks, in one byte or two, and the flag before them


def tally(book: Any, at: int) -> int | None:
    """The cells with something in one sheet of an xlrd.Book; None before Excel 5, whose records differ."""
    if book.biff_version < BIFF5:
        return None
    records = _records(book.mem, book._sh_abs_posn[at])
    return sum(_held(book._sharedstrings, code, data) for code, data in records)


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet, those of charts embedded in it left out."""
    depth = 0
    while position + 4 <= len(stream):
        code, length = unpack_from("<HH", stream, position)
        depth += (code == BOF) - (code == EOF)
        if depth == 0:
            return
        if depth == 1:
            yield code, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _held(strings: list[str], code: int, data: bytes) -> int:
    if code in ALWAYS:
        return 1
    if code == MULRK:
        return (len(data) - 6) // 6
    if code == LABELSST:
        return bool(strings[_number("<I", data, 6)].strip(BLANKS))
    if code in TEXTS:
        return bool(data[8:].strip(NOTHING))
    if code in FORMULAS:
        return not (data[12:14] == b"\xff\xff" and data[6:7] == EMPTY_RESULT)
    return -(code == STRING and not data[2:].strip(NOTHING))


def _number(size: str, data: bytes, at: int) -> int:
    (number,) = unpack_from(size, data, at)
    return int(number)
