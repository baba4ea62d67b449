"""Figures come in; the documents of the catalogue, as .docx bytes by their path under output/<period>/, go out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.documents.catalogue import Entry, catalogue, template_files
from pipeline.model import Measured, PipelineError
from pipeline.rules import Law, Office

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
) -> dict[str, bytes]:
    """One document by its key (``bulletin``) or its name (``调度通报``): path under output/<period>/ → bytes.

    A draft is named ``…（草稿）.docx`` and says 草稿 on every page. PipelineError names the file and the key or the
    paragraph.
    """
    entry = _entry(name, templates)
    path = f"{entry.file}{'（草稿）' if draft else ''}.docx"
    return {path: _rendered(entry, measured, narrative, office, law, draft)}


def _entry(name: str, templates: Path) -> Entry:
    for entry in catalogue(templates).values():
        if name in (entry.key, entry.name):
            return entry
    raise PipelineError(f"{templates / 'catalogue.toml'} 中没有文件“{name}”。")


def _rendered(
    entry: Entry, measured: Measured, narrative: Mapping[str, tuple[str, ...]], office: Office, law: Law, draft: bool
) -> bytes:
    from pipeline.documents.context import context
    from pipeline.documents.engine import Properties, Template
    from pipeline.documents.wording import chosen_filters

    facts = office.document(entry.name)
    filters = chosen_filters(facts.get("precision", {}), f"office.toml：documents.{entry.name}")
    said = context(measured, entry.blocks(narrative), office, law, entry.name, entry.masthead)
    said["草稿"] = DRAFT if draft else ""
    title = entry.title.replace("{期间}", measured.period.label)
    template = Template(entry.template, entry.carrier(str(facts.get("carrier", entry.carriers[0]))))
    return template.render(said, filters, Properties(title, str(facts["organ"]), measured.period.as_of))
