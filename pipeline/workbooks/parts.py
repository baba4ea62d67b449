"""The parts of a workbook in the making come in as text and lie on the disk; its bytes go out.

XlsxWriter holds every part as text, then again as bytes: of a province that was 0.3 GiB. All else stays its own.
"""

from __future__ import annotations

import shutil
from io import BytesIO, StringIO
from tempfile import SpooledTemporaryFile
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

HELD = 1 << 20  # bytes of a part that memory holds, the rest lies on the disk
EPOCH = (1980, 1, 1, 0, 0, 0)


class Part(StringIO):
    """A text that is on the disk; XlsxWriter, which would pack it, finds it empty."""

    def __init__(self) -> None:
        super().__init__()
        self.held = SpooledTemporaryFile(HELD)  # noqa: SIM115

    def write(self, text: str, /) -> int:
        return self.held.write(text.encode())

    def take(self, other: Part) -> None:
        """All of another part at the end of this one."""
        other.held.seek(0)
        shutil.copyfileobj(other.held, self.held)


class _Packing(Packager):  # type: ignore[misc]
    """Names the parts of a workbook in their order."""

    def _filename(self, xml_filename: str) -> Part:
        part = Part()
        self.filenames.append((part, xml_filename, False))
        return part


class Pack(Workbook):  # type: ignore[misc]
    """XlsxWriter's workbook, whose parts are packed one after the other."""

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(BytesIO(), {"in_memory": True, **options})
        self._packing = _Packing()

    def _get_packager(self) -> _Packing:
        return self._packing

    def bytes(self) -> bytes:
        """The finished workbook; nothing can be written after."""
        self.close()
        packed = BytesIO()
        with ZipFile(packed, "w") as whole:
            for part, name, _ in self._packing.filenames:
                _pack(whole, name, cast(Part, part))
        return packed.getvalue()


def _pack(whole: ZipFile, name: str, part: Part) -> None:
    about = ZipInfo(name, EPOCH)
    about.compress_type = ZIP_DEFLATED
    part.held.seek(0)
    with part.held, whole.open(about, "w") as member:
        shutil.copyfileobj(part.held, member, HELD)
