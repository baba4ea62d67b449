"""The corridor: collect → clean → check → measure → documents → publish, in this order, and the exit code."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model import Finding, Judged, Outcome, Period, PipelineError, Request, Tables
from pipeline.rules import Law, Office, load_law, load_office
from pipeline.rules.calendar import Calendar, load_calendar

if TYPE_CHECKING:
    from pipeline.ledger import Ledger
    from pipeline.publish import Desk, Manifest

LIBRARIES = ("python-calamine", "xlrd", "docxtpl", "python-docx", "jinja2", "lxml", "XlsxWriter", "SQLAlchemy")
Watch = Callable[[str], None]


@dataclass(frozen=True)
class Corridor:
    """The stages with what they all need: the law, the office's facts, the calendar and the ledger."""

    request: Request
    law: Law
    office: Office
    calendar: Calendar
    ledger: Ledger
    watch: Watch

    def judge(self, period: Period, history: Mapping[str, Tables], fingerprint: str) -> Judged:
        """Collect, clean and check one period; rows that repeat another are refused."""
        from pipeline.check import check
        from pipeline.clean import clean
        from pipeline.collect import collect

        collected = collect(
            self.request.input,
            period,
            self.law,
            self.office,
            seen=lambda name: self.watch(f"正在读取 {period.text} {name}"),
        )
        tables, doubts = clean(collected, period, self.law, self.office)
        senders = {file.sender for file in collected.inputs if file.sender}
        verdict, repeated = check(
            tables, period, self.law, self.office, history=history, senders=senders, calendar=self.calendar
        )
        findings = (*collected.findings, *doubts, *verdict)
        return Judged(period, collected.inputs, tables.without(repeated), findings, collected.narrative, fingerprint)

    def history(self) -> tuple[dict[str, Tables], list[Judged], list[Finding]]:
        """The snapshots that stand before the period: those of the ledger, and those that are read now because
        input/ has a period that the ledger lacks or holds in an older state. A blocked period is none, with a hint."""
        stored = self.ledger.snapshots()
        history: dict[str, Tables] = {}
        fresh: list[Judged] = []
        hints: list[Finding] = []
        for period in self._earlier(stored):
            known = stored.get(period.text)
            fingerprint = self.fingerprint(period)
            if known and (known.issued or fingerprint in (None, known.inputs_sha256)):
                history[period.text] = self.ledger.tables(period.text, self.law.types)
                continue
            if fingerprint is None:
                continue
            judged = self.judge(period, history, fingerprint)
            if judged.blocked:
                hints.append(self.law.finding("snapshot-blocked", value=period.text, count=judged.blocked))
            else:
                history[period.text] = judged.tables
                fresh.append(judged)
        return history, fresh, hints

    def _earlier(self, stored: Mapping[str, object]) -> list[Period]:
        """Earlier periods of the year in input/ or the ledger and the period just before, oldest first."""
        mine = self.request.period
        names = {*stored, *periods(self.request.input)}
        known = [Period.parse(name) for name in names]
        earlier = [
            period
            for period in known
            if period.as_of < mine.as_of and (mine.weekly or not period.weekly)
            if period.year == mine.year or (period == mine.previous and period.text in stored)
        ]
        return sorted(earlier, key=lambda period: (period.as_of, period.weekly))

    def fingerprint(self, period: Period) -> str | None:
        """The hash of everything a period's rows depend on; None when its folder is gone."""
        from pipeline.collect import fingerprint

        files = fingerprint(self.request.input, period)
        if files is None:
            return None
        told = [f"{name} {sha}" for name, sha in sorted(files.items())]
        return _sha("\n".join([*told, self.office.sha256, self.law.sha256, period.as_of.isoformat()]).encode())


def execute(request: Request, watch: Watch = lambda _: None) -> Outcome:
    """Run the corridor for a request. Raises PipelineError (exit 2) for misuse and bad configuration."""
    from pipeline.ledger import Ledger
    from pipeline.publish import Desk, locked

    office = load_office(request.input / "office.toml")
    law = load_law().of(office)
    calendar = load_calendar(request.input / "日历.toml")
    if not (request.input / request.period.text).is_dir():
        raise PipelineError(f"{request.input} 中没有期间 {request.period.text} 的文件夹。")
    if request.document:
        _know(request)
    with locked(request.output):
        ledger = Ledger(request.ledger)
        try:
            corridor = Corridor(request, law, office, calendar, ledger, watch)
            return _walk(corridor, Desk(request.output, request.period.text))
        finally:
            ledger.close()


