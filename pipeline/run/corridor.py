"""The stages in their order, collect → clean → check, for one period and for those before it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.model import Finding, Judged, Period, Request, Tables, period_folders
from pipeline.rules import Law, Office, load_law, load_office
from pipeline.rules.calendar import Calendar, load_calendar
from pipeline.rules.succession import inherited
from pipeline.run.history import History
from pipeline.work import Workers

if TYPE_CHECKING:
    from pipeline.ledger import Ledger

Watch = Callable[[str], None]


@contextmanager
def undisturbed() -> Iterator[None]:
    """No search for cyclic garbage while rows are made, for it would go through all of them over and over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True)
class Corridor:
    """The stages with what they all need: the law, the office's facts, the calendar, the ledger and the workers."""

    request: Request
    law: Law
    office: Office
    calendar: Calendar
    ledger: Ledger
    watch: Watch
    workers: Workers

    @undisturbed()
    def judge(self, period: Period, history: Mapping[str, Tables], fingerprint: str) -> Judged:
        """Collect, clean and check one period; rows that repeat another are refused, stand-ins are added."""
        from pipeline.check import check
        from pipeline.clean import clean
        from pipeline.collect import collect

        office = self.office.at(period)
        seen = partial(self._seen, period)
        collected = collect(self.request.input, period, self.law, office, seen=seen, hands=self.workers)
        tables, doubts = clean(collected, period, self.law, office)
        senders = {file.sender for file in collected.inputs if file.sender}
        unread = {file.sender for file in collected.inputs if file.sender and not file.kind}
        verdict = check(
            tables,
            period,
            self.law,
            office,
            history=history,
            senders=senders,
            calendar=self.calendar,
            unread=unread,
        )
        findings = (*collected.findings, *doubts, *verdict.findings)
        tables = tables.without(verdict.repeated).having(verdict.stand_ins, verdict.uses)
        return Judged(period, collected.inputs, tables, findings, collected.narrative, fingerprint)

    def _seen(self, period: Period, name: str) -> None:
        self.watch(f"正在读取 {period.text} {name}")

    def history(self) -> tuple[History, list[Judged], list[Finding]]:
        """The snapshots that stand before the period: those of the ledger, and those that are read now because
        input/ has a period that the ledger lacks or holds in an older state. A blocked period is none, with a hint."""
        stored = self.ledger.snapshots()
        history = History()
        fresh: list[Judged] = []
        hints: list[Finding] = []
        for period in self._earlier(stored):
            known = stored.get(period.text)
            fingerprint = self.fingerprint(period)
            if known and (known.issued or fingerprint in (None, known.inputs_sha256)):
                history.add(period.text, partial(self.ledger.tables, period.text, self.law.types))
                continue
            if fingerprint is None:
                continue
            judged = self.judge(period, self._inherited(history, period), fingerprint)
            if judged.blocked:
                hints.append(self.law.finding("snapshot-blocked", value=period.text, count=judged.blocked))
            else:
                history.add(period.text, partial(_tables, judged))
                fresh.append(judged)
        return self._inherited(history, self.request.period), fresh, hints

    def _inherited(self, history: History, period: Period) -> History:
        """Earlier rows under the 镇街 of a period."""
        return history.seen(lambda tables: inherited(tables, self.office, period))

    def _earlier(self, stored: Mapping[str, object]) -> list[Period]:
        """Earlier periods of the year in input/ or the ledger and the period just before, oldest first."""
        mine = self.request.period
        known = {*map(Period.parse, stored), *period_folders(self.request.input)}
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
        return hashlib.sha256(
            "\n".join([*told, self.office.sha256, self.law.sha256, period.as_of.isoformat()]).encode()
        ).hexdigest()


def _tables(judged: Judged) -> Tables:
    return judged.tables


@contextmanager
def opened(request: Request, watch: Watch, *, reading: bool = False) -> Iterator[Corridor]:
    """The corridor of a request, alone in its output folder, the ledger open. For ``reading`` there must be a ledger,
    and a folder that may not be written is read as it stands. Raises PipelineError (exit 2)."""
    from pipeline.ledger import Ledger
    from pipeline.publish import locked, recover, writable

    workers = Workers(request.executor)
    office = load_office(request.input / "office.toml")
    law = load_law().of(office)
    calendar = load_calendar(request.input / "日历.toml")
    if reading:
        Ledger.known(request.ledger)
    with ExitStack() as stack:
        alone = not reading or writable(request.output)
        if alone:
            stack.enter_context(locked(request.output, request.ledger))
        ledger = stack.enter_context(closing(Ledger(request.ledger)))
        if alone:
            recover(request.output, ledger.committed)
        yield Corridor(request, law, office, calendar, ledger, watch, stack.enter_context(workers))
