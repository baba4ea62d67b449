"""Pieces in, containers out: the parts of a good workbook, zips of any parts, compound files, .xls records."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from tests.workbook import MAIN, OFFICE, PACKAGE

ROWS = (
    ("项目名称", "年度计划投资（万元）", "本年完成投资（万元）", "备注"),
    ("甲项目", 100, 50.5, "一"),
    ("乙项目", 200, 80, "二"),
)
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
TEXTS = [value for row in ROWS for value in row if isinstance(value, str)]
Parts = dict[str, bytes]


def cell(place: str, value: object) -> str:
    """One cell; texts stand in the shared strings when those know them, else inline."""
    if isinstance(value, str) and value in TEXTS:
        return f'<c r="{place}" t="s"><v>{TEXTS.index(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet_rows(rows: Sequence[Sequence[object]] = ROWS) -> str:
    """The rows of a sheet from A1 on."""
    lines = (
        "".join(cell(f"{chr(65 + at)}{row}", value) for at, value in enumerate(values) if value is not None)
        for row, values in enumerate(rows, 1)
    )
    return "".join(f'<row r="{row}">{line}</row>' for row, line in enumerate(lines, 1))


def worksheet(rows: str = sheet_rows(), *, before: str = "", after: str = "") -> bytes:
    """A worksheet with what stands before and after its cells."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    return f"{head}{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def relations(*targets: tuple[str, str], extra: str = "") -> bytes:
    """A .rels part: (kind, target) becomes rId1, rId2 …"""
    rows = "".join(f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                   for at, (kind, target) in enumerate(targets, 1))  # fmt: skip
    return f'<Relationships xmlns="{PACKAGE}">{rows}{extra}</Relationships>'.encode()


def book(*sheets: str, extra: str = "") -> bytes:
    """workbook.xml that lists sheets by name; the n-th is rIdn."""
    rows = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1))
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{extra}<sheets>{rows}</sheets></workbook>'.encode()


def parts(rows: str = sheet_rows(), **around: str) -> Parts:
    """The parts of a good workbook of one sheet, with shared strings and styles."""
    items = "".join(f"<si><t>{text}</t></si>" for text in TEXTS)
    types = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{KIND}{kind}+xml"/>' for name, kind in (
        ("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"),
        ("sharedStrings", "sharedStrings")))  # fmt: skip
    defaults = '<Default Extension="xml" ContentType="application/xml"/>'
    defaults += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    styles = '<numFmts count="0"/><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1">'
    styles += '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    styles += '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{defaults}{types}</Types>'.encode(),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book("Sheet1"),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": worksheet(rows, **around),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="{len(TEXTS)}">{items}</sst>'.encode(),
    }


def packed(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A zip of the members."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, 31, 0, 0, 0)), data, archive.compression, 1)
    return kept.getvalue()


def good(rows: str = sheet_rows(), **around: str) -> bytes:
    """A good workbook, or one with other rows or with something around its cells."""
    return packed(parts(rows, **around))


def with_parts(**changed: bytes | None) -> bytes:
    """A good workbook with parts put in (``xl__styles``: xl/styles.xml) or, where None, taken out."""
    members = parts()
    for name, data in changed.items():
        path = name.replace("__", "/") + ("" if "." in name else ".xml")
        members.pop(path, None)
        if data is not None:
            members[path] = data
    return packed(members)


# ---- compound files and the records of .xls

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes], *, looping: bool = False) -> bytes:
    """An OLE container of the streams, each padded to the 4,096 bytes from which a stream has sectors of its own."""
    chains: list[int] = [FAT]
    entries, body = [_entry("Root Entry", 5, END, 0, child=1)], b""
    for at, (name, data) in enumerate(streams.items(), 1):
        padded = data.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % 512)
        first, count = 1 + len(body) // 512, len(padded) // 512
        chains += [*range(first + 1, first + count), first if looping else END]
        entries.append(_entry(name, 2, first, len(padded), right=at + 1 if at < len(streams) else FREE))
        body += padded
    directory = 1 + len(body) // 512
    entries += [_entry("", 0, FREE, 0)] * (-len(entries) % 4)
    chains += [*range(directory + 1, directory + len(entries) // 4), END]
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0) + struct.pack(
        "<109I", 0, *[FREE] * 108
    )
    return header + table + body + b"".join(entries)


def _entry(name: str, kind: int, first: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    spelled = (name + "\0").encode("utf-16-le") if name else b""
    head = spelled.ljust(64, b"\0") + struct.pack("<HBB", len(spelled), kind, 1)
    return head + struct.pack("<III36xIQ", FREE, right, child, first, size)


def record(kind: int, data: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(data)) + data


def biff8(
    rows: Sequence[Sequence[object]] = ROWS, *, dimension: tuple[int, int] | None = None, head: bytes = b""
) -> bytes:
    """The Workbook stream of an .xls with one sheet; ``head`` are records that follow the first."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6)) + head
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6))
    height, width = dimension or (len(rows), len(rows[0]))
    sheet += record(0x200, struct.pack("<IIHHH", 0, height, 0, width, 0))
    for row, values in enumerate(rows):
        sheet += b"".join(_biff_cell(row, column, value) for column, value in enumerate(values))
    name = b"Sheet1"
    offset = len(start) + 4 + 8 + len(name) + 4
    start += record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name) + record(0x0A)
    return start + sheet + record(0x0A)


def _biff_cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(0x204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
    return record(0x203, struct.pack("<HHHd", row, column, 0, float(str(value))))
