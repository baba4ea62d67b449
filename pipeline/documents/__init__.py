"""Figures come in; the documents of the catalogue go out by their path under output/<period>/, ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.documents.catalogue import Entry, template_files
from pipeline.documents.catalogue import catalogue as listed
from pipeline.documents.ground import Ground
from pipeline.model import Finding, Followed, Made, Measured, PipelineError
from pipeline.model.quality import Quality
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

if TYPE_CHECKING:
    from pipeline.documents.engine.photographs import Photograph
    from pipeline.documents.plan import Plan
    from pipeline.documents.printing import Prepared

__all__ = ["Entry", "again", "catalogue", "planned", "prepare", "template_files"]

DRAFT = "草　稿"


def catalogue(templates: Path) -> dict[str, Entry]:
    """Every document by its key, in the catalogue's order; PipelineError names the file and the key."""
    from pipeline.documents.told.parts import known

    return {key: known(entry) for key, entry in listed(templates).items()}


def prepare(*args: Any, **options: Any) -> tuple[Prepared, ...]:
    """All files of one document, filled and ready to be printed; see ``planned``."""
    return tuple(planned(*args, **options))


def planned(
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
    only: Sequence[str] = (),
    quality: Quality | None = None,
) -> Plan:
    """One document by its key (``bulletin``) or its name (``调度通报``), or every one of a family
    (``数据确认单/城关街道``), to be filled one by one.

    A draft is named ``…（草稿）`` and says 草稿 on every page. The ``calendar`` turns the working days that
    [deadlines] of office.toml gives under the key into 反馈时限. What supervises needs ``followed`` and the figures of
    督办, and prints the ``photos`` of 现场督查 and those ``findings`` that are clues; ``quality`` is for 数据质量通报.
    ``only`` names the members of a family that are to be made. PipelineError names the file and the key.
    """
    from pipeline.documents.plan import plan

    entry = _entry(name, templates)
    blocks = entry.blocks(narrative)
    ground = Ground(entry, measured, office, law, blocks, calendar, followed, photos or {}, findings, quality=quality)
    return plan(ground, DRAFT if draft else "", only)


def again(made: Made, templates: Path) -> Prepared:
    """A document that a run made, from what the ledger kept of it and the template as it is now."""
    from pipeline.documents.printing import prepared_again

    return prepared_again(_entry(made.document, templates), made.context)


def _entry(name: str, templates: Path) -> Entry:
    for entry in catalogue(templates).values():
        if name in (entry.key, entry.name):
            return entry
    raise PipelineError(f"{templates / 'catalogue.toml'} 中没有文件“{name}”。")