def _know(request: Request) -> None:
    from pipeline.documents import catalogue

    if request.document not in catalogue(request.templates):
        raise PipelineError(f"{request.templates / 'catalogue.toml'} 中没有文件“{request.document}”。")


def _walk(corridor: Corridor, desk: Desk) -> Outcome:
    request = corridor.request
    history, fresh, hints = corridor.history()
    fingerprint = corridor.fingerprint(request.period) or ""
    judged = corridor.judge(request.period, history, fingerprint)
    judged = replace(judged, findings=(*judged.findings, *hints, *_unused_words(corridor, judged)))
    making = request.document is not None and (request.draft or not judged.blocked)
    status = "draft" if making and request.draft else "made" if making else "blocked" if judged.blocked else "checked"
    files = _findings(corridor, judged)
    if making:
        files |= _documents(corridor, judged, history)
    if status == "made":
        for snapshot in (*fresh, judged):
            corridor.ledger.write_snapshot(snapshot.period, snapshot.fingerprint, snapshot.tables)
    made = desk.put(files, _manifest(corridor, judged, status, desk))
    _log(corridor, judged, status)
    return Outcome(status, judged, tuple(made))


def _unused_words(corridor: Corridor, judged: Judged) -> list[Finding]:
    """A hint for each block of 文字材料.docx that no document prints."""
    if not judged.narrative:
        return []
    from pipeline.documents import catalogue

    known = dict.fromkeys(name for entry in catalogue(corridor.request.templates).values() for name in entry.standing)
    near, unused = "、".join(known), [name for name in judged.narrative if name not in known]
    told = corridor.law.finding
    return [told("narrative-unused", file="文字材料.docx", value=name, near=near) for name in unused]


def _findings(corridor: Corridor, judged: Judged) -> dict[str, bytes]:
    from pipeline.publish import findings_json
    from pipeline.workbooks import findings_book

    organ = corridor.office.document("")["organ"]
    book = findings_book(
        judged.findings, judged.tables.counts, judged.inputs, corridor.law, judged.period, office=organ
    )
    return {"数据核查.xlsx": book, "findings.json": findings_json(judged.findings)}


def _documents(corridor: Corridor, judged: Judged, history: Mapping[str, Tables]) -> dict[str, bytes]:
    from pipeline.documents import make
    from pipeline.measure import measure
    from pipeline.publish import figures_json
    from pipeline.workbooks import working_paper

    request, law, office = corridor.request, corridor.law, corridor.office
    measured = measure(judged.tables, judged.period, law, office, history=history)
    corridor.watch("正在成文")
    documents = make(
        request.document or "", measured, judged.narrative, office, law, request.templates, draft=request.draft
    )
    corridor.watch("正在写底稿")
    groups = {town.name: town.category for town in office.towns}
    organ = office.document("")["organ"]
    paper = working_paper(measured, judged.tables, judged.findings, law, _link(request), groups=groups, office=organ)
    return {**documents, "figures.json": figures_json(measured), "底稿.xlsx": paper}


def _link(request: Request) -> Callable[[str], str]:
    """From 底稿.xlsx to a source file, relative, so that both folders may move together."""

    def link(file: str) -> str:
        source = request.input / request.period.text / file
        source = source if source.exists() else request.input / file
        return Path(os.path.relpath(source, request.output / request.period.text)).as_posix()

    return link


def _manifest(corridor: Corridor, judged: Judged, status: str, desk: Desk) -> Manifest:
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


def _log(corridor: Corridor, judged: Judged, status: str) -> None:
    from pipeline.ledger import Run

    inputs = {file.path: file.sha256 for file in judged.inputs}
    run = Run(judged.period.text, corridor.request.command, status, judged.fingerprint, inputs, len(judged.findings))
    corridor.ledger.log(run, judged.tables)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def periods(folder: Path) -> list[str]:
    """The period folders in input/, months and weeks, oldest first."""
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        try:
            found.append(Period.parse(place.name) if place.is_dir() else None)
        except PipelineError:
            continue
    return [period.text for period in sorted(filter(None, found), key=lambda period: period.as_of)]


def newest(folder: Path, *, weekly: bool, as_of: date | None = None) -> Period:
    """The newest month (or week) folder in input/; raises PipelineError when there is none."""
    found = [text for text in periods(folder) if ("W" in text) == weekly]
    if not found:
        kind = "周（如2026-W21）" if weekly else "月份（如2026-05）"
        raise PipelineError(f"{folder} 中没有期间文件夹：请建立以{kind}命名的文件夹，放入各单位报送的工作簿。")
    return Period.parse(found[-1], as_of)
