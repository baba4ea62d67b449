"""A file's bytes in, its kind out; the extension is never looked at, and what is no workbook is refused in words."""

from __future__ import annotations

import zipfile
from enum import Enum
from struct import unpack_from

from pipeline.collect.guard import LOCKED, TORN, nested, opened_zip, part, plain
from pipeline.collect.sheet import Refused


class Kind(Enum):
    """What a file's bytes are, by the words of InputFile.kind."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    TEXT = "text"


UNPACK = "是压缩包，请解压后逐个报送"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_HEADER = 512
RAW_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
FOREIGN = (
    (b"%PDF", "是 PDF 文件"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"II*\x00", "是图片"),
    (b"MM\x00*", "是图片"),
    (b"Rar!", UNPACK),
    (b"7z\xbc\xaf", UNPACK),
    (b"\x1f\x8b", UNPACK),
    (b"{\\rtf", "是 RTF 文档"),
    (b"MZ", "是程序文件"),
    (b"SQLite format", "是数据库文件"),
)
OLE_STREAMS = (
    ("EncryptedPackage", Refused("file-unreadable", LOCKED)),
    ("WordDocument", Refused("file-not-a-workbook", "是 Word 文档")),
    ("PowerPoint Document", Refused("file-not-a-workbook", "是 PPT 演示文稿")),
)
ZIP_FOLDERS = (
    ("xl/workbook.bin", Refused("file-unreadable", "是 .xlsb 二进制工作簿")),
    ("word/", Refused("file-not-a-workbook", "是 Word 文档")),
    ("ppt/", Refused("file-not-a-workbook", "是 PPT 演示文稿")),
)
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def sniff(data: bytes) -> Kind:
    """The kind of workbook; raises Refused with the reason when it is none."""
    if not data:
        raise Refused("file-empty")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    if data[:2] in RAW_BIFF and data[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00"):
        return Kind.XLS
    for magic, reason in FOREIGN:
        if data.startswith(magic):
            raise Refused("file-not-a-workbook", reason)
    return _text_kind(data)


def _zip_kind(data: bytes) -> Kind:
    with opened_zip(data) as archive:
        names = [plain(name) for name in archive.namelist()]
        if "xl/workbook.xml" in names:
            if nested(names):
                raise Refused("file-unreadable", "文件中另藏有压缩包或别的文件")
            return Kind.XLSX
        for start, refusal in ZIP_FOLDERS:
            if any(name.startswith(start) for name in names):
                raise Refused(refusal.code, refusal.reason)
        return _document_kind(archive, names)


def _document_kind(archive: zipfile.ZipFile, names: list[str]) -> Kind:
    if "content.xml" in names:
        mime = part(archive, "mimetype") if "mimetype" in names else b"opendocument.spreadsheet"
        if b"opendocument.spreadsheet" in mime:
            return Kind.ODS
        raise Refused("file-not-a-workbook", "是文档或演示文稿")
    if "[content_types].xml" in names and any("sheet" in name for name in names):
        return Kind.XLSX
    raise Refused("file-not-a-workbook", UNPACK)


def _ole_kind(data: bytes) -> Kind:
    for stream, refusal in OLE_STREAMS:
        if _has_stream(data, stream):
            raise Refused(refusal.code, refusal.reason)
    if any(_has_stream(data, name) for name in ("Workbook", "Book", "WORKBOOK", "BOOK", "workbook")):
        return Kind.XLS
    if _cut(data):
        raise Refused("file-unreadable", TORN)
    raise Refused("file-not-a-workbook", "其中没有工作簿")


def _cut(data: bytes) -> bool:
    """Whether a compound file ends before the directory that its header points to."""
    if len(data) < OLE_HEADER:
        return True
    (shift,), (directory,) = unpack_from("<H", data, 30), unpack_from("<I", data, 48)
    return bool((directory + 1 << min(shift, 12)) >= len(data))


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry (128 bytes each) of the compound file bears the name."""
    spelled = name.encode("utf-16-le") + b"\0\0"
    at = data.find(spelled)
    while at != -1 and at % 128:
        at = data.find(spelled, at + 2)
    return at != -1


def _text_kind(data: bytes) -> Kind:
    head = decoded_head(data).lstrip().casefold()
    if head.startswith("<") and any(mark in head for mark in ("<html", "<table", "<!doctype html", "<body")):
        return Kind.HTML
    if head.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Refused("file-unreadable", "是 Excel 2003 的 XML 格式")
    if head.startswith("<?xml") and "urn:oasis:names:tc:opendocument" in head:
        raise Refused("file-unreadable", "是单个文件的 ODF 格式")
    if head.startswith("mime-version:"):
        raise Refused("file-unreadable", "是单个文件网页格式")
    return Kind.TEXT


def decoded_head(data: bytes) -> str:
    """The first characters of a text, whatever its encoding: enough to recognise tags."""
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), "latin-1")
    return data[:8192].decode(encoding, "replace")
