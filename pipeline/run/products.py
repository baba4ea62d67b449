"""What was judged comes in; the files of output/<period>/ go out as bytes, and the manifest that lists them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial
from operator import ne
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model import Judged, Made, Period, Registered, Reminder, Request
from pipeline.model.quality import Quality
from pipeline.run.corridor import Corridor
from pipeline.run.drafts import Draft, Drafting
from pipeline.run.making import Worked

if TYPE_CHECKING:
    from pipeline.ledger import Book
    from pipeline.publish import Desk, Manifest, Publication

LIBRARIES = ("python-calamine", "xlrd", "docxtpl", "python-docx", "jinja2", "lxml", "XlsxWriter", "SQLAlchemy")


def numbered(corridor: Corridor, worked: Worked, book: Book) -> Worked:
    """Every new 督办事项 with the next number of its year; one that an earlier run of the period raised keeps its."""
    followed = worked.followed
    if followed is None:
        return worked
    numbers = {item.key: item.number for item in worked.known}
    fresh = [item.key for item in followed.items if not item.number and item.key not in numbers]
    if fresh:
        law, year = corridor.law.supervision, followed.period.as_of.year
        first = book.take(law.prefix, year, len(fresh))
        numbers |= {key: law.number(year, first + at) for at, key in enumerate(fresh)}
    from pipeline.follow import numbered
    from pipeline.measure.supervision import renumbered

    measured, revised = (made and renumbered(made, numbers) for made in (worked.measured, worked.revised))
    return replace(worked, followed=numbered(followed, numbers), measured=measured, revised=revised)


def remember(corridor: Corridor, worked: Worked, book: Book) -> None:
    """The snapshots of the period and of those read before it, and what became of 督办事项."""
    from pipeline.measure import measure

    for judged in worked.fresh:
        before = worked.history.where(partial(ne, judged.period.text))
        figures = measure(judged.tables, judged.period, corridor.law, corridor.office, history=before).figures
        book.write_snapshot(judged.period, judged.fingerprint, judged.tables, figures)
    measured = worked.revised or worked.measured
    assert measured is not None
    judged = worked.judged
    book.write_snapshot(judged.period, judged.fingerprint, judged.tables, measured.figures)
    if worked.followed:
        book.follow(judged.period, worked.followed.items)


def log(corridor: Corridor, judged: Judged, status: str, book: Book) -> None:
    """The run itself, with what went back to senders."""
    from pipeline.check import returns
    from pipeline.ledger import Run

    inputs = {file.path: file.sha256 for file in judged.inputs}
    run = Run(judged.period.text, corridor.request.command, status, judged.fingerprint, inputs, len(judged.findings))
    book.log(run, judged.tables, returns(judged))


def reminders(corridor: Corridor, judged: Judged) -> tuple[Reminder, ...]:
    """催报, from the findings and from what went back before this run."""
    from pipeline.check import reminders

    return reminders(judged, corridor.ledger.returns(), corridor.law, corridor.office, corridor.calendar)


def quality(corridor: Corridor, judged: Judged) -> Quality:
    """How well the senders report, from the findings and from what went back before this run."""
    from pipeline.check import quality

    return quality(judged, corridor.ledger.returns(), corridor.law, corridor.office, corridor.calendar)


def telling(corridor: Corridor, worked: Worked, lost: Iterable[str]) -> Worked:
    """With a hint for each file that could not be printed."""
    told = tuple(corridor.law.finding("document-lost", value=name) for name in lost)
    return replace(worked, judged=replace(worked.judged, findings=(*worked.judged.findings, *told)))


def findings(corridor: Corridor, worked: Worked) -> dict[str, bytes]:
    """数据核查.xlsx with 催报, and findings.json."""
    from pipeline.publish import findings_json
    from pipeline.workbooks import findings_book

    judged, organ = worked.judged, corridor.office.document("")["organ"]
    book = findings_book(
        judged.findings,
        judged.tables.counts,
        judged.inputs,
        corridor.law,
        judged.period,
        office=organ,
        reminders=reminders(corridor, judged),
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


def superseded(corridor: Corridor, worked: Worked, drafts: list[Draft]) -> list[str]:
    """The files of drafts that the run has taken back."""
    return list(Drafting(corridor, worked.judged.fingerprint).superseded(drafts))


def to_do(corridor: Corridor, worked: Worked, status: str, files: Iterable[str], drafts: list[Draft]) -> bytes:
    """待办.html: what is missing and who must act."""
    from pipeline.run.overview import todo

    judged, before = worked.judged, _made_before(corridor) if status == "made" else []
    paths = (made.path.partition("/")[2] for made in before)
    return todo(
        judged,
        status,
        reminders(corridor, judged),
        corridor.office,
        files=(*files, *paths),
        followed=worked.followed,
        made=[*before, *(draft.made for draft in drafts if draft.made)],
        register=corridor.ledger.register(),
        books=books(corridor.request),
    )


def books(request: Request) -> frozenset[str]:
    """The names, on the desk, of the documents that are workbooks."""
    from pipeline.documents import catalogue

    return frozenset(entry.file for entry in catalogue(request.templates).values() if entry.is_workbook)


def _made_before(corridor: Corridor) -> list[Made]:
    """The documents of the period that earlier runs made and that still lie there."""
    request = corridor.request
    return [made for made in corridor.ledger.mades(request.period.text) if (request.output / made.path).is_file()]


def lay_overview(corridor: Corridor, publication: Publication, *rows: Registered) -> None:
    """The two index pages, as they will be with ``rows`` in the register."""
    from pipeline.run.overview import overview

    lines = {(row.series, row.year, row.number): row for row in (*corridor.ledger.register(), *rows)}
    request, pending = corridor.request, publication.pending
    pages = overview(request.output, list(lines.values()), corridor.office, pending, books(request))
    for path, data in pages.items():
        publication.put(path, data)


def lay_status(corridor: Corridor, publication: Publication, period: str, status: str) -> None:
    """The manifest of a period says that a document of it was issued, or that it is only made again."""
    from pipeline.publish import Desk

    Desk(corridor.request.output, period).lay_status(publication, status)


def link_to(request: Request) -> Callable[[str], str]:
    """From a workbook in output/<period>/ to a source file, relative, so that both folders may move together."""

    return partial(link_into(request), request.period.text)


def link_into(request: Request) -> Callable[[str, str], str]:
    """The same to a source file of any period."""

    @cache
    @cache
    def link(period: str, file: str) -> str:
        source = request.input / period / file
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
