"""Figures come in; the documents of the catalogue, as .docx bytes by their path under output/<period>/, go out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.documents.catalogue import Entry, catalogue, template_files
from pipeline.documents.printing import Prepared, Printer, prepared_again
from pipeline.model import Made, Measured, PipelineError
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

__all__ = ["Entry", "Prepared", "again", "catalogue", "make", "prepare", "template_files"]

DRAFT = "草　稿"


def make(name: str, *args: Any, **options: Any) -> dict[str, bytes]:
    """Print what ``prepare`` gives: path under output/<period>/ → bytes."""
    return {one.path: one.printed() for one in prepare(name, *args, **options)}


def prepare(
    name: str,
    measured: Measured,
    narrative: Mapping[str, tuple[str, ...]],
    office: Office,
    law: Law,
    templates: Path,
    *,
    draft: bool = False,
    calendar: Calendar | None = None,
) -> tuple[Prepared, ...]:
    """One document by its key (``bulletin``) or its name (``调度通报``), or every one of a family
    (``数据确认单/城关街道``), filled and ready to be printed.

    A draft is named ``…（草稿）.docx`` and says 草稿 on every page. The ``calendar`` turns the working days that
    [deadlines] of office.toml gives under the key into 反馈时限. PipelineError names the file and the key or the
    paragraph.
    """
    from pipeline.documents.context import context

    entry = _entry(name, templates)
    due = calendar.deadline(office, entry.key, measured.period) if calendar else None
    said = context(measured, entry.blocks(narrative), office, law, entry.name, entry.masthead, due)
    said["草稿"] = DRAFT if draft else ""
    parts = _members(entry, said, measured, office, law) if entry.each else {entry.file: said}
    printer = Printer.of(entry, measured, office)
    title = entry.title.replace("{期间}", measured.period.label)
    return tuple(
        Prepared(path, title.replace("{单位}", part.get("单位", "")), part, printer) for path, part in parts.items()
    )


def again(made: Made, templates: Path) -> Prepared:
    """A document that a run made, from what the ledger kept of it and the template as it is now."""
    return prepared_again(_entry(made.document, templates), made.context)


def _entry(name: str, templates: Path) -> Entry:
    for entry in catalogue(templates).values():
        if name in (entry.key, entry.name):
            return entry
    raise PipelineError(f"{templates / 'catalogue.toml'} 中没有文件“{name}”。")


def _members(
    entry: Entry,
    said: Mapping[str, Any],
    measured: Measured,
    office: Office,
    law: Law,
) -> dict[str, dict[str, Any]]:
    from pipeline.documents.families import family, own
    from pipeline.rules.naming import file_names

    files = file_names(family(entry.each, measured, office))
    return {f"{entry.file}/{file}": own(said, entry.each, name, measured, law) for name, file in files.items()}
