"""The name of a template, or the path of one that was edited, comes in; its faults, a sentence each, go out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import PipelineError
from pipeline.rules import load_law

if TYPE_CHECKING:
    from pipeline.documents.catalogue import Entry

ENDINGS = (".docx", ".toml")


def template_faults(name: str, templates: Path) -> tuple[str, ...]:
    """PipelineError when there is no such template."""
    from pipeline.documents.engine.checking import faults
    from pipeline.documents.lists.lists import list_faults
    from pipeline.run.specimen import specimens

    entry, own = _meant(name, templates)
    judge = list_faults if entry.is_workbook else faults
    return judge(specimens(entry, templates, load_law()), own)


def _meant(name: str, templates: Path) -> tuple[Entry, Path | None]:
    """The document of the catalogue, and the file where a path was given: known by its name, else the first one of its
    kind."""
    from pipeline.documents import catalogue

    entries = list(catalogue(templates).values())
    own = Path(name) if name.lower().endswith(ENDINGS) else None
    said = own.stem if own else name
    kind = [entry for entry in entries if own is None or entry.template.suffix == own.suffix.lower()]
    entry = next((entry for entry in kind if said in (entry.key, entry.name, entry.template.stem)), None)
    if entry is None and (own is None or not kind):
        raise PipelineError(f"没有名为“{name}”的模板，可用的有：{'、'.join(entry.name for entry in entries)}。")
    return entry or kind[0], own
