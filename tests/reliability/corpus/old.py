""".xls, raw BIFF and .ods files that are damaged, locked or lie about themselves."""

from __future__ import annotations

import struct
from html import escape

from tests.reliability.corpus.building import ROWS, biff8, compound, packed, record
from tests.reliability.corpus.kinds import GOOD, accepted, either, refused
from tests.workbook import ODF

MIME = b"application/vnd.oasis.opendocument.spreadsheet"


@accepted("旧版 .xls 改名 .xlsx")
def xls_named_xlsx() -> bytes:
    return compound({"Workbook": biff8()})


@accepted("WPS 的 .et", suffix=".et")
def et() -> bytes:
    return compound({"Workbook": biff8()})


@accepted("没有 OLE 外壳的 BIFF8", suffix=".xls")
def raw_biff8() -> bytes:
    return biff8()


@accepted("声称六万行的 .xls 只有四格", suffix=".xls")
def absurd_dimension() -> bytes:
    return compound({"Workbook": biff8(dimension=(65536, 256))})


@refused("设了打开密码的 .xls", "密码", suffix=".xls")
def filepass() -> bytes:
    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    return compound({"Workbook": biff8(head=lock)})


@refused("只传了一半的 .xls", "损坏", suffix=".xls")
def xls_cut() -> bytes:
    data = compound({"Workbook": biff8([*ROWS, *[("丙", 1, 1, "三" * 100)] * 40])})
    return data[: len(data) // 2]


@refused("扇区链成环的 .xls", "损坏", suffix=".xls")
def looping_chain() -> bytes:
    return compound({"Workbook": biff8()}, looping=True)


@refused("开头是 OLE、其余全是零", "", suffix=".xls")
def ole_of_zeros() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8000)


@refused("记录长度写错的 .xls", "损坏", suffix=".xls")
def wrong_record_length() -> bytes:
    return biff8().replace(struct.pack("<HH", 0x203, 14), struct.pack("<HH", 0x203, 3), 1)


@accepted("BIFF5（Excel 95）", suffix=".xls")
def biff5() -> bytes:
    head = struct.pack("<HHHH", 0x500, 5, 0xDBB, 0x7CC)
    start = record(0x809, head) + record(0x42, struct.pack("<H", 936))
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0xDBB, 0x7CC))
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            if isinstance(value, str):
                text = value.encode("gbk")
                sheet += record(0x204, struct.pack("<HHHH", row, column, 0, len(text)) + text)
            else:
                sheet += record(0x203, struct.pack("<HHHd", row, column, 0, float(str(value))))
    offset = len(start) + 4 + 7 + 6 + 4
    start += record(0x85, struct.pack("<IHB", offset, 0, 6) + b"Sheet1") + record(0x0A)
    return compound({"Book": start + sheet + record(0x0A)})


@accepted("带宏的 .xls", None, "宏", suffix=".xls")
def xls_macros() -> bytes:
    return compound({"Workbook": biff8(), "_VBA_PROJECT": b"\xcc\x61" + bytes(100), "PROJECT": b"ID="})


@refused("单元格在第 65535 行、第 60000 列的 .xls", "", suffix=".xls")
def far_xls_cell() -> bytes:
    far = record(0x203, struct.pack("<HHHd", 65535, 60000, 0, 1.0))
    data = biff8()
    return compound({"Workbook": data[:-4] + far + record(0x0A)})


# ---- .ods


def ods(table: str, **members: bytes) -> bytes:
    """An .ods with these rows and perhaps other members."""
    names = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text", "style"))
    content = f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='一'>{table}"
    content += "</table:table></office:spreadsheet></office:body></office:document-content>"
    return packed({"mimetype": MIME, "content.xml": content.encode()}
                  | {name.replace("__", "/"): data for name, data in members.items()})  # fmt: skip


def _row(values: tuple[object, ...]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


TABLE = "".join(map(_row, ROWS))


@accepted(".ods 改名 .xlsx")
def ods_named_xlsx() -> bytes:
    return ods(TABLE)


@refused("设了密码的 .ods", "密码", suffix=".ods")
def ods_encrypted() -> bytes:
    manifest = b'<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return ods(TABLE, **{"META-INF__manifest.xml": manifest})


@refused(".ods 缺 content.xml", "", suffix=".ods")
def ods_without_content() -> bytes:
    return packed({"mimetype": MIME, "styles.xml": b"<a/>"})


@refused(".ods 里有 DOCTYPE", "实体", suffix=".ods")
def ods_doctype() -> bytes:
    return packed({"mimetype": MIME, "content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><office:document-content/>'})


@refused(".ods 把一格重复到整张表", "过大", suffix=".ods")
def ods_repeated_value() -> bytes:
    full = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
    return ods(TABLE + f'{full} table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
               "</table:table-row>")  # fmt: skip


@accepted(".ods 尾部一百万空行", GOOD, suffix=".ods")
def ods_repeated_blank() -> bytes:
    blank = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
    return ods(TABLE + f'{blank} table:number-columns-repeated="16384"/></table:table-row>')


@refused(".ods 的 XML 断了", "损坏", suffix=".ods")
def ods_cut() -> bytes:
    return packed({"mimetype": MIME, "content.xml": b"<office:document-content><a>"})


@refused(".ods 单元格在表格之外", "", suffix=".ods")
def ods_cell_outside() -> bytes:
    names = f'xmlns:table="{ODF}table:1.0"'
    return packed({"mimetype": MIME, "content.xml": f"<a {names}><table:table-row/><table:table-cell/></a>".encode()})


@either("平面 .ods（.fods）", None, suffix=".ods")
def flat_ods() -> bytes:
    return f'<?xml version="1.0"?><office:document xmlns:office="{ODF}office:1.0">a,b\nc,d\n</office:document>'.encode()
