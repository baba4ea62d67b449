"""A workbook's container before anything allocates for it: what is too large or hostile is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

from pipeline.collect.sheet import Refused

MOST_BYTES = 300 * 1024 * 1024
LARGE_MEMBER = 10 * 1024 * 1024
MOST_RATIO = 200
MOST_CELLS = 5_000_000
MOST_VALUES = 1_000_000
LEAST_WIDTH = 16  # an empty row costs as much as so many cells
MOST_MEMBERS = 10_000
MOST_SHEETS = 256
LOCAL_HEADER = 30
GLANCE = 64 * 1024  # a declaration stands before the first element
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
WIDE = tuple(word.decode().encode(code) for word in DECLARATIONS for code in ("utf-16-le", "utf-16-be"))
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".docx", ".doc", ".wps")
TORN = "文件已损坏，内容不完整"
LOCKED = "文件设有打开密码，请取消密码"
BOMB = "文件展开后过大，疑为异常文件"


def opened_zip(data: bytes) -> zipfile.ZipFile:
    """The zip, once what it declares is bearable and every member stands alone; raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("file-unreadable", TORN) from None
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise Refused("file-unreadable", LOCKED)
    sizes = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS:
        raise Refused("file-unreadable", f"文件内有{len(members)}个部件（工作表、图片等），过多；请只保留要报送的表")
    if sizes > MOST_BYTES or any(map(_bomb, members)):
        raise Refused("file-unreadable", BOMB)
    if _tangled(members):
        raise Refused("file-unreadable", "压缩结构异常（内部文件重名或重叠）")
    return archive


def _bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > LARGE_MEMBER and member.file_size > MOST_RATIO * max(member.compress_size, 1)


def _tangled(members: list[zipfile.ZipInfo]) -> bool:
    """Two members of one name, which two readers take differently, or members that share their bytes."""
    names = {plain(member.filename) for member in members}
    placed = sorted((member.header_offset, member.compress_size) for member in members)
    shared = any(start + LOCAL_HEADER + size > after for (start, size), (after, _) in pairwise(placed))
    return len(names) < len(members) or shared


def plain(name: str) -> str:
    """A member's name whatever its case and slashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


def nested(names: list[str]) -> bool:
    """Whether a workbook's package holds another archive where no workbook embeds one; ``names`` are plain."""
    return any(name.endswith(ARCHIVES) and not name.startswith("xl/embeddings/") for name in names)


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One XML part of the zip in UTF-8; raises Refused when it is broken, declares entities or is more than it says."""
    data = _inflated(archive, name, MOST_BYTES)
    return _narrow(data) if _wide(data) else data


def glanced(archive: zipfile.ZipFile, name: str) -> None:
    """A part that nobody reads; raises Refused when its first bytes are broken or declare entities."""
    _wide(_inflated(archive, name, GLANCE))


def _inflated(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The part as far as ``most`` bytes, and hardly further than the size it declares."""
    try:
        with archive.open(name) as member:
            return member.read(min(most, archive.getinfo(name).file_size + 1))
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Refused("file-unreadable", TORN) from None
    except Exception as error:  # zlib.error, lzma.LZMAError
        raise Refused("file-unreadable", "文件已损坏，无法解压") from error


def _wide(data: bytes) -> bool:
    """Whether a part is in UTF-16; raises Refused when it declares entities."""
    wide = data.startswith(WIDE_MARKS) or b"\0" in data[:4]
    if b"!" in data and any(word in data for word in (WIDE if wide else DECLARATIONS)):
        raise Refused("file-unreadable", "文件中含有不允许的实体声明")
    return wide


def _narrow(data: bytes) -> bytes:
    """UTF-16 as UTF-8, without the declaration that says otherwise."""
    little = data.startswith(b"\xff\xfe") or data[1:2] == b"\0"
    try:
        text = data.decode("utf-16-le" if little else "utf-16-be").lstrip("\ufeff")
    except UnicodeError:
        raise Refused("file-unreadable", TORN) from None
    return (text.partition("?>")[2] if text.startswith("<?xml") else text).encode()


def bearable(height: int, width: int) -> None:
    """Refuse a sheet whose cells with values span more than a person could have filled."""
    if height * max(width, LEAST_WIDTH) > MOST_CELLS:
        raise Refused("file-unreadable", f"工作表的数据区达{height}行{width}列，过大；请删除表格以外的多余内容")


def fillable(xml: bytes) -> None:
    """Refuse a worksheet with more values than a person could have filled in, before anything looks at each."""
    if len(xml) < MOST_VALUES * len(b"</v>"):
        return
    values = xml.count(b"</v>") + xml.count(b"</is>")
    if values > MOST_VALUES:
        raise Refused("file-unreadable", f"工作表有{values}个有内容的单元格，过多；请删除表格以外的多余内容")


def countable(sheets: int) -> None:
    """Refuse a workbook with more sheets than a person could have made."""
    if sheets > MOST_SHEETS:
        raise Refused("file-unreadable", f"有{sheets}个工作表，过多；请只保留要报送的表")
