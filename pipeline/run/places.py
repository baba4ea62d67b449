"""input/ comes in; its newest period goes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.model import Period, PipelineError, period_folders


def newest(folder: Path, *, weekly: bool, as_of: date | None = None) -> Period:
    """The newest month (or week) folder in input/; raises PipelineError when there is none."""
    found = [period for period in period_folders(folder) if period.weekly == weekly]
    if not found:
        kind = "周（如2026-W21）" if weekly else "月份（如2026-05）"
        raise PipelineError(f"{folder} 中没有期间文件夹：请建立以{kind}命名的文件夹，放入各单位报送的工作簿。")
    return Period.parse(found[-1].text, as_of)
