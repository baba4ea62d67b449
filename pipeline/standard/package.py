"""The bytes of any file come in; the XML parts of a Word file go out, or a sentence that says why it is none."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from posixpath import join, normpath

from lxml import etree

from pipeline.model import PipelineError

DOCUMENT = "word/document.xml"
MOST_BYTES = 200 << 20
MOST_PART = 60 << 20
LARGE, MOST_RATIO = 1 << 20, 200
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)

Element = etree._Element


@dataclass(frozen=True)
class Package:
    """A Word file of bearable size; its parts are parsed when they are asked for."""

    archive: zipfile.ZipFile
    name: str

    def part(self, part: str) -> Element | None:
        """A part's root, None where there is none; PipelineError when it is broken or hostile."""
        if part not in self.archive.namelist():
            return None
        try:
            data = self.archive.read(part)
        except BROKEN:
            raise _refused(self.name, "文件已损坏，不是完好的 .docx 文件") from None
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise _refused(self.name, "文件中含有不允许的实体声明")
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError:
            raise _refused(self.name, f"内容不是正确的 XML（{part}），文件已损坏") from None

    def related(self) -> dict[str, str]:
        """Relationship id of the document → the part it points at."""
        root = self.part("word/_rels/document.xml.rels")
        links = [] if root is None else [node for node in root if node.get("TargetMode") != "External"]
        return {link.get("Id", ""): _resolved(link.get("Target", "")) for link in links}


def _resolved(target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else join("word", target))


def opened(data: bytes, name: str) -> Package:
    """The package; PipelineError (exit 2) for what is no .docx, is locked, or would unfold to more than is bearable."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(name, "这是旧的 .doc 格式或设有密码的文件，请用 Word 或 WPS 另存为不带密码的 .docx")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except BROKEN:
        raise _refused(name, "不是 .docx 文件，请用 Word 或 WPS 另存为 .docx") from None
    if any(info.flag_bits & 1 for info in infos):
        raise _refused(name, "设有密码，请取消密码")
    if sum(info.file_size for info in infos) > MOST_BYTES or any(map(_bomb, infos)):
        raise _refused(name, "展开后过大，疑为异常文件")
    names = [info.filename for info in infos]
    if DOCUMENT not in names or len(set(names)) < len(names):
        raise _refused(name, "不是完好的 .docx 文件，请用 Word 或 WPS 另存为 .docx")
    if STRICT in _start(archive, name):
        raise _refused(name, "用的是“严格”格式，请用 Word 或 WPS 另存为普通的 .docx")
    return Package(archive, name)


def _bomb(info: zipfile.ZipInfo) -> bool:
    ratio = info.file_size > MOST_RATIO * max(info.compress_size, 1)
    return (info.file_size > LARGE and ratio) or (info.filename.endswith(".xml") and info.file_size > MOST_PART)


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(DOCUMENT) as member:
            return member.read(4096)
    except BROKEN:
        raise _refused(name, "文件已损坏，不是完好的 .docx 文件") from None


def _refused(name: str, why: str) -> PipelineError:
    return PipelineError(f"《{name}》{why}。")
