"""input/ and templates/ come in; the newest period, and the documents that the office has switched on, go out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.model import TEMPLATES, Period, PipelineError, period_folders
from pipeline.rules import Office, load_office


def newest(folder: Path, *, weekly: bool, as_of: date | None = None) -> Period:
    """The newest month (or week) folder in input/; raises PipelineError when there is none."""
    found = [period for period in period_folders(folder) if period.weekly == weekly]
    if not found:
        kind = "周（如2026-W21）" if weekly else "月份（如2026-05）"
        raise PipelineError(f"{folder} 中没有期间文件夹：请建立以{kind}命名的文件夹，放入各单位报送的工作簿。")
    return Period.parse(found[-1].text, as_of)


def of_cadence(folder: Path, cadence: str, templates: Path = TEMPLATES) -> tuple[str, ...]:
    """The keys of every document that is made ``monthly`` or ``weekly`` and switched on: by ``enabled`` under its name
    in office.toml, else by the catalogue. Raises PipelineError when there is none."""
    on = switched_on(load_office(folder / "office.toml"), cadence, templates)
    if not on:
        word = "每周" if cadence == "weekly" else "每月"
        raise PipelineError(f'没有启用{word}出的文件：请在 office.toml 的 [documents."…"] 中写 enabled = true。')
    return on


def switched_on(office: Office, cadence: str, templates: Path = TEMPLATES) -> tuple[str, ...]:
    """The same for an office that was read; nothing where nothing is switched on."""
    from pipeline.documents import catalogue

    entries = [entry for entry in catalogue(templates).values() if entry.cadence == cadence]
    return tuple(entry.key for entry in entries if office.document(entry.name).get("enabled", entry.enabled))
