"""Files of other programs under the name of a workbook."""

from __future__ import annotations

import gzip
import random

from tests.reliability.corpus.building import compound, good, packed, parts
from tests.reliability.corpus.kinds import NONE, accepted, refused

NOISE = random.Random(5).randbytes(3000)


@accepted("工作簿改名 .xls", suffix=".xls")
def xlsx_named_xls() -> bytes:
    return good()


@accepted("工作簿改名 .csv", suffix=".csv")
def xlsx_named_csv() -> bytes:
    return good()


@refused("PDF 改名", "PDF")
def pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + NOISE


@refused("Word 文档改名", "Word")
def docx() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@refused("Word 文档里嵌着工作簿", "Word")
def docx_with_a_workbook() -> bytes:
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return packed(members | {"word/embeddings/Sheet1.xlsx": good()})


@refused("演示文稿改名", "PPT")
def pptx() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})


@refused("旧版 Word 文档", "Word", suffix=".xls")
def old_word() -> bytes:
    return compound({"WordDocument": NOISE, "1Table": NOISE})


@refused("旧版演示文稿", "PPT", suffix=".xls")
def old_powerpoint() -> bytes:
    return compound({"PowerPoint Document": NOISE})


@refused("邮件（.msg）", "不是电子表格")
def outlook_message() -> bytes:
    return compound({"__properties_version1.0": NOISE})


@refused("设了打开密码的 .xlsx", "密码")
def encrypted_workbook() -> bytes:
    return compound({"EncryptionInfo": NOISE, "EncryptedPackage": NOISE})


@refused("二进制工作簿 .xlsb", "xlsb", suffix=".xlsb")
def xlsb() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": NOISE})


@refused("Excel 2003 的 XML", "XML", suffix=".xls")
def spreadsheet_xml() -> bytes:
    return (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
    )


@refused("单个文件网页（.mht）", "网页", suffix=".xls")
def web_archive() -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"


@refused("PNG 图片", "图片")
def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + NOISE


@refused("JPEG 照片", "图片")
def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + NOISE


@refused("GIF 图片", "图片")
def gif() -> bytes:
    return b"GIF89a" + NOISE


@refused("TIFF 扫描件", "图片")
def tiff() -> bytes:
    return b"II*\x00" + NOISE


@refused("RAR 压缩包", "压缩包")
def rar() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + NOISE


@refused("7z 压缩包", "压缩包")
def seven_zip() -> bytes:
    return b"7z\xbc\xaf\x27\x1c" + NOISE


@refused("gzip 压缩的工作簿", "压缩包")
def gzipped_workbook() -> bytes:
    return gzip.compress(good(), mtime=0)


@refused("RTF 文档", "RTF")
def rtf() -> bytes:
    return rb"{\rtf1\ansi hello}"


@refused("可执行程序", "程序")
def executable() -> bytes:
    return b"MZ\x90\x00\x03" + NOISE


@refused("SQLite 数据库", "数据库")
def sqlite() -> bytes:
    return b"SQLite format 3\x00" + NOISE


@refused("OFD 版式文件", "不是电子表格")
def ofd() -> bytes:
    return packed({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"})


@refused("CAD 图纸", "不是电子表格")
def cad() -> bytes:
    return b"AC1027\x00\x00\x00" + NOISE


@refused("网址快捷方式", "不是电子表格")
def shortcut() -> bytes:
    return b"[InternetShortcut]\r\nURL=https://example.invalid/\r\n"


@accepted("JSON 文本", NONE, "", suffix=".xlsx")
def json_text() -> bytes:
    return b'{"a": 1, "b": 2,\n "c": 3, "d": 4}\n'


@refused("安卓安装包", "不是电子表格")
def android_package() -> bytes:
    return packed({"AndroidManifest.xml": NOISE, "classes.dex": NOISE})


@refused("文字文档（.odt）", "不是电子表格")
def odt() -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})


@refused("工作簿与 Word 两套部件混在一起", "损坏，缺少工作表")
def polyglot() -> bytes:
    return packed({"word/document.xml": b"<w:document/>"} | {
        name: data for name, data in parts().items() if not name.startswith("xl/worksheets")})  # fmt: skip
