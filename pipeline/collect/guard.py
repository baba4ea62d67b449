"""A workbook's container before anything allocates for it: what is too large or hostile is refused with a reason."""

from __future__ import annotations

import io
import zipfile

from pipeline.collect.sheet import Refused

MOST_BYTES = 300 * 1024 * 1024
LARGE_MEMBER = 10 * 1024 * 1024
MOST_RATIO = 200
MOST_CELLS = 5_000_000
DECLARATIONS = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)


def opened_zip(data: bytes) -> zipfile.ZipFile:
    """The zip, once its declared sizes are bearable; raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("file-unreadable", "文件已损坏，内容不完整") from None
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise Refused("file-unreadable", "文件设有打开密码，请取消密码")
    if sum(member.file_size for member in members) > MOST_BYTES or any(map(_bomb, members)):
        raise Refused("file-unreadable", "文件展开后过大，疑为异常文件")
    return archive


def _bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > LARGE_MEMBER and member.file_size > MOST_RATIO * max(member.compress_size, 1)


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One XML part of the zip; raises Refused when it is broken or declares entities."""
    try:
        data = archive.read(name)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Refused("file-unreadable", "文件已损坏，内容不完整") from None
    except Exception as error:  # zlib.error, lzma.LZMAError
        raise Refused("file-unreadable", "文件已损坏，无法解压") from error
    if any(word in data for word in DECLARATIONS):
        raise Refused("file-unreadable", "文件中含有不允许的实体声明")
    return data


def bearable(height: int, width: int) -> None:
    """Refuse a sheet whose cells with values span more than a person could have filled."""
    if height * width > MOST_CELLS:
        raise Refused("file-unreadable", f"工作表的数据区达{height}行{width}列，过大；请删除表格以外的多余内容")
