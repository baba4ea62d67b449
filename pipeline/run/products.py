"""What was judged comes in; the files of output/<period>/ go out as bytes, and the manifest that lists them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model import Finding, Judged, Period, Reminder, Request, Tables
from pipeline.run.corridor import Corridor

if TYPE_CHECKING:
    from pipeline.publish import Desk, Manifest

LIBRARIES = ("python-calamine", "xlrd", "docxtpl", "python-docx", "jinja2", "lxml", "XlsxWriter", "SQLAlchemy")


def unused_words(corridor: Corridor, judged: Judged) -> list[Finding]:
    """A hint for each block of 文字材料.docx that no document prints."""
    if not judged.narrative:
        return []
    from pipeline.documents import catalogue

    known = dict.fromkeys(name for entry in catalogue(corridor.request.templates).values() for name in entry.standing)
    near, unused = "、".join(known), [name for name in judged.narrative if name not in known]
    told = corridor.law.finding
    return [told("narrative-unused", file="文字材料.docx", value=name, near=near) for name in unused]


def reminders(corridor: Corridor, judged: Judged) -> tuple[Reminder, ...]:
    """催报, from the findings and from what went back before this run."""
    from pipeline.check import reminders

    return reminders(judged, corridor.ledger.returns(), corridor.law, corridor.office, corridor.calendar)


def findings(corridor: Corridor, judged: Judged, reminders: Sequence[Reminder]) -> dict[str, bytes]:
    from pipeline.publish import findings_json
    from pipeline.workbooks import findings_book

    organ = corridor.office.document("")["organ"]
    book = findings_book(
        judged.findings,
        judged.tables.counts,
        judged.inputs,
        corridor.law,
        judged.period,
        office=organ,
        reminders=reminders,
    )
    return {"数据核查.xlsx": book, "findings.json": findings_json(judged.findings)}


def returns(corridor: Corridor, judged: Judged) -> dict[str, bytes]:
    """退回/: each sender's workbooks, marked, and a text to paste."""
    if not any(finding.sender for finding in judged.findings):
        return {}
    from pipeline.collect import paths, sheets
    from pipeline.workbooks.returns import returned

    corridor.watch("正在写退回")
    places = paths(corridor.request.input, judged.period)
    return returned(
        judged.findings,
        judged.inputs,
        lambda name: places[name].read_bytes(),
        lambda name: sheets(places[name]),
        judged.period,
        office=corridor.office.document("")["organ"],
        deadline=_deadline(corridor, judged.period),
    )


def _deadline(corridor: Corridor, period: Period) -> str:
    """Until when what was returned must come back: [deadlines] returns, else the deadline of the period itself."""
    days = (corridor.calendar.deadline(corridor.office, kind, period) for kind in ("returns", period.cadence))
    day = next(filter(None, days), None)
    return f"{day.year}年{day.month}月{day.day}日前" if day else "收到后当日"


def documents(corridor: Corridor, judged: Judged, history: Mapping[str, Tables]) -> dict[str, bytes]:
    from pipeline.documents import prepare
    from pipeline.measure import measure
    from pipeline.publish import figures_json
    from pipeline.workbooks import working_paper

    request, law, office = corridor.request, corridor.law, corridor.office
    measured = measure(judged.tables, judged.period, law, office, history=history)
    corridor.watch("正在成文")
    fill = partial(prepare, draft=request.draft, calendar=corridor.calendar)
    made = {
        one.path: one.printed()
        for name in request.documents
        for one in fill(name, measured, judged.narrative, office, law, request.templates)
    }
    corridor.watch("正在写底稿")
    groups = {town.name: town.category for town in office.towns}
    organ = office.document("")["organ"]
    paper = working_paper(measured, judged.tables, judged.findings, law, link_to(request), groups=groups, office=organ)
    return {**made, "figures.json": figures_json(measured), "底稿.xlsx": paper}


def link_to(request: Request) -> Callable[[str], str]:
    """From a workbook in output/<period>/ to a source file, relative, so that both folders may move together."""

    def link(file: str) -> str:
        source = request.input / request.period.text / file
        source = source if source.exists() else request.input / file
        return Path(os.path.relpath(source, request.output / request.period.text)).as_posix()

    return link


def manifest(corridor: Corridor, judged: Judged, status: str, desk: Desk) -> Manifest:
    from pipeline.publish import Manifest

    request = corridor.request
    templates = _templates(request)
    rules = {"office.toml": corridor.office.sha256, "rules": corridor.law.sha256}
    basis = _sha("\n".join([judged.fingerprint, *templates.values()]).encode())[:12]
    return Manifest(
        period=judged.period.text,
        status=status,
        run=f"{request.command}-{basis}",
        inputs=judged.inputs,
        counts=judged.tables.counts,
        rules=rules,
        templates=templates,
        versions=_versions(),
        former=desk.former(),
    )


def _templates(request: Request) -> dict[str, str]:
    from pipeline.documents import template_files

    files = template_files(request.templates)
    return {path.relative_to(request.templates).as_posix(): _sha(path.read_bytes()) for path in files}


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {"pipeline": __version__, **{name: version(name) for name in LIBRARIES}}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
