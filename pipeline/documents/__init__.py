"""Figures come in; the documents of the catalogue go out by their path under output/<period>/, ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.documents.catalogue import UNIT, Entry, catalogue, template_files
from pipeline.model import Finding, Followed, Made, Measured, PipelineError
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

if TYPE_CHECKING:
    from pipeline.documents.photographs import Photograph
    from pipeline.documents.printing import Prepared

__all__ = ["Entry", "again", "catalogue", "prepare", "template_files"]

DRAFT = "草　稿"


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
    followed: Followed | None = None,
    photos: Mapping[str, Photograph] | None = None,
    findings: Sequence[Finding] = (),
) -> tuple[Prepared, ...]:
    """One document by its key (``bulletin``) or its name (``调度通报``), or every one of a family
    (``数据确认单/城关街道``), filled and ready to be printed.

    A draft is named ``…（草稿）.docx`` and says 草稿 on every page. The ``calendar`` turns the working days that
    [deadlines] of office.toml gives under the key into 反馈时限. What supervises needs ``followed`` and the figures of
    督办, and prints the ``photos`` of 现场督查 and those ``findings`` that are clues. PipelineError names the file and
    the key or the paragraph.
    """
    from pipeline.documents.printing import Prepared, Printer

    entry = _entry(name, templates)
    said = _said(entry, measured, narrative, office, law, calendar, photos)
    if entry.supervises:
        said |= _supervised(entry, said, followed, measured, findings, office, law)
    said["草稿"] = DRAFT if draft else ""
    parts = _members(entry, said, measured, office, law, followed) if entry.each else {entry.file: said}
    printer = Printer.of(entry, measured, office)
    title = entry.title.replace("{期间}", measured.period.label)
    return tuple(
        Prepared(path, title.replace("{单位}", part.get("单位", "")), part, printer) for path, part in parts.items()
    )


def again(made: Made, templates: Path) -> Prepared:
    """A document that a run made, from what the ledger kept of it and the template as it is now."""
    from pipeline.documents.printing import prepared_again

    return prepared_again(_entry(made.document, templates), made.context)


def _said(
    entry: Entry,
    measured: Measured,
    narrative: Mapping[str, tuple[str, ...]],
    office: Office,
    law: Law,
    calendar: Calendar | None,
    photos: Mapping[str, Photograph] | None,
) -> dict[str, Any]:
    from pipeline.documents.context import context
    from pipeline.documents.issuing import issuing

    due = calendar.deadline(office, entry.key, measured.period) if calendar else None
    said = context(measured, entry.blocks(narrative), office, law, entry.name, entry.masthead, due, photos)
    if entry.upward:
        period, to = measured.period, entry.recipients
        said["发文"] = issuing(office, entry.name, period, entry.masthead, upward=True, recipients=to)
    return said


def _supervised(
    entry: Entry,
    said: Mapping[str, Any],
    followed: Followed | None,
    measured: Measured,
    findings: Sequence[Finding],
    office: Office,
    law: Law,
) -> dict[str, Any]:
    """What a document that supervises prints besides."""
    from pipeline.documents.supervised import clues, supervision, troubled

    if followed is None:
        raise PipelineError(f"《{entry.name}》要在督办事项跟踪之后才能成文，本次运行没有跟踪督办事项。")
    return {**troubled(said), "督办": supervision(followed, measured, office), "线索": clues(findings, law)}


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
    followed: Followed | None,
) -> dict[str, dict[str, Any]]:
    from pipeline.documents.families import family, notified, notified_units, own
    from pipeline.rules.naming import file_names

    if entry.each == UNIT:
        files = file_names(notified_units(followed, office))
        return {f"{entry.file}/{file}": notified(said, name) for name, file in files.items()}
    files = file_names(family(entry.each, measured, office))
    return {f"{entry.file}/{file}": own(said, entry.each, name, measured, law) for name, file in files.items()}
