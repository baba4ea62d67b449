"""Figures come in; the documents of the catalogue go out by their path under output/<period>/, ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.documents.catalogue import UNIT, Entry, catalogue, template_files
from pipeline.documents.ground import Ground
from pipeline.documents.parts import parts
from pipeline.model import Finding, Followed, Made, Measured, PipelineError
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

if TYPE_CHECKING:
    from pipeline.documents.photographs import Photograph
    from pipeline.documents.printing import Prepared, Printer

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
    from pipeline.documents.printing import Printer

    entry = _entry(name, templates)
    blocks = entry.blocks(narrative)
    ground = Ground(entry, measured, office, law, blocks, calendar, followed, photos or {}, findings)
    said = {**_said(ground), "草稿": DRAFT if draft else ""}
    members = _members(ground, said) if entry.each else {entry.file: said | parts(ground)}
    return _prepared(ground, members, Printer.of(entry, measured, office))


def _prepared(ground: Ground, members: Mapping[str, Mapping[str, Any]], printer: Printer) -> tuple[Prepared, ...]:
    from pipeline.documents.printing import Prepared

    title = ground.entry.title.replace("{期间}", ground.measured.period.label)
    return tuple(
        Prepared(path, title.replace("{单位}", said.get("单位", "")), said, printer) for path, said in members.items()
    )


def again(made: Made, templates: Path) -> Prepared:
    """A document that a run made, from what the ledger kept of it and the template as it is now."""
    from pipeline.documents.printing import prepared_again

    return prepared_again(_entry(made.document, templates), made.context)


def _said(ground: Ground) -> dict[str, Any]:
    """What every document may say of the whole city."""
    from pipeline.documents.context import context
    from pipeline.documents.issuing import issuing

    entry, period, office = ground.entry, ground.measured.period, ground.office
    said = context(ground)
    if entry.upward:
        said["发文"] = issuing(office, entry.name, period, entry.masthead, upward=True, recipients=entry.recipients)
    return said


def _entry(name: str, templates: Path) -> Entry:
    for entry in catalogue(templates).values():
        if name in (entry.key, entry.name):
            return entry
    raise PipelineError(f"{templates / 'catalogue.toml'} 中没有文件“{name}”。")


def _members(ground: Ground, said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    from pipeline.documents.families import family, notified, notified_units, own
    from pipeline.rules.naming import file_names

    entry = ground.entry
    if entry.each == UNIT:
        whole, files = {**said, **parts(ground)}, file_names(notified_units(ground.supervised(), ground.office))
        return {f"{entry.file}/{file}": notified(whole, name) for name, file in files.items()}
    files = file_names(family(ground))
    return {f"{entry.file}/{file}": own(said, ground.of(entry.each, name)) for name, file in files.items()}
