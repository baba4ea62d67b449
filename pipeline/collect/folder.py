"""The input directory in, the files to read out, in a fixed order, with the name each goes by."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.collect.sheet import Refused
from pipeline.model import Period, PipelineError, period_folders
from pipeline.rules.assessment import FILE as ASSESSMENT
from pipeline.rules.mishap import said

NARRATIVE = "文字材料.docx"
SKIPPED = ("日历.toml",)
OWN = ("更正", "放行", "清单变动")
DEAD_LINK = "只是一个快捷链接，所指的文件不在"
MOST_FILE = 100 * 1024 * 1024
CORRECTIONS, CHANGES, REGISTER_STEM = "更正", "清单变动", "重点项目清单"


@dataclass(frozen=True)
class Source:
    """A file on disk and its name in findings and the manifest, relative to the period's folder (the standing register
    to input/); ``own`` is a table of the office itself."""

    path: Path
    name: PurePosixPath
    own: bool = False

    @property
    def tabled(self) -> bool:
        """Whether it is read for tables."""
        return self.name.name != NARRATIVE


def sources(folder: Path, period: Period) -> list[Source]:
    """The period's files, sorted by name; raises PipelineError when there is no folder or no workbook in it."""
    place = folder / period.text
    if not place.is_dir():
        raise PipelineError(f"找不到 {place}：请建好 {period.text} 文件夹，放入本期报送的工作簿。")
    found = named(folder, period)
    if not any(source.tabled and not source.own for source in found):
        raise PipelineError(f"{place} 中没有工作簿：请放入本期报送的 Excel 文件。")
    return found


def named(folder: Path, period: Period) -> list[Source]:
    """The period's files, sorted by name; none where there is no folder."""
    place = folder / period.text
    try:
        return sorted(_found(place), key=lambda source: str(source.name))
    except OSError as error:
        raise PipelineError(f"无法读取 {place}：{said(error)}。") from None


def _found(place: Path) -> Iterator[Source]:
    for path in place.rglob("*"):
        name = PurePosixPath(_readable(path.relative_to(place).as_posix()))
        if (path.is_file() or _dead(path)) and not _ignored(name):
            yield Source(path, name, own=len(name.parts) == 1 and name.stem in OWN)


def _dead(path: Path) -> bool:
    """Whether it is a link that leads nowhere: something was sent and cannot be opened."""
    return path.is_symlink() and not path.exists()


def _readable(name: str) -> str:
    """The name as Unicode; a GBK one, as Windows archives unpack on Linux, is decoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _ignored(name: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in name.parts)
    return hidden or name.suffix.lower() == ".tmp" or name.name in SKIPPED


def standing(folder: Path, period: Period, found: list[Source]) -> list[Source]:
    """What holds beyond its own period: confirmations in input/更正.xlsx and, unless the period has its own register,
    the one in input/ with the changes that earlier periods of the year made to it."""
    kept = _beside(folder, CORRECTIONS, PurePosixPath(".."), own=True)
    if any(source.name.stem == REGISTER_STEM for source in found):
        return kept
    return [*kept, *_beside(folder, REGISTER_STEM, PurePosixPath()), *_earlier_changes(folder, period)]


def _earlier_changes(folder: Path, period: Period) -> list[Source]:
    earlier = [other for other in period_folders(folder) if other.year == period.year and other.as_of < period.as_of]
    found = (_beside(folder / other.text, CHANGES, PurePosixPath("..", other.text), own=True) for other in earlier)
    return [source for sources in found for source in sources]


def _beside(place: Path, stem: str, above: PurePosixPath, *, own: bool = False) -> list[Source]:
    """The file of this stem in a folder; of several the first by name."""
    paths = sorted(path for path in place.glob(f"{stem}.*") if path.is_file())
    named = (Source(path, above / path.name, own) for path in paths)
    return [source for source in named if not _ignored(source.name)][:1]


def paths(folder: Path, period: Period) -> dict[str, Path]:
    """Where each file of a period lies, by the name it goes by."""
    found = sources(folder, period)
    return {str(source.name): source.path for source in [*found, *standing(folder, period, found)]}


def fingerprint(folder: Path, period: Period) -> dict[str, str] | None:
    """The sha256 of every file that a period's rows depend on, by name; None when there is nothing to read."""
    try:
        found = paths(folder, period)
    except PipelineError:
        return None
    if (folder / ASSESSMENT).is_file():
        found[f"../{ASSESSMENT}"] = folder / ASSESSMENT
    return {name: digest(path) for name, path in found.items()}


def contents(path: Path) -> bytes | Refused:
    """The file's bytes, or why there are none."""
    try:
        if path.stat().st_size > MOST_FILE:
            return Refused("file-unreadable", f"文件超过{MOST_FILE >> 20}兆字节，过大；请删除图片等附带内容")
        return path.read_bytes()
    except PermissionError:
        return Refused("file-unreadable", "没有读取权限")
    except OSError:
        return Refused("file-unreadable", DEAD_LINK if _dead(path) else "磁盘上的文件打不开")


def digest(path: Path) -> str:
    """The sha256 of a file of any size, "" when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
