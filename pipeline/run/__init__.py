"""The corridor: collect → clean → check → measure → documents → publish, in this order, and the exit code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Judged, Outcome, PipelineError, Request
from pipeline.run import products
from pipeline.run.comparing import COMPARISON, compare_runs
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.due import Agenda, requests, what_is_due
from pipeline.run.forms import hand_out
from pipeline.run.places import newest

if TYPE_CHECKING:
    from pipeline.publish import Desk

RETURNS = "退回/"

__all__ = [
    "COMPARISON",
    "Agenda",
    "Watch",
    "compare_runs",
    "execute",
    "hand_out",
    "newest",
    "requests",
    "what_is_due",
]


def execute(request: Request, watch: Watch = lambda _: None) -> Outcome:
    """Run the corridor for a request. Raises PipelineError (exit 2) for misuse and bad configuration."""
    from pipeline.publish import Desk

    if not (request.input / request.period.text).is_dir():
        raise PipelineError(f"{request.input} 中没有期间 {request.period.text} 的文件夹。")
    if request.document:
        _know(request)
    with opened(request, watch) as corridor:
        return _walk(corridor, Desk(request.output, request.period.text))


def _know(request: Request) -> None:
    from pipeline.documents import catalogue

    if request.document not in catalogue(request.templates):
        raise PipelineError(f"{request.templates / 'catalogue.toml'} 中没有文件“{request.document}”。")


def _walk(corridor: Corridor, desk: Desk) -> Outcome:
    request = corridor.request
    history, fresh, hints = corridor.history()
    fingerprint = corridor.fingerprint(request.period) or ""
    judged = corridor.judge(request.period, history, fingerprint)
    judged = replace(judged, findings=(*judged.findings, *hints, *products.unused_words(corridor, judged)))
    making = request.document is not None and (request.draft or not judged.blocked)
    status = "draft" if making and request.draft else "made" if making else "blocked" if judged.blocked else "checked"
    reminders = products.reminders(corridor, judged)
    files = products.findings(corridor, judged, reminders)
    if request.document is None or judged.blocked:
        files |= products.returns(corridor, judged)
    if making:
        files |= products.documents(corridor, judged, history)
    if status == "made":
        for snapshot in (*fresh, judged):
            corridor.ledger.write_snapshot(snapshot.period, snapshot.fingerprint, snapshot.tables)
    made = desk.put(files, products.manifest(corridor, judged, status, desk), swept=RETURNS)
    _log(corridor, judged, status)
    return Outcome(status, judged, tuple(made), reminders)


def _log(corridor: Corridor, judged: Judged, status: str) -> None:
    from pipeline.check import returns
    from pipeline.ledger import Run

    inputs = {file.path: file.sha256 for file in judged.inputs}
    run = Run(judged.period.text, corridor.request.command, status, judged.fingerprint, inputs, len(judged.findings))
    corridor.ledger.log(run, judged.tables, returns(judged))
