"""The members of a zip come in, those that stay the same already deflated; the bytes of the zip, order and dates fixed,
go out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
VERSION, UNIX, MIDNIGHT, FIRST_OF_1980 = 20, 3, 0, 33
OWNERS_ONLY = 0o600 << 16
UTF8 = 0x800
LARGE = 1 << 18  # bytes, from where the last per cent of size would cost three times the work
LEVEL, LARGE_LEVEL = 6, 3


@dataclass(frozen=True)
class Member:
    """A file of a zip, deflated once and written as often as it is needed."""

    name: str
    crc: int
    size: int
    deflated: bytes

    @classmethod
    def of(cls, name: str, data: bytes) -> Member:
        packer = zlib.compressobj(LARGE_LEVEL if len(data) > LARGE else LEVEL, zlib.DEFLATED, -15)
        return cls(name, zlib.crc32(data), len(data), packer.compress(data) + packer.flush())

    @property
    def data(self) -> bytes:
        return zlib.decompress(self.deflated, -15)

    @cached_property
    def local(self) -> bytes:
        """Its header and what it holds."""
        return b"".join((LOCAL, self._facts, struct.pack("<H", 0), self._written, self.deflated))

    def central(self, at: int) -> bytes:
        """Its line in the directory, when it begins ``at`` this byte."""
        made = struct.pack("<BB", VERSION, UNIX)
        rest = struct.pack("<HHHHLL", 0, 0, 0, 0, OWNERS_ONLY, at)
        return b"".join((CENTRAL, made, self._facts, rest, self._written))

    @property
    def _written(self) -> bytes:
        return self.name.encode()

    @cached_property
    def _facts(self) -> bytes:
        flags = 0 if self.name.isascii() else UTF8
        sizes = (self.crc, len(self.deflated), self.size, len(self._written))
        return struct.pack("<HHHHHLLLH", VERSION, flags, zipfile.ZIP_DEFLATED, MIDNIGHT, FIRST_OF_1980, *sizes)


def members_of(data: bytes) -> list[Member]:
    """What a zip holds, deflated as it is there; raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [_member(archive, data, item) for item in archive.infolist() if not item.is_dir()]


def _member(archive: zipfile.ZipFile, data: bytes, item: zipfile.ZipInfo) -> Member:
    plain = archive.read(item)  # checks the CRC
    if item.compress_type != zipfile.ZIP_DEFLATED:
        return Member.of(item.filename, plain)
    name, extra = struct.unpack_from("<HH", data, item.header_offset + 26)
    start = item.header_offset + 30 + name + extra
    return Member(item.filename, item.CRC, item.file_size, data[start : start + item.compress_size])


def written(members: Iterable[Member]) -> bytes:
    """The zip, in the order given."""
    out, directory, at, count = list[bytes](), list[bytes](), 0, 0
    for member in members:
        out.append(member.local)
        directory.append(member.central(at))
        at, count = at + len(member.local), count + 1
    size = sum(map(len, directory))
    end = struct.pack("<HHHHLLH", 0, 0, count, count, size, at, 0)
    return b"".join((*out, *directory, END, end))
