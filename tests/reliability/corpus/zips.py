"""Broken, swollen and forged zip containers under the name of a workbook."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib

from tests.reliability.corpus.building import book, good, packed, parts, relations, sheet_rows, worksheet
from tests.reliability.corpus.kinds import NONE, accepted, either, refused

SHEET = "xl/worksheets/sheet1.xml"


@refused("零字节文件", "空文件")
def zero_bytes() -> bytes:
    return b""


@refused("一个字节", "不是电子表格")
def one_byte() -> bytes:
    return b"P"


@refused("四个字节的压缩包开头", "损坏")
def only_a_signature() -> bytes:
    return b"PK\x03\x04"


@refused("随机字节", "不是电子表格")
def random_bytes() -> bytes:
    return random.Random(2026).randbytes(8192)


@refused("全是零的文件（磁盘坏块）", "不是电子表格")
def all_zeros() -> bytes:
    return bytes(20_000)


@refused("工作簿只传了一成", "损坏")
def cut_at_tenth() -> bytes:
    return good()[: len(good()) // 10]


@refused("工作簿只传了一半", "损坏")
def cut_at_half() -> bytes:
    return good()[: len(good()) // 2]


@refused("工作簿只传了九成", "损坏")
def cut_at_nine_tenths() -> bytes:
    return good()[: len(good()) * 9 // 10]


@refused("工作簿缺开头", "不是电子表格")
def head_missing() -> bytes:
    return good()[100:]


def _declared(data: bytes, name: str, size: int, crc: int | None = None) -> bytes:
    """The zip with another declared size (and CRC) of one member, in both of its headers."""
    forged = bytearray(data)
    for signature, at_crc, at_name in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        at = forged.find(signature)
        while forged[at + at_name : at + at_name + len(name)] != name.encode():
            at = forged.find(signature, at + 4)
        struct.pack_into("<I", forged, at + at_crc + 8, size)
        if crc is not None:
            struct.pack_into("<I", forged, at + at_crc, crc)
    return bytes(forged)


@refused("炸弹：声明展开后 2 GB", "过大")
def bomb_declared() -> bytes:
    return _declared(good(), SHEET, 2_000_000_000)


@refused("炸弹：一个部件压缩比过千", "过大")
def bomb_ratio() -> bytes:
    return packed(parts() | {SHEET: worksheet(after=" " * 40_000_000)})


@refused("炸弹：许多部件合计过大", "过大")
def bomb_total() -> bytes:
    media = {f"xl/media/{at}.bin": bytes(9_000_000) for at in range(40)}
    return packed(parts() | media)


@refused("炸弹：把 40 MB 谎报成 1 KB", "损坏")
def bomb_lying() -> bytes:
    return _declared(packed(parts() | {SHEET: worksheet(after=" " * 40_000_000)}), SHEET, 1000)


@either("炸弹：谎报大小，校验码也伪造")
def bomb_lying_with_crc() -> bytes:
    honest = worksheet()
    swollen = packed(parts() | {SHEET: honest + b" " * 40_000_000})
    return _declared(swollen, SHEET, len(honest), zlib.crc32(honest))


@refused("压缩包套压缩包", "压缩包")
def nested_zip() -> bytes:
    inner = packed({"a.txt": b"a"})
    for _ in range(5):
        inner = packed({"内层.zip": inner})
    return inner


@refused("压缩包里放了几个工作簿", "压缩包")
def zip_of_workbooks() -> bytes:
    return packed({"城关.xlsx": good(), "柳渡.xlsx": good()})


@refused("工作簿外又套一层文件夹压缩", "压缩包")
def workbook_in_a_folder() -> bytes:
    return packed({f"城关街道/{name}": data for name, data in parts().items()})


@refused("空压缩包", "压缩包")
def empty_zip() -> bytes:
    return packed({})


@refused("同名部件两份且内容不同", "")
def duplicate_members() -> bytes:
    kept = io.BytesIO(good())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(zipfile.ZipInfo(SHEET), worksheet(sheet_rows((("项目名称", "年度计划投资"), ("丙", 1)))))
    return kept.getvalue()


@refused("两个目录项指向同一段数据", "")
def overlapping_members() -> bytes:
    members = parts() | {"xl/workbook.xml": book("一", "二"), "xl/worksheets/sheet2.xml": worksheet()}
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in (1, 2)]
    data = bytearray(packed(members | {"xl/_rels/workbook.xml.rels": relations(*targets)}))
    first = data.find(b"PK\x03\x04\x14\x00\x00\x00\x08", data.find(SHEET.encode()) - 40)
    entry = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 42, first)
    return bytes(data)


@accepted("部件名指向上级目录")
def traversal_names() -> bytes:
    return packed(parts() | {"../../../etc/cron.d/x": b"x", "..\\..\\x.bat": b"x"})


@either("部件名以斜杠开头")
def absolute_names() -> bytes:
    return packed({f"/{name}": data for name, data in parts().items()})


@accepted("部件名用反斜杠")
def backslash_names() -> bytes:
    return packed({name.replace("/", "\\"): data for name, data in parts().items()})


@accepted("部件名大小写不一")
def upper_case_names() -> bytes:
    return packed({name.replace("xl/worksheets/sheet1", "xl/Worksheets/Sheet1"): data
                   for name, data in parts().items()})  # fmt: skip


@accepted("部件不压缩")
def stored_members() -> bytes:
    return packed(parts(), stored=True)


@refused("一个部件的校验码不对", "损坏")
def wrong_crc() -> bytes:
    return _declared(good(), SHEET, len(worksheet()), 12345)


@refused("压缩数据中坏了一个字节", "损坏")
def flipped_byte() -> bytes:
    data = bytearray(packed(parts(), stored=True))
    data[data.find(b"<v>100</v>") + 3] = ord("9")
    return bytes(data)


@refused("部件设了压缩包密码", "密码")
def encrypted_members() -> bytes:
    data = bytearray(good())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place != -1:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


@refused("部件用了不支持的压缩方法", "")
def strange_compression() -> bytes:
    data = bytearray(good())
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.find(signature)
        while place != -1:
            struct.pack_into("<H", data, place + at, 97)
            place = data.find(signature, place + 4)
    return bytes(data)


@accepted("压缩包末尾带附言")
def zip_comment() -> bytes:
    kept = io.BytesIO(good())
    with zipfile.ZipFile(kept, "a") as archive:
        archive.comment = "由某系统导出".encode()
    return kept.getvalue()


@either("压缩包后面带着多余字节")
def trailing_junk() -> bytes:
    return good() + bytes(3000)


@refused("数万个多余部件", "过多")
def many_members() -> bytes:
    return packed(parts() | {f"customXml/item{at}.xml": b"<a/>" for at in range(20_000)})


@accepted("空工作簿", NONE, "sheet-left-out")
def empty_workbook() -> bytes:
    return good("")
