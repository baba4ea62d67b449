"""The input directory in, the files to read out, in a fixed order, with the name each goes by."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.model import Period, PipelineError

NARRATIVE = "文字材料.docx"
SKIPPED = ("日历.toml",)
LATER = ("更正", "放行", "清单变动")
REGISTER_STEM = "重点项目清单"


@dataclass(frozen=True)
class Source:
    """A file on disk and its name in findings and the manifest; ``tabled`` when it is read for tables."""

    path: Path
    name: PurePosixPath
    tabled: bool = True


def sources(folder: Path, period: Period) -> list[Source]:
    """The period's files, sorted by name; raises PipelineError when there is no folder or no workbook in it."""
    place = folder / period.text
    if not place.is_dir():
        raise PipelineError(f"找不到 {place}：请建好 {period.text} 文件夹，放入本期报送的工作簿。")
    try:
        found = sorted(_found(place), key=lambda source: str(source.name))
    except OSError as error:
        raise PipelineError(f"无法读取 {place}：{error.strerror}。") from None
    if not any(source.tabled for source in found):
        raise PipelineError(f"{place} 中没有工作簿：请放入本期报送的 Excel 文件。")
    return found


def _found(place: Path) -> Iterator[Source]:
    for path in place.rglob("*"):
        name = PurePosixPath(_readable(path.relative_to(place).as_posix()))
        if path.is_file() and not _ignored(name):
            later = len(name.parts) == 1 and name.stem in LATER
            yield Source(path, name, tabled=not later and name.name != NARRATIVE)


def _readable(name: str) -> str:
    """The name as Unicode; a GBK one, as Windows archives unpack on Linux, is decoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _ignored(name: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in name.parts)
    return hidden or name.suffix.lower() == ".tmp" or name.name in SKIPPED


def standing_register(folder: Path, found: list[Source]) -> Source | None:
    """The register beside the period's folder, unless the period has its own."""
    if any(source.name.stem == REGISTER_STEM for source in found):
        return None
    beside = sorted(path for path in folder.glob(f"{REGISTER_STEM}.*") if path.is_file())
    named = (Source(path, PurePosixPath(path.name)) for path in beside)
    return next((source for source in named if not _ignored(source.name)), None)


def paths(folder: Path, period: Period) -> dict[str, Path]:
    """Where each file of a period lies, by the name it goes by."""
    found = sources(folder, period)
    register = standing_register(folder, found)
    return {str(source.name): source.path for source in ([*found, register] if register else found)}


def fingerprint(folder: Path, period: Period) -> dict[str, str] | None:
    """The sha256 of every file that a period's rows depend on, by name; None when there is nothing to read."""
    try:
        found = paths(folder, period)
    except PipelineError:
        return None
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}
