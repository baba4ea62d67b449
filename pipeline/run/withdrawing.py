"""Numbers of the register: an issued document is withdrawn, a number that this program did not give is entered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.model import PipelineError, Registered, Request, Standing, Step
from pipeline.run import products
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.named import Named
from pipeline.run.publishing import published

if TYPE_CHECKING:
    from pipeline.ledger import Book
    from pipeline.publish import Publication

WITHDRAWN = "作废"
NUMBER = re.compile(r"(.+)〔(\d{4})〕([1-9]\d{0,5})号")
BRIEF = re.compile(r"(.+?)(\d{4})年第([1-9]\d{0,5})期")


@dataclass(frozen=True)
class Outside:
    """A number that the 文书 desk gave to a document which this program did not make."""

    series: str
    year: int
    number: int
    title: str
    day: date | None = None
    brief: bool = False

    @classmethod
    def read(cls, text: str, title: str, day: date | None) -> Outside:
        """From 示推办〔2026〕5号 or 重点项目调度2026年第5期; brackets as people type them. Raises PipelineError."""
        plain = re.sub(r"[\[［(（【]", "〔", re.sub(r"[\]］)）】]", "〕", text.strip()))
        match = NUMBER.fullmatch(plain) or BRIEF.fullmatch(plain)
        if match is None:
            raise PipelineError(f"“{text}”不是文号：应写作 示推办〔2026〕5号，简报写作 重点项目调度2026年第5期。")
        if not title.strip():
            raise PipelineError("请用 --title 写明文件标题，它要记入登记簿。")
        return cls(match[1], int(match[2]), int(match[3]), title, day, brief=match.re is BRIEF)

    @property
    def text(self) -> str:
        return f"第{self.number}期" if self.brief else f"{self.series}〔{self.year}〕{self.number}号"


def enter(request: Request, asked: Outside, watch: Watch = lambda _: None) -> Registered:
    """Enter an outside number; asked twice it is entered once. Raises PipelineError when it is not free."""
    row = Registered(asked.series, asked.year, asked.number, asked.text, Standing.OUTSIDE, asked.title, asked.day)
    with opened(request, watch) as corridor:
        if row in corridor.ledger.register():
            return row

        def fill(book: Book, publication: Publication) -> Registered:
            book.enter(row)
            products.lay_overview(corridor, publication, row)
            return row

        return published(corridor, fill)[0]


def void(request: Request, name: str, reason: str, day: date | None, watch: Watch = lambda _: None) -> Registered | str:
    """Withdraw an issued document by its name in the request's period, or any number by how it is printed; a sentence
    where there is nothing to withdraw. Its frozen files move to 印发/<期间>/作废/; the number is never used again.
    Raises PipelineError without a reason."""
    if not reason.strip():
        raise PipelineError("请用 --reason 写明作废的原因，它要记入登记簿。")
    with opened(request, watch) as corridor:
        row = _found(corridor, name)
        if isinstance(row, str):
            return row
        if day and row.day and day < row.day:
            return f"作废日期{day}早于{row.text}的成文日期{row.day}，请核对。"
        return published(corridor, _Withdrawal(corridor, row, reason, day).fill)[0]


def _found(corridor: Corridor, name: str) -> Registered | str:
    rows, period = corridor.ledger.register(), corridor.request.period.text
    asked = Named.read(name)
    mine = [row for row in rows if row.period == period and row.name == asked.document]
    meant = [row for row in mine if asked.draft in (None, row.draft)]
    found = [row for row in rows if name in (row.text, row.whole)] or meant
    standing = [row for row in found if row.standing in (Standing.ISSUED, Standing.OUTSIDE)]
    if len(standing) == 1:
        return standing[0]
    if len(standing) > 1:
        return f"“{name}”不止一个，请写明是哪一个：{'、'.join(row.whole for row in standing)}。"
    if found:
        return f"“{name}”（{found[-1].text}）现为{found[-1].standing}，不需要再作废。"
    if mine:
        return f"《{asked.document}》的第{asked.draft}稿没有印发过，以{mine[-1].text}印发的是第{mine[-1].draft}稿。"
    return f"{period} 没有印发过《{asked.document}》，登记簿中也没有“{name}”。"


@dataclass(frozen=True)
class _Withdrawal:
    corridor: Corridor
    row: Registered
    reason: str
    day: date | None

    def fill(self, book: Book, publication: Publication) -> Registered:
        row = book.withdraw(self.row.series, self.row.year, self.row.number, self.reason, self.day)
        row = self._moved(row, publication)
        book.amend(row)
        self._take_back(book)
        if row.period and not self._others():
            book.mark_issued(row.period, False)
            products.lay_status(self.corridor, publication, row.period, "made")
        products.lay_overview(self.corridor, publication, row)
        return row

    def _take_back(self, book: Book) -> None:
        """What the document had handed over to a unit was not handed over."""
        for item in self.corridor.ledger.items():
            for event in item.events:
                handed = event.act and event.step is Step.ASSIGNED and event.period == self.row.period
                if handed and event.note == self.row.text:
                    book.retract(item.number, event)

    def _others(self) -> list[Registered]:
        """What else of the period stands issued."""
        rows = [row for row in self.corridor.ledger.register() if row.period == self.row.period]
        return [row for row in rows if row.standing is Standing.ISSUED and row != self.row]

    def _moved(self, row: Registered, publication: Publication) -> Registered:
        paths = {name: getattr(row, name) for name in ("path", "preview", "signed") if getattr(row, name)}
        for name, path in paths.items():
            place = self.corridor.request.output / path
            paths[name] = self._withdrawn(path)
            if place.is_file():
                publication.put(paths[name], place.read_bytes(), frozen=True)
                publication.remove(path)
        return replace(row, **paths)

    def _withdrawn(self, path: str) -> str:
        """印发/2026-05/作废/督办通知单/城关街道（示推办〔2026〕5号）.docx"""
        old = PurePosixPath(path)
        folder = PurePosixPath(*old.parts[:2], WITHDRAWN, *old.parts[2:-1])
        return (folder / f"{old.stem}（{self.row.text}）{old.suffix}").as_posix()
