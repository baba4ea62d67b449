"""input/ comes in; the periods that lie in it go out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.model import Period, PipelineError


def periods(folder: Path) -> list[str]:
    """The period folders in input/, months and weeks, oldest first."""
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        try:
            found.append(Period.parse(place.name) if place.is_dir() else None)
        except PipelineError:
            continue
    return [period.text for period in sorted(filter(None, found), key=lambda period: period.as_of)]


def newest(folder: Path, *, weekly: bool, as_of: date | None = None) -> Period:
    """The newest month (or week) folder in input/; raises PipelineError when there is none."""
    found = [text for text in periods(folder) if ("W" in text) == weekly]
    if not found:
        kind = "周（如2026-W21）" if weekly else "月份（如2026-05）"
        raise PipelineError(f"{folder} 中没有期间文件夹：请建立以{kind}命名的文件夹，放入各单位报送的工作簿。")
    return Period.parse(found[-1], as_of)
