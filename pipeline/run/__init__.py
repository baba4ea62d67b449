"""The corridor: collect → clean → check → measure → follow → documents → publish, in this order, and the exit code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Outcome, PipelineError, Request
from pipeline.run import papers, products
from pipeline.run.comparing import COMPARISON, compare_runs
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.drafts import Draft, told
from pipeline.run.due import Agenda, requests, what_is_due
from pipeline.run.forms import hand_out
from pipeline.run.making import Worked, work
from pipeline.run.places import newest, of_cadence
from pipeline.run.publishing import published

if TYPE_CHECKING:
    from pipeline.ledger import Book
    from pipeline.publish import Publication

RETURNS, TO_DO = "退回/", "待办.html"

__all__ = [
    "COMPARISON",
    "Agenda",
    "Watch",
    "compare_runs",
    "execute",
    "hand_out",
    "newest",
    "of_cadence",
    "requests",
    "what_is_due",
]


def execute(request: Request, watch: Watch = lambda _: None) -> Outcome:
    """Run the corridor for a request. Raises PipelineError (exit 2) for misuse and bad configuration."""
    if not (request.input / request.period.text).is_dir():
        raise PipelineError(f"{request.input} 中没有期间 {request.period.text} 的文件夹。")
    _know(request)
    with opened(request, watch) as corridor:
        run = _Run(corridor, work(corridor))
        return run.outcome(*published(corridor, run.fill))


def _know(request: Request) -> None:
    if not request.documents:
        return
    from pipeline.documents import catalogue

    for name in request.documents:
        if name not in catalogue(request.templates):
            raise PipelineError(f"{request.templates / 'catalogue.toml'} 中没有文件“{name}”。")


def _issued(drafts: list[Draft]) -> bool:
    """Whether nothing is left to issue and something was."""
    return all(draft.stands for draft in drafts) and any(draft.issued for draft in drafts)


@dataclass(frozen=True)
class _Laid:
    """The documents of a run, what somebody had changed on the desk, each with where that is kept, and what was given
    up."""

    drafts: list[Draft]
    spared: Mapping[str, str]
    lost: list[str]

    def notes(self) -> Iterator[str]:
        for name in self.lost:
            yield f"《{name}》没有做成：成文的进程反复中止，其余文件已做好；请加 --executor serial 单独重做。"
        for path, copy in self.spared.items():
            hint = "；要印发它，用 issue --file" if path.endswith(".docx") else ""
            yield f"《{path}》上次成文后有人改动过，改动的一份另存为《{copy}》{hint}。"
        yield from told(self.drafts)


@dataclass(frozen=True)
class _Run:
    """A period that was worked through, and what is to become of it."""

    corridor: Corridor
    worked: Worked

    @property
    def status(self) -> str:
        request, judged = self.corridor.request, self.worked.judged
        if request.documents and (request.draft or not judged.blocked):
            return "draft" if request.draft else "made"
        return "blocked" if judged.blocked else "checked"

    def fill(self, book: Book, publication: Publication) -> _Laid:
        """Give every file of the run to the publication and everything to remember to the book."""
        from pipeline.publish import Desk

        corridor, status = self.corridor, self.status
        worked = products.numbered(corridor, self.worked, book) if status == "made" else self.worked
        desk = Desk(corridor.request.output, worked.judged.period.text)
        drafts, lost = papers.documents(corridor, worked) if status in ("made", "draft") else ([], [])
        worked = products.telling(corridor, worked, lost)
        files = products.findings(corridor, worked)
        if not corridor.request.documents or worked.judged.blocked:
            files |= products.returns(corridor, worked.judged)
        files |= {path: data for draft in drafts for path, data in draft.files().items()}
        if drafts:
            files |= papers.papers(corridor, worked, drafts)
        files[TO_DO] = products.to_do(corridor, worked, status, (*files, TO_DO), drafts)
        shown = "issued" if status == "made" and _issued(drafts) else status
        manifest = products.manifest(corridor, worked.judged, shown, desk)
        gone = products.superseded(corridor, worked, drafts)
        spared = desk.lay(publication, files, manifest, swept=RETURNS, superseded=gone)
        products.lay_overview(corridor, publication)
        self._remember(book, worked, drafts)
        return _Laid(drafts, spared, lost)

    def _remember(self, book: Book, worked: Worked, drafts: list[Draft]) -> None:
        if self.status == "made":
            products.remember(self.corridor, worked, book)
            book.keep(draft.made for draft in drafts if draft.made)
        products.log(self.corridor, worked.judged, self.status, book)

    def outcome(self, laid: _Laid, made: list[Path]) -> Outcome:
        reminders = products.reminders(self.corridor, self.worked.judged)
        return Outcome(self.status, self.worked.judged, tuple(made), reminders, tuple(laid.notes()))
