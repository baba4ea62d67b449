"""The name of a template, or the path of one that was edited, comes in; its faults, a sentence each, go out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import PipelineError
from pipeline.rules import load_law

if TYPE_CHECKING:
    from pipeline.documents.catalogue import Entry

ENDING = ".docx"


def template_faults(name: str, templates: Path) -> tuple[str, ...]:
    """PipelineError when there is no such template."""
    from pipeline.documents.checking import faults
    from pipeline.run.specimen import specimens

    entry, own = _meant(name, templates)
    return faults(specimens(entry, templates, load_law()), own)


def _meant(name: str, templates: Path) -> tuple[Entry, Path | None]:
    """The document of the catalogue, and the file where a path was given: known by its name, else the first one."""
    from pipeline.documents import catalogue

    entries = catalogue(templates)
    own = Path(name) if name.lower().endswith(ENDING) else None
    said = own.stem if own else name
    entry = next((entry for entry in entries.values() if said in (entry.key, entry.name, entry.template.stem)), None)
    if entry is None and own is None:
        raise PipelineError(
            f"没有名为“{name}”的模板，可用的有：{'、'.join(entry.name for entry in entries.values())}。"
        )
    return entry or next(iter(entries.values())), own
