"""Figures come in; the documents of the catalogue, as .docx bytes by their path under output/<period>/, go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.documents.catalogue import UNIT, Entry, catalogue, template_files
from pipeline.model import Finding, Followed, Measured, PipelineError
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

if TYPE_CHECKING:
    from pipeline.documents.engine import Template
    from pipeline.documents.photographs import Photograph

__all__ = ["Entry", "catalogue", "make", "template_files"]

DRAFT = "草　稿"


def make(
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
) -> dict[str, bytes]:
    """One document by its key (``bulletin``) or its name (``调度通报``), or every one of a family
    (``数据确认单/城关街道.docx``): path under output/<period>/ → bytes.

    A draft is named ``…（草稿）.docx`` and says 草稿 on every page. The ``calendar`` turns the working days that
    [deadlines] of office.toml gives under the key into 反馈时限. What supervises needs ``followed`` and the figures of
    督办, and prints the ``photos`` of 现场督查 and those ``findings`` that are clues. PipelineError names the file and
    the key or the paragraph.
    """
    entry = _entry(name, templates)
    said = _said(entry, measured, narrative, office, law, calendar, photos)
    if entry.supervises:
        said |= _supervised(entry, said, followed, measured, findings, office, law)
    said["草稿"] = DRAFT if draft else ""
    parts = _members(entry, said, measured, office, law, followed) if entry.each else {entry.file: said}
    printer = _Printer(entry, measured, office)
    return {f"{path}{'（草稿）' if draft else ''}.docx": printer.printed(part) for path, part in parts.items()}


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


class _Printer:
    """The template of one document with its carrier, its decimals and what its files say of themselves."""

    def __init__(self, entry: Entry, measured: Measured, office: Office) -> None:
        from pipeline.documents.engine import Template
        from pipeline.documents.wording import chosen_filters

        facts = office.document(entry.name)
        self._filters = chosen_filters(facts.get("precision", {}), f"office.toml：documents.{entry.name}")
        self._title = entry.title.replace("{期间}", measured.period.label)
        self._organ, self._dated = str(facts["organ"]), measured.period.as_of
        self._template: Template = Template(entry.template, entry.carrier(str(facts.get("carrier", entry.carriers[0]))))

    def printed(self, said: Mapping[str, Any]) -> bytes:
        from pipeline.documents.engine import Properties

        title = self._title.replace("{单位}", said.get("单位", ""))
        return self._template.render(said, self._filters, Properties(title, self._organ, self._dated))
